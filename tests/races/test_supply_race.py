"""A count finished twice at once, and a note's form sent twice at once: one move, one note."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app.audit.rules import SYSTEM
from app.extensions import db
from app.makers.services import create_maker, create_product
from app.shared.transaction import begin_writing, commit
from app.stock.errors import CountEnded
from app.stock.models import StockMove, SupplyNote
from app.stock.services import (
    CountEntry,
    LineCount,
    NoteLine,
    check_note,
    enter_count,
    finish_count,
    open_count,
    open_note,
    withdraw_note,
)
from tests.ledger import City, count

pytestmark = pytest.mark.real_clock


def _goods() -> tuple[int, int]:
    begin_writing()
    maker = create_maker("Dapur Titip", actor=SYSTEM)
    goods = create_product(
        maker.id, "Kue titip", actor=SYSTEM, unit_price=1000, effective_from=date(2026, 1, 1)
    )
    found = maker.id, goods.id
    commit()
    return found


def test_a_count_finished_by_two_moves_goods_once(
    app: Flask, city: City, at_once: Callable[..., list[Any]]
) -> None:
    _maker_id, goods_id = _goods()
    begin_writing()
    count_id = open_count(city.booth_id, actor=SYSTEM).id
    enter_count(count_id, [CountEntry(goods_id, 3, "titipan belum dicatat")], actor=SYSTEM)
    commit()
    db.session.remove()

    def finish() -> str:
        begin_writing()
        finish_count(count_id, actor=SYSTEM)
        commit()
        return "done"

    answers = at_once(finish, finish, finish)
    assert sorted("done" if one == "done" else type(one).__name__ for one in answers) == [
        CountEnded.__name__, CountEnded.__name__, "done",
    ]  # fmt: skip
    assert count(StockMove) == 1


def test_one_form_sent_twice_at_once_stores_one_note(
    app: Flask, city: City, at_once: Callable[..., list[Any]]
) -> None:
    (maker_id, goods_id), uuid = _goods(), str(uuid4())
    db.session.remove()

    def send() -> int:
        begin_writing()
        lines = [NoteLine(goods_id, 9, 1000)]
        note = open_note(city.booth_id, maker_id, "delivery", lines, actor=SYSTEM, uuid=uuid)
        found = note.id
        commit()
        return found

    answers = at_once(send, send, send)
    assert len(set(answers)) == 1 and isinstance(answers[0], int), answers
    assert count(SupplyNote) == 1


def test_two_clerks_who_receive_one_note_at_once_move_goods_once(
    app: Flask, city: City, at_once: Callable[..., list[Any]]
) -> None:
    maker_id, goods_id = _goods()
    begin_writing()
    note_id = open_note(
        city.booth_id, maker_id, "delivery", [NoteLine(goods_id, 9, 1000)], actor=SYSTEM, state="announced",
        source="maker",
    ).id  # fmt: skip
    commit()
    db.session.remove()

    def receive() -> str:
        begin_writing()
        check_note(note_id, [LineCount(9)], actor=SYSTEM)
        commit()
        return "done"

    def take_back() -> str:
        begin_writing()
        withdraw_note(note_id, actor=SYSTEM)
        commit()
        return "withdrawn"

    answers = at_once(receive, receive, take_back)
    names = [one if isinstance(one, str) else type(one).__name__ for one in answers]
    db.session.rollback()
    state = db.session.get_one(SupplyNote, note_id).state
    refused = "NoteAlreadyChecked" if state == "checked" else "NoteStateWrong"
    first = "done" if state == "checked" else "withdrawn"
    assert sorted(names) == sorted([first, refused, refused])
    assert count(StockMove) == (1 if state == "checked" else 0)
