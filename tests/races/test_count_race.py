"""A count beside tills that send what they sold before it, and counts begun at once: one count, every sale known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.audit.rules import SYSTEM
from app.extensions import db
from app.makers.models import Product
from app.sales.drafts import PUBLIC, LineDraft, SaleDraft, SaleOrigin
from app.sales.services import record_sale
from app.shared import clock
from app.shared.transaction import begin_writing, commit, rollback
from app.stock.errors import CountEnded
from app.stock.models import CountLine, StockCount, StockMove
from app.stock.queries.counts import get_count, list_counted_lines
from app.stock.services import (
    CountEntry,
    LineCount,
    NoteLine,
    check_note,
    enter_count,
    finish_count,
    open_count,
    open_note,
    receive_heartbeat,
    release_till,
)
from app.tills.models import Till
from app.tills.queries.tills import TillIdentity
from app.tills.services.tills import enrol_till
from tests.ledger import City, new_id

pytestmark = pytest.mark.real_clock
COUNTED_AT = timedelta(minutes=10)
"""So long ago was the count."""
ROUNDS = 4


def _identity(till: Till) -> TillIdentity:
    return TillIdentity(till.id, till.booth_id, till.name, till.enrolled_at, "", "cash", till.kind, None, b"")


def _make_count(city: City, tills: int) -> tuple[int, list[TillIdentity]]:
    """Ten pieces on the shelf, eight of them counted ten minutes ago; each till was last heard before that."""
    begin_writing()
    now = clock.now()
    maker_id = db.session.get_one(Product, city.product_id).maker_id
    note = open_note(
        city.booth_id, maker_id, "delivery", [NoteLine(city.product_id, 10, 15_000)], actor=SYSTEM,
        moved_at=now - timedelta(hours=2),
    )  # fmt: skip
    check_note(note.id, [LineCount(10)], actor=SYSTEM)
    rows = [db.session.get_one(Till, city.till_id)]
    rows += [enrol_till(city.booth_id, f"Tablet {n}", actor=SYSTEM)[0] for n in range(2, tills + 1)]
    for till in rows:
        till.last_seen_at = till.last_synced_at = now - timedelta(hours=1)
    count = open_count(city.booth_id, actor=SYSTEM)
    enter_count(count.id, [CountEntry(city.product_id, 8, "tidak ditemukan")], actor=SYSTEM)
    line = db.session.query(CountLine).filter_by(count_id=count.id).one()
    line.counted_at = now - COUNTED_AT
    found = count.id, [_identity(till) for till in rows]
    commit()
    db.session.remove()
    return found


def _finish(count_id: int) -> Callable[[], str]:
    def finish() -> str:
        begin_writing()
        state = finish_count(count_id, actor=SYSTEM).state
        commit()
        return state

    return finish


def _hear(till: TillIdentity) -> Callable[[], None]:
    def hear() -> None:
        begin_writing()
        receive_heartbeat(till, unsent=0)
        commit()

    return hear


def _sell_then_hear(city: City, till: TillIdentity) -> Callable[[], None]:
    """Two pieces that were sold before the count, then the word that nothing else is held."""

    def send() -> None:
        begin_writing()
        sold_at = clock.now() - COUNTED_AT - timedelta(minutes=5)
        line = LineDraft(2, 15_000, city.product_id)
        draft = SaleDraft(new_id(), sold_at, PUBLIC, (line,), "cash", "rina")
        record_sale(draft, origin=SaleOrigin(city.booth_id, "web"), actor=SYSTEM)
        commit()
        _hear(till)()

    return send


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_count_finished_beside_a_till_that_sends_knows_its_sales(
    app: Flask, city: City, at_once: Callable[..., list[Any]], _round: int
) -> None:
    count_id, (till,) = _make_count(city, 1)
    answers = at_once(_finish(count_id), _sell_then_hear(city, till), _finish(count_id))
    assert all(one in (None, "waiting", "final") or type(one).__name__ == "CountEnded" for one in answers), (
        answers
    )
    _hear(till)()
    db.session.expire_all()
    count = db.session.get_one(StockCount, count_id)
    (line,) = list_counted_lines(count)
    assert (count.state, line.expected, line.late) == ("final", 8, 0)
    assert db.session.scalar(select(func.count()).where(StockMove.kind == "count")) == 0


@pytest.mark.postgresql
def test_the_last_two_tills_that_speak_at_once_end_the_waiting(
    app: Flask, city: City, beside: Callable[..., Callable[[], Any]]
) -> None:
    count_id, tills = _make_count(city, 3)
    assert _finish(count_id)() == "waiting"
    db.session.remove()
    _hear(tills[0])()
    db.session.remove()
    begin_writing()
    receive_heartbeat(tills[1], unsent=0)
    other = beside(lambda: receive_heartbeat(tills[2], unsent=0))
    commit()
    assert other() is None
    db.session.expire_all()
    assert db.session.get_one(StockCount, count_id).state == "final"
    assert db.session.scalar(select(func.count()).where(StockMove.kind == "count")) == 1


@pytest.mark.postgresql
def test_a_count_that_became_final_meanwhile_is_not_finished_again(
    app: Flask, city: City, beside: Callable[..., Callable[[], Any]]
) -> None:
    count_id, (till,) = _make_count(city, 1)
    assert _finish(count_id)() == "waiting"
    db.session.remove()

    def finish_as_shown() -> str:
        shown = get_count(count_id)  # the page holds what it read before
        return finish_count(shown.id, actor=SYSTEM).state

    begin_writing()
    receive_heartbeat(till, unsent=0)
    other = beside(finish_as_shown)
    commit()
    assert isinstance(other(), CountEnded), other()
    assert db.session.scalar(select(func.count()).where(StockMove.kind == "count")) == 1


def test_a_till_let_go_while_it_speaks_moves_goods_once(
    app: Flask, city: City, at_once: Callable[..., list[Any]]
) -> None:
    count_id, (till,) = _make_count(city, 1)
    assert _finish(count_id)() == "waiting"
    db.session.remove()

    def let_go() -> str:
        begin_writing()
        state = release_till(count_id, till.till_id, "perangkat hilang", actor=SYSTEM).state
        commit()
        return state

    answers = at_once(let_go, _hear(till), let_go)
    ended = {type(one).__name__ for one in answers if isinstance(one, BaseException)}
    assert ended <= {"CountEnded", "TillNotAwaited"}, answers
    db.session.expire_all()
    assert db.session.get_one(StockCount, count_id).state == "final"
    assert db.session.scalar(select(func.count()).where(StockMove.kind == "count")) == 1


def test_counts_begun_at_once_are_one(app: Flask, city: City, at_once: Callable[..., list[Any]]) -> None:
    def begin() -> int:
        begin_writing()
        found = open_count(city.booth_id, actor=SYSTEM).id
        commit()
        return found

    answers = at_once(begin, begin, begin)
    assert len(set(answers)) == 1 and isinstance(answers[0], int), answers
    begin_writing()
    at = datetime(2026, 11, 7, tzinfo=UTC)
    db.session.add(StockCount(uuid=new_id(), booth_id=city.booth_id, state="waiting", opened_at=at))
    with pytest.raises(IntegrityError):
        db.session.flush()
    rollback()
