"""A count waits for tills that may still bring sales from before it, and becomes final by itself."""

from __future__ import annotations

from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.extensions import db
from app.makers.models import Product
from app.shared import clock as city_clock
from app.shared.errors import ReasonMissing
from app.shared.transaction import begin_writing, commit, rollback
from app.stock.errors import CountEnded, CountWaits, DifferenceUnexplained, TillNotAwaited
from app.stock.models import StockCount, StockMove
from app.stock.queries.count_waits import list_awaited_tills, list_released_tills
from app.stock.queries.counts import list_counted_lines
from app.stock.queries.shelf import list_shelf
from app.stock.services import (
    CountEntry,
    LineCount,
    NoteLine,
    check_note,
    drop_count,
    enter_count,
    explain_count,
    finish_count,
    finish_waiting_counts,
    open_count,
    open_note,
    release_till,
)
from app.tills.models import Till
from app.tills.services.tills import enrol_till, get_or_renew_login_till, revoke_till
from tests.ledger import City, TillClient, a_sale, new_id

GONE = "tidak ditemukan"
pytestmark = pytest.mark.both_engines


@pytest.fixture
def goods(city: City, clock: Any) -> City:
    """Ten pieces on the shelf since 08:00; the till was heard then, and it is 09:15."""
    clock.move_to("2026-11-07 08:00")
    begin_writing()
    maker_id = db.session.get_one(Product, city.product_id).maker_id
    note = open_note(
        city.booth_id, maker_id, "delivery", [NoteLine(city.product_id, 10, 15_000)], actor=SYSTEM
    )
    check_note(note.id, [LineCount(10)], actor=SYSTEM)
    commit()
    clock.move_to("2026-11-07 09:15")
    return city


def beat(till: TillClient, unsent: int = 0) -> None:
    db.session.rollback()
    answer = till.client.post("/api/v1/till/heartbeat", json={"unsent": unsent}, headers=till.headers)
    assert answer.status_code == 200
    db.session.rollback()
    db.session.expire_all()


def hand_in(city: City, pieces: int, reason: str = GONE) -> int:
    """Count so many pieces now and hand the count in; its id."""
    begin_writing()
    count_id = open_count(city.booth_id, actor=SYSTEM).id
    enter_count(count_id, [CountEntry(city.product_id, pieces, reason)], actor=SYSTEM)
    finish_count(count_id, actor=SYSTEM)
    commit()
    return count_id


def state(count_id: int) -> str:
    rollback()
    db.session.expire_all()
    return db.session.get_one(StockCount, count_id).state


def shelf(city: City) -> int:
    rollback()
    (row,) = list_shelf([city.booth_id])
    return row.shelf


def moved() -> list[int]:
    rollback()
    return [one.quantity for one in db.session.query(StockMove).filter_by(kind="count")]


def test_late_sales_from_before_the_count_are_no_loss(goods: City, till: TillClient, clock: Any) -> None:
    beat(till)
    clock.shift(minutes=5)  # without a network two pieces are sold at 09:10, by the till's clock
    count_id = hand_in(goods, 8)
    assert state(count_id) == "waiting" and moved() == []
    clock.shift(minutes=5)
    till.send(a_sale(goods))
    beat(till)
    assert state(count_id) == "final"
    assert moved() == [] and shelf(goods) == 8


def test_what_is_missing_beside_late_sales_is_lost_at_the_instant_of_the_count(
    goods: City, till: TillClient, clock: Any
) -> None:
    beat(till)
    clock.shift(minutes=5)
    count_id = hand_in(goods, 7)
    counted_at = city_clock.now()
    clock.shift(minutes=5)
    till.send(a_sale(goods), a_sale(goods, sold_at="2026-11-07T09:24:00+09:00"))  # before and after the count
    beat(till)
    assert state(count_id) == "final"
    (move,) = db.session.query(StockMove).filter_by(kind="count")
    assert move.quantity == -1 and abs((move.moved_at - counted_at).total_seconds()) < 60
    assert shelf(goods) == 5


def test_a_shift_sent_before_its_sales_does_not_make_a_count_final(
    goods: City, till: TillClient, clock: Any
) -> None:
    beat(till)
    clock.shift(minutes=5)
    count_id = hand_in(goods, 8)
    clock.shift(minutes=5)
    shift = {"id": new_id(), "cashier": "rina", "opened_at": "2026-11-07T08:00:00+09:00", "float_amount": 0}
    answer = till.client.post("/api/v1/shifts", json={"shifts": [shift]}, headers=till.headers)
    assert answer.json["results"][0]["result"] == "recorded"
    begin_writing()
    assert finish_waiting_counts(actor=SYSTEM) == 0
    commit()
    till.send(a_sale(goods))
    beat(till)
    assert state(count_id) == "final" and moved() == []


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_wrong_clock_of_a_till_decides_nothing(
    goods: City, till: TillClient, clock: Any, hours: int
) -> None:
    beat(till)
    clock.shift(minutes=5)
    count_id = hand_in(goods, 8)
    said = {"unsent": 1, "sent_at": f"2026-11-07T{9 + hours:02}:20:00+09:00"}
    till.client.post("/api/v1/till/heartbeat", json=said, headers=till.headers)
    assert state(count_id) == "waiting"
    clock.shift(minutes=5)
    late = a_sale(goods, sold_at=f"2026-11-07T{9 + hours:02}:16:00+09:00")  # 09:16 by the server's clock
    till.send(late, sent_at=f"2026-11-07T{9 + hours:02}:25:00+09:00")
    beat(till)
    assert state(count_id) == "final" and moved() == []


