"""Two records of one person on the pages: found, compared, merged with a reason, undone; nobody for themselves."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import User
from app.audit.rules import SYSTEM
from app.extensions import db
from app.person_merge.services import merge_people
from app.shared.transaction import begin_writing, commit
from tests.pages import PageClient
from tests.people import Staff, buy, close, make_staff
from tests.person_merge.test_merge import OCTOBER


@pytest.fixture
def staff(session: Any) -> Staff:
    found = make_staff()
    found.budi.name, found.budi.search_name = found.ani.name, found.ani.search_name
    buy(found.budi, 12_000)
    buy(found.budi, 9_000, "2026-10-05")
    close(OCTOBER)
    commit()
    return found


def compare(staff: Staff) -> str:
    return f"/kepegawaian/pegawai/{staff.ani.id}/gabung/{staff.budi.id}"


def test_the_way_from_search_to_undo(as_role: Callable[..., PageClient], staff: Staff) -> None:
    office = as_role("personnel")
    page = office.get("/kepegawaian/ganda").form("/kepegawaian/ganda").submit(text="Ani Latu", expect=200)
    assert f"/kepegawaian/pegawai/{staff.ani.id}/gabung" in page.body
    page = office.get(f"/kepegawaian/pegawai/{staff.ani.id}/gabung")
    assert compare(staff) in page.body  # the namesake is proposed without a search
    page = office.get(compare(staff))
    assert "Oktober 2026: 1 nota" in page.text and "menunggu keputusan bendahara" in page.text
    assert "12.000" not in page.text  # personnel sees no spending (decisions 21)
    refused = page.form(compare(staff)).submit(reason=" ", expect=422)
    assert "Alasan" in refused.text
    done = office.get(compare(staff)).form(compare(staff)).submit(reason="SK 12/2026").follow()
    assert "2 nota ikut pindah" in done.text
    again = office.get(compare(staff), expect=409)
    assert "tidak berdiri sendiri lagi" in again.text
    history = office.get("/kepegawaian/ganda")
    undone = history.form("/kepegawaian/ganda/1/urungkan").submit().follow()
    assert "Keduanya berdiri sendiri lagi" in undone.text and "sudah diurungkan" in undone.text


def test_finance_goes_from_the_record_that_ended_to_the_one_that_stayed(
    as_role: Callable[..., PageClient], staff: Staff
) -> None:
    stayed, ended = (f"/keuangan/pegawai/{one.id}" for one in (staff.ani, staff.budi))
    begin_writing()
    merge_people(staff.ani.id, staff.budi.id, "SK 12", actor=SYSTEM)
    commit()
    finance = as_role("finance")
    page = finance.get(f"{ended}?bulan=2026-10")
    assert f'href="{stayed}?bulan=2026-10"' in page.body and "Data ini digabung" in page.text
    assert "Data ini digabung" not in finance.get(stayed).text


def test_the_command_prints_the_one_that_stayed_and_a_closed_month_as_it_was_closed(
    app: Flask, staff: Staff
) -> None:
    begin_writing()
    merge_people(staff.ani.id, staff.budi.id, "SK 12", actor=SYSTEM)
    commit()

    def listed(month: str) -> dict[int, int]:
        result = app.test_cli_runner().invoke(args=["standings", month])
        rows = [json.loads(line) for line in result.stdout.splitlines()]
        return {row["id"]: row["bought"] for row in rows if row["id"] in (staff.ani.id, staff.budi.id)}

    assert listed("2026-11") == {staff.ani.id: 12_000}
    assert listed("2026-10") == {staff.ani.id: 0, staff.budi.id: 9_000}


def test_nobody_merges_the_own_record(as_role: Callable[..., PageClient], staff: Staff) -> None:
    office = as_role("personnel")
    begin_writing()
    db.session.get_one(User, office.user.id).employee_id = staff.ani.id
    commit()
    page = office.get(compare(staff)).form(compare(staff)).submit(reason="sama", expect=422)
    assert "bukan oleh diri sendiri" in page.text
