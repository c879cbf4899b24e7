"""A maker with goods, sales to a marked buyer, a statement and a payout; and a foreign maker with the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from app.curation.rules import OfferText
from app.curation.services import offer_product
from app.extensions import db
from app.makers.members import find_login_of_maker, issue_maker_card
from app.makers.services import create_maker, create_product
from app.sales.models import SaleLine
from app.settlement.queries.statements import list_statements
from app.settlement.services.payouts import pay_statement
from app.settlement.services.statements import make_statements
from app.shared.transaction import commit
from app.stock.services import LineCount, NoteLine, check_note, open_note
from tests.logins import sign_in_again
from tests.pages import PageClient
from tests.standing import make_person, make_sale, make_tree

BUYER, NIP = "Zulaikha Markana", "199003032015032971"
SINCE = date(2026, 1, 1)


@dataclass
class Business:
    """A maker and what is its own; `code`: of its card."""

    maker_id: int
    product_id: int
    code: str
    note_id: int
    open_note_id: int
    payout_id: int
    statement: str
    offer_id: int


@dataclass
class Market:
    """Two makers at one booth."""

    booth_id: int
    own: Business
    foreign: Business


def make_business(name: str, booth_id: int, buyer: Any) -> Business:
    """Twenty delivered, nineteen counted, seven sold and settled, six more sold today."""
    maker = create_maker(name, actor=SYSTEM)
    product = create_product(maker.id, f"Bagea {name}", unit_price=10_000, effective_from=SINCE, actor=SYSTEM)
    lines = [NoteLine(product.id, 20, 10_000)]
    note = open_note(booth_id, maker.id, "delivery", lines, actor=SYSTEM)
    check_note(note.id, [LineCount(19, "satu rusak")], actor=SYSTEM)
    sell(maker.id, product.id, name, booth_id, buyer, 7, "2026-11-03")
    make_statements(actor=SYSTEM, maker_ids=[maker.id])
    (statement,) = list_statements(maker_ids=[maker.id])
    payout = pay_statement(statement.number, amount=30_000, way="cash", reference="KW-1", actor=SYSTEM)
    sell(maker.id, product.id, name, booth_id, buyer, 6, "2026-11-07")
    waiting = open_note(booth_id, maker.id, "delivery", lines, actor=SYSTEM)
    code = issue_maker_card(maker.id, actor=SYSTEM)
    offer = offer_product(product.id, OfferText(f"Bagea {name}", "sagu", "250 g"), actor=SYSTEM)
    return Business(maker.id, product.id, code, note.id, waiting.id, payout.id, statement.number, offer.id)


def sell(maker_id: int, product_id: int, name: str, booth_id: int, buyer: Any, pieces: int, day: str) -> None:
    """A sale to the marked buyer."""
    sale = make_sale(buyer, 10_000 * pieces, day, booth_id=booth_id)
    line = SaleLine(
        sale_id=sale.id, position=1, maker_id=maker_id, product_id=product_id, maker_name=name,
        product_name=f"Bagea {name}", quantity=pieces, unit_price=10_000, amount=10_000 * pieces,
    )  # fmt: skip
    db.session.add(line)
    db.session.flush()


def make_market(tree: Any = None) -> Market:
    """Write the two makers; the test's own writing transaction is open."""
    _city, _opd, school = tree or make_tree()
    buyer = make_person(school, BUYER)
    buyer.nip = NIP
    booth = create_booth("Pojok Balai Kota", actor=SYSTEM)
    booth.mode = "cash"
    return Market(
        booth.id,
        make_business("Dapur Kenari", booth.id, buyer),
        make_business("Dapur Orang Lain", booth.id, buyer),
    )


@pytest.fixture
def market(session: Any) -> Market:
    """The two makers, committed."""
    made = make_market()
    commit()
    return made


@pytest.fixture
def phone(app: Any, market: Market) -> PageClient:
    """The first maker, signed in."""
    return sign_in_again(app, find_login_of_maker(market.own.maker_id))