def test_what_a_till_said_within_a_minute_of_the_count_may_be_older(
    goods: City, till: TillClient, clock: Any
) -> None:
    count_id = hand_in(goods, 10)
    beat(till)  # the till was never heard before: it was not in use
    assert state(count_id) == "final"
    count_id = hand_in(goods, 10)
    clock.shift(seconds=50)
    beat(till)
    assert state(count_id) == "waiting"
    clock.shift(seconds=30)
    beat(till)
    assert state(count_id) == "final"


def test_every_till_of_the_booth_is_waited_for(app: Any, goods: City, till: TillClient, clock: Any) -> None:
    begin_writing()
    _second, token = enrol_till(goods.booth_id, "Tablet 2", actor=SYSTEM)
    commit()
    other = TillClient(app, token)
    for one in (till, other):
        beat(one)
    clock.shift(minutes=5)
    count_id = hand_in(goods, 10)
    clock.shift(minutes=5)
    beat(till)
    count = db.session.get_one(StockCount, count_id)
    assert count.state == "waiting"
    assert [one.name for one in list_awaited_tills(count)] == ["Tablet 2"]
    beat(other, unsent=2)
    assert state(count_id) == "waiting"
    beat(other)
    assert state(count_id) == "final"


def test_a_reason_that_late_sales_call_for_is_asked_then(goods: City, till: TillClient, clock: Any) -> None:
    beat(till)
    clock.shift(minutes=5)
    count_id = hand_in(goods, 10, reason="")
    till.send(a_sale(goods))
    clock.shift(minutes=5)
    beat(till)
    assert state(count_id) == "waiting", "two more than should stand there, and nobody said why"
    begin_writing()
    with pytest.raises(DifferenceUnexplained):
        finish_count(count_id, actor=SYSTEM)
    explain_count(count_id, {goods.product_id: "kasir memilih barang lain"}, actor=SYSTEM)
    finish_count(count_id, actor=SYSTEM)
    commit()
    assert state(count_id) == "final" and moved() == [2]


def test_the_figures_of_a_waiting_count_stand_and_nobody_begins_another(
    goods: City, till: TillClient, clock: Any
) -> None:
    beat(till)
    clock.shift(minutes=5)
    count_id = hand_in(goods, 8)
    begin_writing()
    with pytest.raises(CountWaits):
        enter_count(count_id, [CountEntry(goods.product_id, 1)], actor=SYSTEM)
    assert open_count(goods.booth_id, actor=SYSTEM).id == count_id
    drop_count(count_id, actor=SYSTEM)
    assert open_count(goods.booth_id, actor=SYSTEM).id != count_id
    with pytest.raises(CountEnded):
        explain_count(count_id, {}, actor=SYSTEM)
    rollback()


def test_a_till_that_will_not_come_back_is_let_go_with_a_reason(
    goods: City, till: TillClient, clock: Any
) -> None:
    beat(till)
    clock.shift(minutes=5)
    count_id = hand_in(goods, 8)
    begin_writing()
    with pytest.raises(ReasonMissing):
        release_till(count_id, goods.till_id, " ", actor=SYSTEM)
    with pytest.raises(TillNotAwaited):
        release_till(count_id, goods.till_id + 99, "perangkat hilang", actor=SYSTEM)
    assert release_till(count_id, goods.till_id, "perangkat hilang", actor=SYSTEM).state == "final"
    with pytest.raises(CountEnded):
        release_till(count_id, goods.till_id, "perangkat hilang", actor=SYSTEM)
    commit()
    assert moved() == [-2] and [one.reason for one in list_released_tills(count_id)] == ["perangkat hilang"]
    clock.shift(minutes=5)
    assert state(hand_in(goods, 8)) == "final", "it was not heard since"
    till.send(a_sale(goods))  # it came back after all
    count = db.session.get_one(StockCount, count_id)
    (line,) = list_counted_lines(count)
    assert (line.expected, line.counted, line.late) == (10, 8, 2)
    clock.shift(minutes=5)
    assert state(hand_in(goods, 6)) == "waiting"


def test_withdrawing_a_till_lets_no_count_go(goods: City, till: TillClient, clock: Any) -> None:
    beat(till)
    clock.shift(minutes=5)
    count_id = hand_in(goods, 8)
    begin_writing()
    revoke_till(goods.till_id, actor=SYSTEM)
    assert finish_count(count_id, actor=SYSTEM).state == "waiting"
    release_till(count_id, goods.till_id, "perangkat hilang", actor=SYSTEM)
    commit()
    assert state(count_id) == "final"
    clock.shift(minutes=5)
    assert state(hand_in(goods, 8)) == "final", "withdrawn before this count"


def test_a_browser_that_signs_in_again_is_waited_for_as_one(goods: City, clock: Any) -> None:
    begin_writing()
    first, token = get_or_renew_login_till(goods.cashier_id, goods.booth_id, session_id=None, actor=SYSTEM)
    first.last_seen_at = first.last_synced_at = city_clock.now()
    commit()
    clock.shift(minutes=5)
    count_id = hand_in(goods, 10)
    clock.shift(days=8)  # its week is over
    begin_writing()
    assert finish_count(count_id, actor=SYSTEM).state == "waiting"
    second, _token = get_or_renew_login_till(
        goods.cashier_id, goods.booth_id, session_id=None, actor=SYSTEM, token=token
    )
    awaited = list_awaited_tills(db.session.get_one(StockCount, count_id))
    assert [one.id for one in awaited] == [second.id] and second.id != first.id
    db.session.get_one(Till, second.id).last_synced_at = city_clock.now()
    db.session.flush()
    assert finish_waiting_counts(actor=SYSTEM) == 1
    commit()
