"""Makes what ledger tests need, and speaks to the JSON API as a till does."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import User, UserRole
from app.audit.rules import SYSTEM
from app.audit.verify import catch_up
from app.booths.models import Booth
from app.booths.services import get_or_create_booth
from app.directory.models import Employee, Posting, Unit
from app.extensions import db
from app.makers.models import Maker, Product, ProductPrice
from app.sales.ledger.check import check_ledger
from app.sales.ledger.totals import bought_per_employee
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from app.tills.services.tills import enrol_till

NIP = "198001012005011009"
OTHER_NIP = "198502022010012003"
NOVEMBER = Period(2026, 11)


@dataclass
class City:
    """Ids of a small city: two people, one product at 15.000, one cashier, one till that was enrolled in 2026."""

    token: str
    till_id: int
    booth_id: int
    employee_id: int
    other_id: int
    product_id: int
    cashier_id: int


def make_city() -> City:
    """Make and commit the small city."""
    begin_writing()
    at = datetime(2026, 1, 1, tzinfo=UTC)
    unit = Unit(external_id="U1", name="Kota", parent_id=None)
    db.session.add(unit)
    db.session.flush()
    people = [_person(NIP, "Ani Contoh", unit.id, at), _person(OTHER_NIP, "Budi Contoh", unit.id, at)]
    maker = Maker(name="Dapur Kenari", search_name="dapur kenari", created_at=at)
    db.session.add(maker)
    db.session.flush()
    product = Product(maker_id=maker.id, name="Bagea", search_name="bagea", created_at=at)
    db.session.add(product)
    db.session.flush()
    price = ProductPrice(
        product_id=product.id, effective_from=date(2026, 1, 1), unit_price=15_000, recorded_at=at
    )
    booth = get_or_create_booth("Balai Kota", actor=SYSTEM)
    cashier = make_cashier("rina", booth.id)
    till, token = enrol_till(booth.id, "Tablet 1", actor=SYSTEM)
    till.enrolled_at = at
    db.session.add(price)
    db.session.flush()
    city = City(token, till.id, booth.id, people[0].id, people[1].id, product.id, cashier.id)
    commit()
    return city


def make_cashier(username: str, booth_id: int | None) -> User:
    """A login that may sell at a booth (everywhere with None)."""
    user = User(username=username, display_name=username.title(), created_at=clock.now(), is_active=True)
    db.session.add(user)
    db.session.flush()
    db.session.add(UserRole(user_id=user.id, role="cashier", booth_id=booth_id))
    db.session.flush()
    return user


def _person(nip: str, name: str, unit_id: int, at: datetime) -> Employee:
    person = Employee(
        nip=nip, name=name, search_name=name.lower(), card_token=uuid.uuid4().hex, created_at=at
    )
    db.session.add(person)
    db.session.flush()
    posting = Posting(
        employee_id=person.id, effective_from=date(2026, 1, 1), unit_id=unit_id, status="PNS", recorded_at=at
    )
    db.session.add(posting)
    return person


def other_booth() -> Booth:
    """A second booth, committed."""
    begin_writing()
    booth = get_or_create_booth("Puskesmas", actor=SYSTEM)
    commit()
    return booth


def new_id() -> str:
    """A fresh id as a till makes one."""
    return str(uuid.uuid4())


def a_sale(city: City, **changes: Any) -> dict[str, Any]:
    """A sale of two pieces to Ani at 09:10 on 7 November, as JSON."""
    sale = {
        "id": new_id(),
        "sold_at": "2026-11-07T09:10:00+09:00",
        "cashier": "rina",
        "buyer": {"nip": NIP},
        "lines": [{"product": city.product_id, "quantity": 2, "unit_price": 15_000}],
        "payment": "cash",
    }
    return {name: value for name, value in (sale | changes).items() if value is not ...}


def a_void(target: str, **changes: Any) -> dict[str, Any]:
    """The reversal of a sale, as JSON."""
    void = {
        "id": new_id(),
        "void_of": target,
        "reason": "salah barang",
        "sold_at": "2026-11-07T09:12:00+09:00",
        "cashier": "rina",
    }
    return void | changes


class TillClient:
    """A till at the JSON API."""

    def __init__(self, app: Flask, token: str) -> None:
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer {token}"}

    def post(self, *sales: Any, sent_at: Any = "now", path: str = "/api/v1/sales") -> Any:
        """Send items in one batch; the answer object."""
        body: dict[str, Any] = {"sales": list(sales)}
        if sent_at is not None:
            body["sent_at"] = clock.local(clock.now()).isoformat() if sent_at == "now" else sent_at
        db.session.rollback()
        return self.client.post(path, json=body, headers=self.headers)

    def send(self, *sales: Any, sent_at: Any = "now") -> list[dict[str, Any]]:
        """Send items; their results."""
        answer = self.post(*sales, sent_at=sent_at)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.json["results"]  # type: ignore[no-any-return]

    def raw(self, body: bytes, **headers: str) -> Any:
        """Send bytes as they are."""
        sent = {"Content-Type": "application/json"} | self.headers | headers
        db.session.rollback()
        return self.client.post("/api/v1/sales", data=body, headers=sent)


def count(model: type) -> int:
    """How many rows of a table are stored."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def bought(employee_id: int, period: Period = NOVEMBER) -> int:
    """What the ledger says somebody bought in a month, rupiah."""
    db.session.rollback()
    part = bought_per_employee(period)
    return db.session.scalar(select(part.c.bought).where(part.c.employee_id == employee_id)) or 0


def ensure_sound() -> None:
    """Ledger and chain hold."""
    db.session.rollback()
    catch_up()
    assert check_ledger().findings == []
