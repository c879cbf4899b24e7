"""Whoever gives seats and certificates is killed in the midst of it: no seat, no number is lost or given twice."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.audit.verify import verify_chain
from app.extensions import db
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from app.training.models import Enrolment, TrainingCertificate, TrainingEvent
from app.training.queries.attendance import list_sessions
from app.training.services.attendance import attend
from app.training.services.events import EventDraft, announce_event
from app.training.services.seats import walk_in
from tests.ledger import City
from tests.training.course import make_makers

pytestmark = [
    pytest.mark.real_clock,
    pytest.mark.both_engines,
    pytest.mark.skipif(os.name != "posix", reason="SIGKILL"),
]
SEATS, MAKERS, PAST, EACH = 30, 40, 6, 5
KILLED_AFTER, KILLED_AFTER_LONG = (20,), tuple(range(2, 42, 2))
ROOT = Path(__file__).parents[2]


def announce(day: date, seats: int) -> int:
    draft = EventDraft("Kemasan", "Kemasan", day, day, time(9), time(12), {"site": seats}, share_percent=100)
    return announce_event(draft, actor=SYSTEM).id


def make_courses() -> tuple[int, list[int], list[str]]:
    """(a course to come, courses that are over, all acts): some enrol, some end a course, in turn."""
    begin_writing()
    today = clock.today()
    ahead, makers = announce(date.fromordinal(today.toordinal() + 20), SEATS), make_makers(MAKERS)
    over = [announce(date.fromordinal(today.toordinal() - 3 - place), 1) for place in range(PAST)]
    for event_id in over:
        session_id = list_sessions(event_id)[0].id
        for maker_id in makers[:EACH]:
            attend(
                session_id, walk_in(event_id, maker_id, "Ibu Maria", actor=SYSTEM).id, "list", actor=SYSTEM
            )
    commit()
    db.session.remove()
    acts = [f"enrol {ahead} {one}" for one in makers]
    for place, event_id in enumerate(over):
        acts.insert(4 + 7 * place, f"finish {event_id}")
    return ahead, over, acts


def follow_until_killed(acts: list[str], url: str, folder: Path, kill_after: int | None) -> int:
    """Have a process follow these acts and kill it after so many were said to be done; how many were."""
    command = [sys.executable, "-m", "tests.faults.course_acts", url, str(folder)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None and child.stdout is not None
        child.stdin.write("".join(f"{one}\n" for one in acts))
        child.stdin.close()
        done = 0
        for line in child.stdout:
            assert line.strip() == acts[done]
            done += 1
            if done == kill_after:
                child.kill()
                break
        child.wait()
    return done


def test_a_kill_between_acts_loses_and_doubles_neither_seat_nor_number(
    app: Flask, city: City, database_url: str, tmp_path: Path, is_long: bool
) -> None:
    ahead, over, acts = make_courses()
    left = acts
    for kill_after in (*(KILLED_AFTER_LONG if is_long else KILLED_AFTER), None):
        if kill_after is not None and kill_after >= len(left):
            continue
        done = follow_until_killed(left, database_url, tmp_path, kill_after)
        ensure_whole(ahead, over, [one for one in acts if one not in left[done:]])
        left = left[done:]
    assert not left
    ensure_whole(ahead, over, acts)


def ensure_whole(ahead: int, over: list[int], done: list[str]) -> None:
    """What was said to be done is there; courses are ended with all their certificates or with none."""
    db.session.rollback()
    db.session.expire_all()
    rows = list(db.session.scalars(select(Enrolment).filter_by(event_id=ahead).order_by(Enrolment.id)))
    asked = sum(one.startswith("enrol") for one in done)
    assert asked <= len(rows) <= asked + 1
    seats = [one.seat_number for one in rows if one.state == "enrolled"]
    assert seats == list(range(1, min(len(rows), SEATS) + 1))
    numbers = list(
        db.session.scalars(select(TrainingCertificate.sequence).order_by(TrainingCertificate.sequence))
    )
    assert numbers == list(range(1, len(numbers) + 1))
    for event_id in over:
        given = db.session.query(TrainingCertificate).filter_by(event_id=event_id).count()
        state = db.session.get_one(TrainingEvent, event_id).state
        assert (state, given) in (("open", 0), ("done", EACH))
        assert state == "done" or f"finish {event_id}" not in done
    assert verify_chain(db.session()).findings == []
    db.session.rollback()
