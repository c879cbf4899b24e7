"""A sale that comes alone is judged as it would be among others, though its facts are read in one statement."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User, UserRole
from app.directory.models import Employee, FormerNumber
from app.extensions import db
from app.makers.models import Product, ProductPrice
from app.sales.models import Sale, SaleLine
from app.shared import clock
from app.shared.columns import table
from app.shared.transaction import begin_writing, commit
from app.tills.models import Shift
from tests.ledger import NIP, OTHER_NIP, City, TillClient, a_sale, make_cashier, new_id, other_booth

SHIFT, OTHER_SHIFT = new_id(), new_id()
FORMER = "199001012010011002"
_OWN = {"id", "uuid", "content_hash", "received_at", "sent_at", "offset_seconds", "sale_id"}


@pytest.fixture
def facts(app: Flask, city: City) -> City:
    """Shifts here and elsewhere, logins of every sort, a former number, a code, a card, more products."""
    other = other_booth().id
    begin_writing()
    for uuid, booth_id in ((SHIFT, city.booth_id), (OTHER_SHIFT, other)):
        shift = Shift(uuid=uuid, booth_id=booth_id, cashier_id=city.cashier_id, opened_at=clock.now())
        db.session.add(shift)
    make_cashier("elsewhere", other)
    everywhere = make_cashier("everywhere", None)
    db.session.add(UserRole(user_id=everywhere.id, role="manager", booth_id=None))
    both = make_cashier("both", other)
    db.session.add(UserRole(user_id=both.id, role="cashier", booth_id=city.booth_id))
    make_cashier("off", city.booth_id).is_active = False
    make_cashier("until", city.booth_id).valid_until = clock.today().replace(day=1)
    db.session.add(User(username="norole", display_name="N", created_at=clock.now(), is_active=True))
    person = db.session.get(Employee, city.other_id)
    person.code, person.card_token = "K-7", "card-of-budi"
    db.session.add(FormerNumber(employee_id=city.other_id, number=FORMER, changed_at=clock.now()))
    maker_id = db.session.get(Product, city.product_id).maker_id
    for number in range(10):
        product = Product(
            maker_id=maker_id, name=f"P{number}", search_name=f"p{number}", created_at=clock.now()
        )
        db.session.add(product)
        db.session.flush()
        if number % 2:
            price = {"effective_from": clock.today().replace(day=number), "unit_price": 1_000 * number}
            db.session.add(ProductPrice(product_id=product.id, recorded_at=clock.now(), **price))
    commit()
    return city


def line(product: int, price: int = 15_000) -> dict[str, int]:
    return {"product": product, "quantity": 1, "unit_price": price}


KINDS: dict[str, dict[str, Any]] = {
    "as usual": {},
    **{name: {"cashier": name} for name in ("elsewhere", "everywhere", "both", "off", "until", "norole")},
    "nobody sells": {"cashier": "nobody"},
    "a username in capitals": {"cashier": "RINA"},
    "a shift": {"shift": SHIFT},
    "a shift of another booth": {"shift": OTHER_SHIFT},
    "a shift nobody knows": {"shift": new_id()},
    "public": {"buyer": {"public": True}},
    "a name": {"buyer": {"name": "Siapa"}},
    "a number with blanks": {"buyer": {"nip": f"{NIP[:8]} {NIP[8:]}"}},
    "a former number": {"buyer": {"nip": FORMER}},
    "a number that is none": {"buyer": {"nip": "12", "name": "Ani"}},
    "a number nobody has": {"buyer": {"nip": "197001012000011001"}},
    "another person": {"buyer": {"nip": OTHER_NIP}},
    "a code": {"buyer": {"code": "K-7"}},
    "a code nobody has": {"buyer": {"code": "K-8"}},
    "a card": {"buyer": {"card": "card-of-budi"}},
    "a card nobody has": {"buyer": {"card": "card"}},
    "an employee": {"buyer": {"employee": 1}},
    "an employee nobody is": {"buyer": {"employee": 10**15 - 1}},
    "typed goods": {"lines": [{"maker": "M", "name": "N", "quantity": 2, "unit_price": 5}]},
    "a product twice": {"lines": [line(1), line(1, 14_000)]},
    "eight products": {"lines": [line(number, 3_000) for number in range(1, 9)]},
    "ten products": {"lines": [line(number, 3_000) for number in range(1, 11)]},
    "a product nobody has": {"lines": [line(99)]},
    "before the prices": {"sold_at": "2026-10-31T09:00:00+09:00", "lines": [line(n) for n in range(1, 7)]},
}


def stored(result: dict[str, Any]) -> Any:
    """What was answered and stored of a sale, without what every sale has of its own."""
    db.session.rollback()
    sale, lines = table(Sale), table(SaleLine)
    rows = []
    for row in db.session.execute(select(sale).where(sale.c.uuid == result["id"])):
        below = db.session.execute(select(lines).where(lines.c.sale_id == row.id).order_by(lines.c.position))
        rows.append([plain(row), *map(plain, below)])
    return result["result"], result["flags"], result["errors"], rows


def plain(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row._mapping.items() if name not in _OWN}


@pytest.mark.parametrize("kind", KINDS)
def test_alone_or_among_others_a_sale_is_judged_the_same(till: TillClient, facts: City, kind: str) -> None:
    (alone,) = till.send(a_sale(facts, **KINDS[kind]))
    among, _ = till.send(a_sale(facts, **KINDS[kind]), a_sale(facts, buyer={"public": True}))
    assert stored(alone) == stored(among)
