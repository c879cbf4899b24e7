"""A notice is one entry: planted here, it is due, told once, read in words and put away.

The kind stands for certificates that run out: told 90, 30, 7 and 0 days before, each once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask, url_for
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.extensions import db
from app.notices.models import Notice
from app.notices.registry import (
    Morning,
    NoticeKind,
    NoticeText,
    Rupiah,
    list_kinds,
    register,
    unregister,
)
from app.notices.rules import FINANCE, Message, employee, find_step, maker
from app.notices.services import send_notices
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from app.shared.words import N_
from app.web.http.policy import rule_for
from app.web.ui.notices import notice_sentence
from tests.people import Staff, make_staff

ENDS_ON = date(2026, 12, 31)
STEPS = (90, 30, 7, 0)
ROLES = {"employee": "employee", "unit": "opd", "finance": "finance", "maker": "maker"}


class Ani:
    """Whose certificate it is; a kind asks its own subject's queries."""

    id = 0


def list_ending(morning: Morning) -> Iterator[Message]:
    step = find_step((ENDS_ON - morning.today).days, STEPS)
    if step is not None:
        yield Message(employee(Ani.id), "ending", f"ending:7:{step}", {"on": ENDS_ON.isoformat()})


def describe(facts: Mapping[str, Any]) -> NoticeText:
    return NoticeText(
        N_("Sertifikat Anda berlaku sampai %(day)s."),
        {"day": date.fromisoformat(facts["on"])},
        "employee.show_home",
    )


ENDING = NoticeKind(
    "ending",
    ("employee", "maker"),
    describe,
    {"on": "2026-12-31"},
    due=list_ending,
    figure="certificates",
    title=N_("Sertifikat"),
)


@pytest.fixture
def staff(session: Any) -> Iterator[Staff]:
    """The kind, and who is told."""
    register(ENDING)
    found = make_staff()
    Ani.id = found.ani.id
    commit()
    yield found
    unregister("ending")


def remind(app: Flask) -> dict[str, Any]:
    done = app.test_cli_runner().invoke(args=["remind"])
    assert done.exit_code == 0, done.output
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    db.session.rollback()
    return figures


@pytest.mark.clock("2026-12-01 06:00")
def test_the_timer_tells_it_and_says_how_many(app: Flask, staff: Staff) -> None:
    assert remind(app)["certificates"] == 1
    event = db.session.query(AuditEvent).filter_by(action="notices.remind").one()
    assert event.details["certificates"] == 1


@pytest.mark.clock("2026-12-01 06:00")
def test_each_step_is_told_once(app: Flask, staff: Staff, clock: Any) -> None:
    told = []
    for days in (0, 1, 23, 1, 6, 1):
        clock.shift(days=days)
        told.append(remind(app)["certificates"])
    assert told == [1, 0, 1, 0, 1, 0]
    events = list(db.session.scalars(select(Notice.event).order_by(Notice.id)))
    assert [one for one in events if one.startswith("ending")] == ["ending:7:30", "ending:7:7", "ending:7:0"]


@pytest.mark.clock("2026-12-01 06:00")
def test_its_reader_reads_it_in_words_and_puts_it_away(app: Flask, staff: Staff, as_role: Any) -> None:
    remind(app)
    begin_writing()
    ani = as_role("employee", employee=staff.ani)
    page = ani.get("/saya/")
    assert "Sertifikat Anda berlaku sampai 31 Desember 2026." in page.text
    number = db.session.scalars(select(Notice.id).where(Notice.kind == "ending")).one()
    ani.post(f"/saya/pesan/{number}/dibaca", expect=303)
    assert "Sertifikat Anda" not in ani.get("/saya/").text


def test_once_taken_out_it_is_shown_nowhere(app: Flask, staff: Staff, as_role: Any) -> None:
    begin_writing()
    send_notices([Message(employee(staff.ani.id), "ending", "ending:7:30", {"on": "2026-12-31"})])
    ani = as_role("employee", employee=staff.ani)
    unregister("ending")
    try:
        assert "Sertifikat Anda" not in ani.get("/saya/").text
    finally:
        register(ENDING)


@pytest.mark.parametrize(
    "message", [Message(FINANCE, "ending", "ending:7:30"), Message(employee(1), "unheard-of", "x:1")]
)
def test_nobody_is_told_what_no_kind_has_for_them(staff: Staff, message: Message) -> None:
    begin_writing()
    with pytest.raises(ValueError, match=message.kind):
        send_notices([message])


def test_a_maker_is_told_as_a_person_is(staff: Staff) -> None:
    begin_writing()
    messages = [Message(maker(one), "ending", "ending:7:30", {"on": "2026-12-31"}) for one in (3, 4, 3)]
    assert send_notices(messages) == {"ending": 2}


def test_a_slug_is_used_once(staff: Staff) -> None:
    with pytest.raises(ValueError, match="ending"):
        register(ENDING)


def test_each_kind_leads_to_a_page_its_readers_may_open(app: Flask) -> None:
    for kind in list_kinds():
        text = kind.describe(kind.example)
        with app.test_request_context("/"):
            assert url_for(text.endpoint, **text.parameters).startswith("/"), kind.slug
        for reader in kind.readers:
            assert ROLES[reader] in rule_for(text.endpoint), f"{kind.slug} leads {reader} to a closed page"


@pytest.mark.parametrize("part", [{"title": ""}, {"slug": ""}, {"slug": "x" * 21}])
def test_a_kind_that_could_not_be_stored_or_named_is_refused(part: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="notice"):
        replace(ENDING, **part)


def test_values_are_written_as_what_they_are(app: Flask) -> None:
    values = {"a": Rupiah(1_234_567), "b": 1_234, "c": Period(2026, 11), "d": date(2026, 11, 3), "e": "x"}
    with app.test_request_context("/"):
        text = NoticeText("%(a)s|%(b)s|%(c)s|%(d)s|%(e)s", values, "public.show_home")
        assert notice_sentence(text) == "Rp1.234.567|1.234|November 2026|3 November 2026|x"


@pytest.mark.parametrize(
    ("days", "step"), [(91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (1, 7), (0, 0), (-3, 0)]
)
def test_the_last_step_that_has_come(days: int, step: int | None) -> None:
    assert find_step(days, STEPS) == step
