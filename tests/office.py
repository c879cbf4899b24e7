"""A small city with an October to close: who met, who fell short, somebody unknown, and how late things arrive."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from app.accounts.models import User
from app.audit.rules import SYSTEM, Actor
from app.booths.services import get_or_create_booth
from app.closing.models import Closing
from app.closing.queries import list_standings_of_month
from app.closing.services import close_month
from app.extensions import db
from app.sales.drafts import BuyerRef, ItemResult, LineDraft, SaleDraft, SaleOrigin
from app.sales.models import Sale, SaleLine
from app.sales.services import record_sale
from app.shared import clock
from app.shared.period import Period
from tests.ledger import make_cashier
from tests.standing import OCTOBER, bagea, make_decree, make_person, make_sale, make_tree

TREASURER = Actor("user", 7, "bendahara")
ORIGIN = "https://kota.example"


@dataclass
class October:
    """Ids: Ani (eselon IV, 20.000) met, Budi fell short by 5.000; an unknown buyer spent 8.000, the public 3.000."""

    opd: int
    school: int
    ani: int
    budi: int
    unknown: int
    booth: int


def make_october() -> October:
    """Write it all in the open writing transaction."""
    make_decree()
    _city, opd, school = make_tree()
    ani, budi = make_person(opd, "Ani Contoh"), make_person(school, "Budi Contoh", position="Guru")
    lines_of(make_sale(ani, 30_000, "2026-10-05"))
    lines_of(make_sale(budi, 15_000, "2026-10-31"))
    unknown = make_sale(
        None, 8_000, "2026-10-20", buyer_kind="unresolved", buyer_name="Budi?", buyer_number="K9999",
        flags=["buyer_unknown"],
    )  # fmt: skip
    lines_of(unknown)
    lines_of(make_sale(None, 3_000, "2026-10-21"))
    booth = get_or_create_booth("Balai Kota", actor=SYSTEM)
    return October(opd.id, school.id, ani.id, budi.id, unknown.id, booth.id)


def lines_of(sale: Sale) -> None:
    """One line that carries the sale's whole amount."""
    line = SaleLine(
        sale_id=sale.id, position=1, maker_name="Dapur Kenari", product_name="Bagea", **bagea(),
        quantity=1, unit_price=sale.amount, amount=sale.amount,
    )  # fmt: skip
    db.session.add(line)
    db.session.flush()


def close(
    period: Period = OCTOBER, override: str = "Tidak ada waktu lagi", actor: Actor = TREASURER
) -> Closing:
    """Close with the real workbook; an override only matters where something is open."""
    return close_month(
        period,
        actor=actor,
        override=override,
        origin=ORIGIN,
    )


def sell(october: October, employee_id: int, amount: int, day: str = "2026-10-28") -> ItemResult:
    """A sale as the till's page records it: in a closed month it is parked."""
    draft = SaleDraft(
        uuid=str(uuid.uuid4()),
        sold_at=clock.at_local(date.fromisoformat(day), 10, 0),
        buyer=BuyerRef("employee", str(employee_id)),
        lines=(LineDraft(1, amount, maker="Dapur Kenari", name="Kopi"),),
        cashier=_cashier(),
    )
    return record_sale(draft, origin=SaleOrigin(october.booth, "web"), actor=SYSTEM)


def _cashier() -> str:
    if db.session.query(User).filter_by(username="rina").one_or_none() is None:
        make_cashier("rina", None)
    return "rina"


def bought(employee_id: int) -> int:
    """What October's standings say somebody bought, rupiah."""
    return {row.employee_id: row.bought for row in list_standings_of_month(OCTOBER)}[employee_id]
