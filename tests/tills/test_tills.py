"""Tills and shifts."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM, Actor
from app.booths.errors import BoothNotInUse
from app.booths.models import Booth
from app.booths.services import change_booth, create_booth
from app.extensions import db
from app.shared import clock
from app.tills.errors import ShiftAlreadyClosed, ShiftAlreadyOpen, TillAlreadyRevoked, TillNameMissing
from app.tills.models import Shift, Till
from app.tills.queries.booths import list_booths
from app.tills.queries.shifts import find_open_shift, find_open_shift_of, find_shift_facts, list_shifts
from app.tills.queries.tills import TillIdentity, find_till_by_token, list_tills
from app.tills.rules import hash_token, new_token
from app.tills.services.heartbeat import record_till_contact
from app.tills.services.shifts import close_shift, open_shift
from app.tills.services.tills import enrol_till, revoke_till


@pytest.fixture
def booth(session: Any) -> Booth:
    """A booth that takes cash."""
    return create_booth("Balai Kota", actor=SYSTEM, mode="cash")


@pytest.fixture
def cashier(session: Any) -> User:
    """Somebody who may open a shift."""
    user = User(username="rina", display_name="Rina", created_at=clock.now(), is_active=True)
    db.session.add(user)
    db.session.flush()
    return user


def test_a_token_opens_its_till_until_it_is_withdrawn_and_is_kept_nowhere(booth: Booth) -> None:
    till, token = enrol_till(booth.id, "Tablet 1", actor=SYSTEM)
    known = find_till_by_token(token)
    assert known is not None and (known.till_id, known.booth_id, known.booth_name) == (
        till.id,
        booth.id,
        "Balai Kota",
    )
    assert till.token_hash == hash_token(token) and len(token) >= 43
    stored = [str(value) for row in db.session.execute(Till.__table__.select()) for value in row]
    stored += [str(event.details) for event in db.session.query(AuditEvent)]
    assert not any(token in one for one in stored)
    revoke_till(till.id, actor=SYSTEM)
    assert find_till_by_token(token) is None
    with pytest.raises(TillAlreadyRevoked):
        revoke_till(till.id, actor=SYSTEM)


@pytest.mark.parametrize("token", ["", "x", "ö" * 50, "\ud800", "' OR 1=1 --"])
def test_a_token_nobody_gave_out_opens_nothing(token: str, booth: Booth) -> None:
    enrol_till(booth.id, "Tablet 1", actor=SYSTEM)
    assert find_till_by_token(token) is None


def test_a_till_needs_a_name(booth: Booth) -> None:
    with pytest.raises(TillNameMissing):
        enrol_till(booth.id, " ", actor=SYSTEM)


def test_no_two_tokens_are_alike() -> None:
    assert len({new_token() for _ in range(1000)}) == 1000


def test_a_cashier_has_one_open_shift_at_a_booth(booth: Booth, cashier: User) -> None:
    shift = open_shift(booth.id, cashier.id, actor=SYSTEM, float_amount=200_000)
    with pytest.raises(ShiftAlreadyOpen):
        open_shift(booth.id, cashier.id, actor=SYSTEM)
    assert find_open_shift(booth.id, cashier.id) is shift
    facts = find_shift_facts(shift.uuid)
    assert facts is not None and facts.shift_id == shift.id
    assert (facts.booth_id, facts.cashier_id) == (booth.id, cashier.id)


def test_the_database_refuses_a_second_open_shift_that_slipped_past_the_rule(
    booth: Booth, cashier: User
) -> None:
    open_shift(booth.id, cashier.id, actor=SYSTEM)
    twin = {
        "uuid": "x",
        "booth_id": booth.id,
        "cashier_id": cashier.id,
        "opened_at": clock.now(),
        "difference_reason": "",
    }
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(Shift.__table__.insert().values(twin))


def test_a_closed_shift_stays_closed_and_another_may_begin(booth: Booth, cashier: User) -> None:
    shift = open_shift(booth.id, cashier.id, actor=SYSTEM)
    close_shift(shift.id, actor=Actor("user", cashier.id, "rina"), counted_amount=74_000)
    assert (shift.closed_by, shift.counted_amount) == (cashier.id, 74_000)
    with pytest.raises(ShiftAlreadyClosed):
        close_shift(shift.id, actor=SYSTEM)
    assert find_open_shift(booth.id, cashier.id) is None
    again = open_shift(booth.id, cashier.id, actor=SYSTEM)
    assert find_open_shift_of(cashier.id) is again and find_open_shift_of(cashier.id, [booth.id + 1]) is None


def test_a_booth_out_of_use_takes_no_till_and_no_shift(booth: Booth, cashier: User) -> None:
    change_booth(booth.id, name="Balai Kota", mode="cash", unit_id=None, is_active=False, actor=SYSTEM)
    with pytest.raises(BoothNotInUse):
        enrol_till(booth.id, "Tablet", actor=SYSTEM)
    with pytest.raises(BoothNotInUse):
        open_shift(booth.id, cashier.id, actor=SYSTEM)


def get_identity(token: str) -> TillIdentity:
    found = find_till_by_token(token)
    assert found is not None
    return found


def test_a_till_that_sends_all_the_time_is_noted_once_a_minute(
    booth: Booth, request: pytest.FixtureRequest
) -> None:
    moving = request.getfixturevalue("clock")
    _till, token = enrol_till(booth.id, "Tablet 1", actor=SYSTEM)
    noted = []
    for day_and_time, unsent in (
        ("07 09:15:00", 0), ("07 09:15:50", 0), ("07 09:15:50", 2), ("07 09:16:05", 2), ("07 23:59:55", 2),
        ("08 00:00:01", 2),
    ):  # fmt: skip
        moving.move_to(f"2026-11-{day_and_time}")
        record_till_contact(get_identity(token), db.session(), unsent=unsent)
        (row,) = list_tills()
        noted.append((f"{clock.local(row.last_synced_at):%H.%M.%S}", row.unsent))
    assert noted == [
        ("09.15.00", 0), ("09.15.00", 0), ("09.15.50", 2), ("09.16.05", 2), ("23.59.55", 2), ("00.00.01", 2),
    ]  # fmt: skip


def test_the_lists_count_what_is_there_and_keep_to_their_booths(booth: Booth, cashier: User) -> None:
    other = create_booth("Gedung A", actor=SYSTEM)
    _till, token = enrol_till(booth.id, "Tablet 1", actor=SYSTEM)
    open_shift(booth.id, cashier.id, actor=SYSTEM)
    record_till_contact(get_identity(token), db.session(), unsent=3)
    assert [(one.name, one.tills, one.open_shifts) for one in list_booths()] == [
        ("Balai Kota", 1, 1), ("Gedung A", 0, 0),
    ]  # fmt: skip
    (row,) = list_tills()
    assert row.unsent == 3 and row.last_synced_at is not None
    assert [one.id for one in list_booths([other.id])] == [other.id]
    assert list_tills([other.id]) == [] and list_shifts([other.id]) == [] and len(list_shifts()) == 1
    assert list_booths([]) == []


def test_each_act_leaves_one_event(booth: Booth, cashier: User) -> None:
    till, _token = enrol_till(booth.id, "Tablet 1", actor=SYSTEM)
    shift = open_shift(booth.id, cashier.id, actor=SYSTEM)
    close_shift(shift.id, actor=SYSTEM)
    revoke_till(till.id, actor=SYSTEM)
    actions = [event.action for event in db.session.query(AuditEvent).order_by(AuditEvent.id)]
    assert actions == [
        "booths.create", "booths.enrol_till", "booths.open_shift", "booths.close_shift", "booths.revoke_till",
    ]  # fmt: skip
