"""Two devices with one code, the same shift twice, the same report twice: at the same moment, on both engines."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask

from app.accounts.models import User
from app.accounts.services import create_day_cashier
from app.audit.rules import SYSTEM
from app.extensions import db
from app.sales.intake.rejected import RejectedDraft, store_rejected_items
from app.sales.models import RejectedItem
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from app.tills.drafts import ShiftDraft
from app.tills.errors import TillCodeRefused
from app.tills.models import Shift, Till
from app.tills.queries.tills import TillIdentity, find_till_by_token
from app.tills.services.shift_items import accept_shifts
from app.tills.services.tills import make_till_code, use_till_code
from tests.ledger import City, new_id

AtOnce = Callable[..., list[Any]]
OPENED = datetime(2026, 11, 7, 0, 0, tzinfo=UTC)


def committed(act: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> Any:
        found = act()
        commit()
        return found

    return run


def identity(city: City) -> TillIdentity:
    found = find_till_by_token(city.token)
    db.session.remove()
    assert found is not None
    return found


def test_of_two_devices_with_one_code_one_is_enrolled(city: City, at_once: AtOnce) -> None:
    begin_writing()
    _, code = make_till_code(city.booth_id, "Tablet 2", actor=SYSTEM)
    commit()
    db.session.remove()
    answers = at_once(*[committed(lambda: use_till_code(code)[1])] * 4)
    tokens = [one for one in answers if isinstance(one, str)]
    assert len(tokens) == 1 and sum(isinstance(one, TillCodeRefused) for one in answers) == 3
    assert db.session.query(Till).count() == 2


def test_the_same_shift_twice_at_once_is_one(app: Flask, city: City, at_once: AtOnce) -> None:
    till, shift = identity(city), ShiftDraft(new_id(), "rina", OPENED)
    answers = at_once(*[committed(lambda: accept_shifts([shift], till, None)[0].result)] * 4)
    assert sorted(answers) == ["recorded", "replayed", "replayed", "replayed"]
    assert db.session.query(Shift).count() == 1


def test_two_new_shifts_of_one_cashier_at_once_leave_one_open(
    app: Flask, city: City, at_once: AtOnce
) -> None:
    till = identity(city)
    shifts = [ShiftDraft(new_id(), "rina", OPENED.replace(minute=place)) for place in range(4)]
    answers = at_once(
        *[committed(lambda one=one: accept_shifts([one], till, None)[0].result) for one in shifts]
    )
    assert answers == ["recorded"] * 4
    assert [row.uuid for row in db.session.query(Shift).filter(Shift.closed_at.is_(None))] == [shifts[3].uuid]


def test_the_same_report_twice_at_once_is_kept_once(app: Flask, city: City, at_once: AtOnce) -> None:
    till, item = identity(city), RejectedDraft(new_id(), {"a": 1}, {})
    answers = at_once(*[committed(lambda: store_rejected_items([item], till)[0].result)] * 4)
    assert sorted(answers) == ["recorded", "replayed", "replayed", "replayed"]
    assert db.session.query(RejectedItem).count() == 1


def test_one_form_sent_six_times_at_once_makes_one_helper(app: Flask, city: City, at_once: AtOnce) -> None:
    key = str(uuid.uuid4())

    def make() -> Any:
        user, pin = create_day_cashier("Ona", city.booth_id, clock.today(), actor=SYSTEM, form_key=key)
        return user.id, pin

    answers = at_once(*[committed(make)] * 6)
    assert len(set(answers)) == 1, answers
    assert db.session.query(User).filter_by(display_name="Ona").count() == 1
