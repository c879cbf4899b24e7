"""Two records are merged while an offline till hands in a sale for the one that ends: once, for the one that stays."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.audit.verify import catch_up
from app.compliance.queries import find_standing
from app.extensions import db
from app.person_merge.services import merge_people
from app.sales.intake import sync
from app.sales.ledger.check import check_ledger
from app.sales.models import Sale
from app.shared.errors import DomainError
from app.shared.period import Period
from app.shared.transaction import commit
from tests.ledger import OTHER_NIP, City, TillClient, a_sale

pytestmark = pytest.mark.real_clock
MONTH = Period(2026, 3)
AT = "2026-03-05T09:00:00+09:00"


def merge(city: City) -> str:
    merge_people(city.employee_id, city.other_id, "orang yang sama", actor=SYSTEM)
    commit()
    return "merged"


def offline(city: City) -> dict[str, Any]:
    return a_sale(city, sold_at=AT, buyer={"employee": city.other_id})


def bought(employee_id: int) -> int:
    row = find_standing(employee_id, MONTH)
    return row.bought if row else 0


def ensure_landed(city: City, sales: int) -> None:
    db.session.rollback()
    assert bought(city.employee_id) == sales * 30_000
    assert bought(city.other_id) == 0
    catch_up()
    assert check_ledger().findings == []


def test_a_sale_judged_before_the_merge_and_written_after_it_is_the_survivors(
    app: Flask, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = sync.validate_batch

    def judge_then_merge(*args: Any, **named: Any) -> Any:
        batch = judge(*args, **named)
        monkeypatch.setattr(sync, "validate_batch", judge)

        def other() -> None:
            with app.app_context():
                merge(city)
                db.session.remove()

        thread = threading.Thread(target=other)
        thread.start()
        thread.join(20)
        return batch

    monkeypatch.setattr(sync, "validate_batch", judge_then_merge)
    sale = offline(city)
    till = TillClient(app, city.token)
    assert [one["result"] for one in till.send(sale)] == ["recorded"]
    assert [one["result"] for one in till.send(sale)] == ["replayed"]
    (row,) = db.session.scalars(select(Sale)).all()
    assert row.employee_id == city.employee_id
    ensure_landed(city, 1)


def test_sales_of_three_tills_beside_a_merge_all_land_once(
    app: Flask, city: City, at_once: Callable[..., list[Any]]
) -> None:
    before = [offline(city) for _ in range(3)]
    TillClient(app, city.token).send(*before)
    db.session.remove()

    def sender(*sales: dict[str, Any]) -> Callable[[], list[str]]:
        return lambda: [one["result"] for one in TillClient(app, city.token).send(*sales)]

    some = [[offline(city) for _ in range(4)] for _ in range(3)]
    numbers = [a_sale(city, sold_at=AT, buyer={"nip": OTHER_NIP})]
    answers = at_once(*(sender(*each) for each in some), sender(*numbers), lambda: merge(city))
    assert answers[-1] == "merged", answers
    assert not [one for one in answers if isinstance(one, DomainError | Exception)], answers
    assert {result for each in answers[:-1] for result in each} == {"recorded"}
    ensure_landed(city, 3 + 12 + 1)
