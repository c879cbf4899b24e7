"""`flask remind`: the right people, in time, once; and what they read."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.closing.rules import is_near_end
from app.compliance.services import ExemptionDraft, approve_exemption, propose_exemption
from app.extensions import db
from app.notices.models import Notice
from app.notices.rules import employee, unit
from app.settings.services import set_setting
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from tests.pages import PageClient
from tests.people import Staff, buy, make_staff

NOVEMBER = Period(2026, 11)
LATE = pytest.mark.clock("2026-11-26 06:00")
SignIn = Callable[..., PageClient]


@pytest.fixture
def staff(session: Any) -> Staff:
    """Ani short by 5.000, Budi short by all, Cici met, Dodi exempt."""
    found = make_staff()
    buy(found.ani, 15_000)
    buy(found.cici, 20_000)
    draft = ExemptionDraft("person", NOVEMBER, NOVEMBER, "sakit", "S-1", date(2026, 11, 2), found.dodi.id)
    approve_exemption(propose_exemption(draft, actor=SYSTEM).id, actor=SYSTEM)
    commit()
    return found


def remind(app: Flask) -> dict[str, Any]:
    done = app.test_cli_runner().invoke(args=["remind"])
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def readers(kind: str) -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(Notice.reader).where(Notice.kind == kind)))


@LATE
def test_who_falls_short_is_told_and_nobody_else(app: Flask, staff: Staff) -> None:
    told = remind(app)
    assert (told["people"], told["units"]) == (2, 1)
    assert readers("short") == {employee(staff.ani.id), employee(staff.budi.id)}
    assert readers("recap") == {unit(staff.office.id)}


@LATE
@pytest.mark.both_engines
def test_the_timer_tells_nobody_twice(app: Flask, staff: Staff) -> None:
    remind(app)
    told = remind(app)
    assert (told["people"], told["units"], told["finance"]) == (0, 0, 0)


@pytest.mark.clock("2026-11-25 06:00")
def test_before_the_last_days_nobody_is_told(app: Flask, staff: Staff) -> None:
    assert remind(app)["people"] == 0


@pytest.mark.parametrize(
    ("day", "due"), [(date(2026, 11, 25), False), (date(2026, 11, 26), True), (date(2026, 11, 30), True)]
)
def test_the_last_five_days_begin_on_the_twenty_sixth(day: date, due: bool) -> None:
    assert is_near_end(NOVEMBER, day, 5) is due


@pytest.mark.clock("2026-12-01 06:00")
@pytest.mark.both_engines
def test_finance_is_told_what_last_month_still_needs(app: Flask, staff: Staff) -> None:
    assert remind(app)["finance"] == 1
    assert readers("finance") == set()
    facts = db.session.scalars(select(Notice.facts).where(Notice.reader == "finance")).one()
    assert facts["period"] == "2026-11" and facts["closes_on"]


@pytest.mark.parametrize(("start", "told"), [(None, 0), (NOVEMBER, 1), (NOVEMBER.next(), 0)])
@pytest.mark.clock("2026-12-01 06:00")
def test_a_month_recorded_by_the_citys_setting_is_remembered_without_a_sale(
    app: Flask, session: Any, start: Period | None, told: int
) -> None:
    make_staff()
    set_setting("recording_start", start, actor=SYSTEM)
    commit()
    assert remind(app)["finance"] == told


@LATE
@pytest.mark.sqlite
def test_a_person_reads_it_on_the_own_page_and_puts_it_away(
    app: Flask, staff: Staff, as_role: SignIn
) -> None:
    remind(app)
    begin_writing()
    ani = as_role("employee", employee=staff.ani)
    page = ani.get("/saya/")
    assert "masih kurang Rp5.000" in page.text
    notice = db.session.scalars(select(Notice).where(Notice.reader == employee(staff.ani.id))).one()
    ani.post(f"/saya/pesan/{notice.id}/dibaca", expect=303)
    assert "masih kurang Rp5.000 waktu" not in ani.get("/saya/").text


@LATE
@pytest.mark.sqlite
def test_the_text_for_the_group_names_nobody_and_the_list_is_for_paper(
    app: Flask, staff: Staff, as_role: SignIn
) -> None:
    begin_writing()
    office = as_role("opd", unit=staff.office)
    page = office.get("/opd/pengingat")
    assert "1 dari 3 pegawai" in page.text
    for person in (staff.ani, staff.budi, staff.cici):
        assert person.name not in page.text
    listed = office.get("/opd/pengingat/daftar").text
    assert "Ani Latuconsina" in listed and "Budi Sahetapy" in listed
    assert "Cici" not in listed and "Dodi" not in listed
