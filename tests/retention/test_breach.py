"""Whom to tell after a leak: just those whose data an account or a till reached, in a file for one pair of eyes."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result
from flask import Flask, current_app

from app.accounts.models import User
from app.audit.rules import Actor
from app.audit.services import record_event
from app.directory.models import Employee
from app.extensions import db
from app.shared import clock
from app.shared.transaction import begin_writing, commit, rollback
from app.tills.services.tills import enrol_till
from tests.office import October, make_october

SPAN = ("--from", "2026-11-07T00:00", "--until", "2026-11-08T00:00")


@pytest.fixture
def city(app: Flask) -> October:
    """Ani at an OPD, Budi (whose name a spreadsheet would run) at its school, and an account that got away."""
    begin_writing()
    made = make_october()
    db.session.get_one(Employee, made.budi).name = "=1+1 Budi"
    db.session.add(User(username="hilang", display_name="Hilang", created_at=clock.now()))
    commit()
    return made


def note(action: str, employee_id: int | None = None, **details: object) -> None:
    begin_writing()
    user = db.session.query(User).filter_by(username="hilang").one()
    subject = "employee" if employee_id else "report"
    record_event(
        action,
        actor=Actor("user", user.id, "hilang"),
        subject=subject,
        subject_id=employee_id,
        details=details,
    )
    commit()


def ask(out: Path, *words: str) -> Result:
    rollback()
    return current_app.test_cli_runner().invoke(args=["breach", *words, "--out", str(out)])


def people(out: Path) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(out)["Yang harus diberi tahu"]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[1] and str(row[1]).startswith("K")]
    return [(row[0], row[4], row[5], row[6]) for row in rows]


@pytest.mark.parametrize(
    ("action", "of", "details", "told"),
    [
        ("access.open_person", "ani", {"as": "finance"}, [("Ani Contoh", 1, 0, None)]),
        ("report.export", "", {"report": "compliance", "kind": "tanpa-nama", "period": "2026-10"}, []),
        ("report.export", "", {"report": "event-day", "kind": "event-day", "day": "2026-10-07"}, []),
        ("report.export", "", {"report": "opd", "kind": "opd", "period": "2026-10", "units": ["school"]},
         [("=1+1 Budi", 0, 1, None)]),
        ("report.download", "", {"period": "2026-10"}, [("Ani Contoh", 0, 1, None), ("=1+1 Budi", 0, 1, None)]),
        ("accounts.sign_in", "ani", {}, []),
    ],
)  # fmt: skip
def test_just_those_are_listed_whom_the_account_reached(
    city: October,
    tmp_path: Path,
    action: str,
    of: str,
    details: dict[str, object],
    told: list[tuple[object, ...]],
) -> None:
    if "units" in details:
        details = details | {"units": [city.school]}
    note(action, city.ani if of else None, **details)
    done = ask(tmp_path / "bocor.xlsx", "--user", "hilang", *SPAN)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["people"] == len(told)
    assert people(tmp_path / "bocor.xlsx") == told
    assert "Ani" not in done.output and (tmp_path / "bocor.xlsx").stat().st_mode & 0o077 == 0


def test_what_was_done_outside_the_span_is_left_out(city: October, tmp_path: Path) -> None:
    note("access.open_person", city.ani)
    done = ask(tmp_path / "a.xlsx", "--user", "hilang", "--from", "2026-11-06", "--until", "2026-11-07")
    assert json.loads(done.stdout)["people"] == 0


def test_a_lost_till_kept_everybody(city: October, tmp_path: Path) -> None:
    begin_writing()
    till, _token = enrol_till(city.booth, "Tablet", actor=Actor("cli", None, "x"))
    commit()
    done = ask(tmp_path / "a.xlsx", "--till", str(till.id), *SPAN)
    assert done.exit_code == 0, done.output
    assert people(tmp_path / "a.xlsx") == [("Ani Contoh", 0, 0, "ya"), ("=1+1 Budi", 0, 0, "ya")]


@pytest.mark.parametrize(
    "words",
    [(*SPAN,), ("--user", "tak ada", *SPAN), ("--till", "999", *SPAN),
     ("--user", "hilang", *SPAN[:2], "--until", "besok"), ("--user", "hilang", *SPAN[:2], "--until", "2026-11-06")],
)  # fmt: skip
def test_what_cannot_be_meant_writes_nothing(city: October, tmp_path: Path, words: tuple[str, ...]) -> None:
    assert ask(tmp_path / "a.xlsx", *words).exit_code == 2
    assert not (tmp_path / "a.xlsx").exists()
