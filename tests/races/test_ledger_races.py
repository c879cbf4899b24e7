"""Two at the same moment: the database decides, nothing is lost or doubled, nobody starves."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.rules import SYSTEM
from app.booths.models import Booth
from app.booths.services import get_or_create_booth
from app.extensions import db
from app.months.models import LateItem
from app.months.services import set_closed
from app.sales.corrections.voids import FINANCE, void_sale
from app.sales.models import Sale, SaleConflict, SaleLine, SaleResolution
from app.sales.queries import find_sale
from app.sales.services import resolve_buyer
from app.shared.errors import DomainError
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from tests.ledger import City, TillClient, a_sale, a_void, count, ensure_sound

pytestmark = pytest.mark.real_clock
AtOnce = Callable[..., list[Any]]
LONG_AGO = "2026-03-05T09:00:00+09:00"


def sender(app: Flask, city: City, *sales: dict[str, Any]) -> Callable[[], list[str]]:
    return lambda: [one["result"] for one in TillClient(app, city.token).send(*sales)]


def test_the_same_id_at_once_is_one_row_and_both_are_answered(
    app: Flask, city: City, at_once: AtOnce
) -> None:
    sale = a_sale(city)
    answers = at_once(*[sender(app, city, sale)] * 6)
    assert Counter(result for (result,) in answers) == {"recorded": 1, "replayed": 5}
    assert (count(Sale), count(SaleLine)) == (1, 1)
    ensure_sound()


def test_the_same_id_with_two_contents_at_once_is_one_sale_and_one_conflict(
    app: Flask, city: City, at_once: AtOnce
) -> None:
    sale = a_sale(city)
    answers = at_once(sender(app, city, sale), sender(app, city, sale | {"payment": "qris"}))
    assert sorted(result for (result,) in answers) == ["conflict", "recorded"]
    assert count(Sale) == 1


def test_overlapping_batches_in_opposite_order_neither_lose_nor_double(
    app: Flask, city: City, at_once: AtOnce
) -> None:
    sales = [a_sale(city) for _ in range(30)]
    answers = at_once(sender(app, city, *sales), sender(app, city, *reversed(sales)))
    assert Counter(result for answer in answers for result in answer) == {"recorded": 30, "replayed": 30}
    assert count(Sale) == 30
    ensure_sound()


def test_eight_tills_with_one_sale_make_one_row_and_another_content_is_a_conflict(
    app: Flask, city: City, at_once: AtOnce
) -> None:
    sale = a_sale(city)
    other = sale | {"payment": "qris"}

    def post(item: dict[str, Any]) -> Callable[[], tuple[int, str]]:
        def send() -> tuple[int, str]:
            answer = TillClient(app, city.token).post(item)
            return answer.status_code, answer.json["results"][0]["result"]

        return send

    answers = at_once(*[post(sale)] * 8)
    assert Counter(answers) == {(200, "recorded"): 1, (200, "replayed"): 7}
    assert at_once(*[post(other)] * 8) == [(200, "conflict")] * 8
    assert (count(Sale), count(SaleLine), count(SaleConflict)) == (1, 1, 1)
    ensure_sound()


def test_eight_overlapping_batches_of_twenty_book_each_sale_once(
    app: Flask, city: City, at_once: AtOnce
) -> None:
    sales = [a_sale(city) for _ in range(34)]
    batches = [sales[start : start + 20] for start in range(0, 16, 2)]
    answers = at_once(*[sender(app, city, *batch) for batch in batches])
    assert all(isinstance(answer, list) for answer in answers), answers
    results = Counter(result for answer in answers for result in answer)
    assert results == {"recorded": 34, "replayed": 8 * 20 - 34}
    assert (count(Sale), count(SaleLine)) == (34, 34)
    ensure_sound()


def test_a_sale_and_a_void_under_one_id_at_once_never_lose_the_void(
    app: Flask, city: City, at_once: AtOnce
) -> None:
    for _ in range(8):
        sale = a_sale(city)
        void = a_void(sale["id"])
        (first,), (second,) = at_once(sender(app, city, a_sale(city, id=void["id"])), sender(app, city, void))
        assert sorted((first, second)) in (["conflict", "recorded"], ["conflict", "parked"])
        assert sender(app, city, sale)() == ["recorded"]
        found = find_sale(sale["id"])
        assert found is not None
        assert (second == "parked") == (find_sale(void["id"]).void_of == found.id)  # type: ignore[union-attr]
        db.session.remove()
    ensure_sound()


def test_a_sale_is_voided_once_however_many_press(app: Flask, city: City, at_once: AtOnce) -> None:
    sale = a_sale(city)
    sender(app, city, sale)()
    answers = at_once(*[sender(app, city, a_void(sale["id"])) for _ in range(5)])
    assert Counter(result for (result,) in answers) == {"recorded": 1, "refused": 4}
    assert count(Sale) == 2
    ensure_sound()


def test_a_void_and_its_sale_sent_at_once_always_meet(app: Flask, city: City, at_once: AtOnce) -> None:
    for _ in range(8):
        sale = a_sale(city)
        at_once(sender(app, city, sale), sender(app, city, a_void(sale["id"])))
    db.session.rollback()
    assert db.session.scalar(select(func.sum(Sale.amount))) == 0
    ensure_sound()


def test_two_from_finance_voiding_at_once_make_one_reversal(app: Flask, city: City, at_once: AtOnce) -> None:
    sale = a_sale(city)
    sender(app, city, sale)()
    found = find_sale(sale["id"])
    assert found is not None
    db.session.remove()

    def press() -> str:
        result = void_sale(found.id, "salah", by=FINANCE, actor=SYSTEM).result
        commit()
        return result

    answers = at_once(press, press)
    assert sum(isinstance(answer, DomainError) for answer in answers) == 1
    assert count(Sale) == 2


def test_two_resolutions_at_once_are_both_kept_and_one_counts(
    app: Flask, city: City, at_once: AtOnce
) -> None:
    sale = a_sale(city, buyer={"name": "Ibu Ani"})
    sender(app, city, sale)()
    found = find_sale(sale["id"])
    assert found is not None
    db.session.remove()

    def resolve(employee_id: int) -> str:
        result = resolve_buyer(found.id, employee_id, "ditanya", actor=SYSTEM).result
        commit()
        return result

    answers = at_once(lambda: resolve(city.employee_id), lambda: resolve(city.other_id))
    assert answers == ["recorded", "recorded"]
    assert count(SaleResolution) == 2
    ensure_sound()


def test_a_sale_beside_a_closing_is_counted_before_it_or_waits_after_it(
    app: Flask, city: City, at_once: AtOnce
) -> None:
    def close() -> int:
        begin_writing()
        set_closed(Period(2026, 3))
        frozen = db.session.scalar(select(func.count()).where(Sale.result == "recorded")) or 0
        commit()
        return frozen

    sales = [a_sale(city, sold_at=LONG_AGO) for _ in range(8)]
    answers = at_once(*[sender(app, city, sale) for sale in sales[:4]], close,
                      *[sender(app, city, sale) for sale in sales[4:]])  # fmt: skip
    results = Counter(answer[0] for answer in answers if isinstance(answer, list))
    frozen = next(answer for answer in answers if isinstance(answer, int))
    assert results["recorded"] == frozen  # what counts is what the closing saw: nothing slips in behind it
    assert results["recorded"] + results["parked"] == 8
    assert count(LateItem) == results["parked"]
    ensure_sound()


def test_one_booth_named_by_two_at_once_is_one_booth(app: Flask, city: City, at_once: AtOnce) -> None:
    def make() -> int:
        begin_writing()
        booth_id = get_or_create_booth("Pasar Mardika", actor=SYSTEM).id
        commit()
        return booth_id

    answers = at_once(make, make, make)
    assert len(set(answers)) == 1, answers
    assert count(Booth) == 2


@pytest.mark.sqlite
def test_a_writer_that_holds_the_database_gives_503_and_nothing_half_written(
    app: Flask, city: City, at_once: AtOnce
) -> None:
    done = threading.Event()

    def hold() -> None:
        begin_writing()
        done.wait(15)

    def send() -> tuple[int, str | None, float]:
        time.sleep(0.3)
        began = time.monotonic()
        answer = TillClient(app, city.token).post(a_sale(city))
        waited = time.monotonic() - began
        done.set()
        return answer.status_code, answer.headers.get("Retry-After"), waited

    _, (status, retry, waited) = at_once(hold, send)
    assert (status, retry) == (503, "2")
    assert 4.5 <= waited <= 9
    assert count(Sale) == 0


def test_no_writer_starves_behind_the_others(app: Flask, city: City, at_once: AtOnce) -> None:
    def sell() -> list[float]:
        till, waits = TillClient(app, city.token), []
        for _ in range(12):
            began = time.monotonic()
            assert till.post(a_sale(city)).status_code == 200
            waits.append(time.monotonic() - began)
        return waits

    answers = at_once(*[sell] * 8)
    assert all(isinstance(answer, list) for answer in answers), answers
    totals = sorted(sum(answer) for answer in answers)
    assert count(Sale) == 96
    assert totals[-1] <= 3 * totals[0]  # the busy handler alone leaves one thread seconds behind the others
    ensure_sound()
