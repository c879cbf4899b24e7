"""What tests of goods and money do at booths: deliver, sell, lose, settle, pay. Each act commits."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from app.audit.rules import SYSTEM, Actor
from app.booths.models import Booth
from app.booths.services import change_booth, get_or_create_booth
from app.extensions import db
from app.makers.models import Maker, Product
from app.makers.services import create_maker, create_product
from app.sales.corrections.voids import FINANCE, void_sale
from app.sales.drafts import PUBLIC, ItemResult, LineDraft, SaleDraft, SaleOrigin
from app.sales.services import record_sale
from app.settlement.models import Statement
from app.settlement.rules import Terms
from app.settlement.services.holders import set_qris_holder
from app.settlement.services.payouts import pay_statement
from app.settlement.services.remittances import receive_remittance
from app.settlement.services.statements import make_statements
from app.settlement.services.terms import agree_terms
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from app.stock.services import LineCount, NoteLine, check_note, open_note
from tests.office import TREASURER

PRICE = 10_000
SECOND = Actor("user", 8, "kepala")


def make_booth(name: str = "Balai Kota", mode: str = "cash") -> Booth:
    """A booth that takes money itself, unless said otherwise."""
    begin_writing()
    booth = get_or_create_booth(name, actor=SYSTEM)
    booth.mode = mode
    commit()
    return booth


def make_product(maker: str = "Dapur Kenari", name: str = "Bagea", since: str = "2026-01-01") -> Product:
    """A product at 10.000 of a maker that is made if it is new."""
    begin_writing()
    known = db.session.query(Maker).filter_by(name=maker).one_or_none() or create_maker(maker, actor=SYSTEM)
    day = date.fromisoformat(since)
    product = create_product(known.id, name, unit_price=PRICE, effective_from=day, actor=SYSTEM)
    commit()
    return product


def move(
    booth_id: int,
    product: Product,
    kind: str,
    pieces: int,
    *,
    stated: int | None = None,
    at: datetime | None = None,
) -> None:
    """A checked supply note of one line; `stated`: the maker's figure, where it differs."""
    said = pieces if stated is None else stated
    begin_writing()
    lines = [NoteLine(product.id, said, PRICE)]
    note = open_note(booth_id, product.maker_id, kind, lines, actor=TREASURER, moved_at=at)
    check_note(note.id, [LineCount(pieces, "dihitung")], actor=TREASURER)
    commit()


def sell(
    booth_id: int, product: Product | None, pieces: int = 1, *, at: datetime | None = None, payment: str = "cash",
    price: int = PRICE, typed: tuple[str, str] = ("", ""), sale_id: str = "",
    before_commit: Callable[[], object] = bool,
) -> ItemResult:  # fmt: skip
    """A sale of one line to the public; without a product the maker and name are as typed."""
    line = LineDraft(pieces, price, product.id if product else None, *typed)
    draft = SaleDraft(sale_id or str(uuid.uuid4()), at or clock.now(), PUBLIC, (line,), payment, "rina")
    begin_writing()
    done = record_sale(draft, origin=SaleOrigin(booth_id, "web"), actor=SYSTEM)
    before_commit()
    commit()
    return done


def void(sale_id: int) -> None:
    """Finance reverses a sale."""
    begin_writing()
    void_sale(sale_id, "salah barang", by=FINANCE, actor=TREASURER)
    commit()


def agree(product: Product, booth_id: int, since: date, share: int, **more: Any) -> None:
    """Terms of the product's maker at a booth from a day on."""
    begin_writing()
    agree_terms(product.maker_id, booth_id, since, Terms(share, **more), actor=TREASURER)
    commit()


def settle(**chosen: Any) -> list[Statement]:
    """Make statements; those made now."""
    begin_writing()
    made = make_statements(actor=TREASURER, **chosen)
    commit()
    return [db.session.get_one(Statement, one) for one in made]


def pay(number: str, amount: int, payout_id: str | None = None) -> Any:
    """Pay in cash; a second person approves whatever it is."""
    begin_writing()
    done = pay_statement(
        number, amount=amount, way="cash", reference="K-1", actor=TREASURER, uuid=payout_id, approver=SECOND
    )
    commit()
    return done


def receive(number: str, amount: int, payment_id: str | None = None) -> Any:
    """A maker pays in what it owes, in cash."""
    begin_writing()
    done = receive_remittance(
        number, amount=amount, way="cash", reference="S-1", actor=TREASURER, uuid=payment_id
    )
    commit()
    return done


def hold_qris(booth_id: int, holder: Any, since: date) -> None:
    """Whose account QRIS payments reach from a day on."""
    begin_writing()
    set_qris_holder(booth_id, holder, since, actor=TREASURER)
    commit()


def change_mode(booth: Booth, mode: str, since: date) -> None:
    """The booth works in another mode from a day on."""
    begin_writing()
    change_booth(
        booth.id, name=booth.name, mode=mode, unit_id=None, is_active=True, actor=TREASURER, mode_from=since
    )
    commit()
