"""Closing while others write: one closing wins, and no sale falls between two stools (decisions 17, 18)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.audit.rules import SYSTEM
from app.closing.models import Closing, SnapshotRow
from app.closing.services import reopen_month
from app.extensions import db
from app.months.errors import MonthAlreadyClosed, MonthNotClosed
from app.sales.ledger.check import check_ledger
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from tests.ledger import City, TillClient, a_sale
from tests.office import TREASURER, close

pytestmark = pytest.mark.real_clock
AtOnce = Callable[..., list[Any]]
MARCH = Period(2026, 3)
LONG_AGO = "2026-03-05T09:00:00+09:00"


def closing_it() -> str:
    close(MARCH, actor=SYSTEM)
    commit()
    return "closed"


def reopening_it() -> str:
    begin_writing()
    reopen_month(MARCH, actor=TREASURER, reason="uji")
    commit()
    return "open"


def with_one_sale(app: Flask, city: City) -> None:
    (answer,) = TillClient(app, city.token).send(a_sale(city, sold_at=LONG_AGO))
    assert answer["result"] == "recorded"
    db.session.remove()


def test_of_two_closings_at_once_one_wins(app: Flask, city: City, at_once: AtOnce) -> None:
    with_one_sale(app, city)
    answers = at_once(closing_it, closing_it, closing_it)
    assert sum(answer == "closed" for answer in answers) == 1
    assert sum(isinstance(answer, MonthAlreadyClosed) for answer in answers) == 2
    assert db.session.query(Closing).count() == 1


def test_of_two_reopenings_at_once_one_wins(app: Flask, city: City, at_once: AtOnce) -> None:
    with_one_sale(app, city)
    closing_it()
    answers = at_once(reopening_it, reopening_it)
    assert sorted(map(str, map(type, answers))) == sorted(map(str, [str, MonthNotClosed]))


def test_a_sale_beside_a_closing_is_in_the_snapshot_or_in_the_late_tray(
    app: Flask, city: City, at_once: AtOnce, is_long: bool
) -> None:
    with_one_sale(app, city)
    for _round in range(20 if is_long else 4):
        senders = [
            lambda: TillClient(app, city.token).send(a_sale(city, sold_at=LONG_AGO))[0]["result"]
            for _ in range(4)
        ]
        answers = at_once(closing_it, *senders)
        assert answers[0] == "closed", answers
        assert set(answers[1:]) <= {"recorded", "parked"}, answers
        _ensure_nothing_between()
        reopening_it()
        begin_writing()
        from app.months.services import accept_late  # noqa: PLC0415

        accept_late(MARCH, None, actor=TREASURER)
        commit()
        db.session.remove()
    assert check_ledger().findings == []


def _ensure_nothing_between() -> None:
    """Snapshot = all that counts; every parked row waits in the tray."""
    db.session.rollback()
    last = db.session.query(Closing).order_by(Closing.id.desc()).first()
    assert last is not None
    frozen = sum(row.bought for row in db.session.query(SnapshotRow).filter_by(closing_id=last.id))
    counted = db.session.scalar(
        text(
            "SELECT coalesce(sum(s.amount), 0) FROM sale s LEFT JOIN late_item l ON l.sale_id = s.id"
            " WHERE coalesce(l.period, s.period) = '2026-03' AND (s.result = 'recorded' OR l.decision = 'accepted')"
        )
    )
    assert frozen == counted
    waiting = db.session.scalar(text("SELECT count(*) FROM late_item WHERE decision IS NULL"))
    parked = db.session.scalar(
        text(
            "SELECT count(*) FROM sale s LEFT JOIN late_item l ON l.sale_id = s.id AND l.decision IS NOT NULL"
            " WHERE s.result = 'parked' AND l.id IS NULL"
        )
    )
    assert waiting == parked
    db.session.remove()
