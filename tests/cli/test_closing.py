"""`flask month close | reopen` and `flask report compliance`: what other programs rely on (decisions, commands)."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.accounts.rules.identity import Grant
from app.accounts.services import create_user
from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.closing.queries import get_stored_file
from app.extensions import db
from app.months.queries import get_month
from app.sales.services import resolve_buyer
from app.shared.transaction import begin_writing, commit
from tests.office import TREASURER, October, make_october, sell
from tests.standing import OCTOBER


@pytest.fixture
def october(session: Any) -> October:
    """The city with October open, and a login of finance, committed."""
    made = make_october()
    create_user("bendahara", actor=SYSTEM, grants=[Grant("finance")])
    commit()
    return made


def run(app: Flask, *arguments: str) -> Any:
    db.session.rollback()
    return app.test_cli_runner().invoke(args=list(arguments))


def close(app: Flask, *more: str) -> Any:
    return run(app, "month", "close", "2026-10", "--actor", "bendahara", *more)


def said(result: Any) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def test_closing_tells_what_is_still_open_and_changes_nothing(app: Flask, october: October) -> None:
    result = close(app)
    assert result.exit_code == 2
    assert "1 pembeli belum dikenal" in result.stderr
    assert "--override" in result.stderr
    assert get_month(OCTOBER).state == "open"


def test_closing_with_an_override_says_version_file_and_hash(app: Flask, october: October) -> None:
    told = said(close(app, "--override", "Provinsi menunggu"))
    db.session.rollback()
    stored = get_stored_file(OCTOBER, 1)
    assert told == {
        "month": "2026-10", "state": "closed", "version": 1, "file": stored.name, "sha256": stored.sha256,
        "open_points": {"unresolved": 1},
    }  # fmt: skip


def test_a_settled_month_closes_without_override(app: Flask, october: October) -> None:
    begin_writing()
    resolve_buyer(october.unknown, october.budi, "ditelepon", actor=TREASURER)
    commit()
    assert said(close(app))["open_points"] == {}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("close", "2026-11", "--actor", "bendahara"), "belum berakhir"),
        (("close", "2026-13", "--actor", "bendahara"), "TAHUN-BULAN"),
        (("close", "2026-10", "--actor", "siapa"), "siapa"),
        (("reopen", "2026-10", "--actor", "bendahara", "--reason", "x"), "masih terbuka"),
    ],
)
def test_a_refusal_is_a_sentence_and_exit_two(
    app: Flask, october: October, arguments: tuple[str, ...], sentence: str
) -> None:
    result = run(app, "month", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr


def test_closing_twice_is_refused(app: Flask, october: October) -> None:
    close(app, "--override", "x")
    result = close(app, "--override", "x")
    assert (result.exit_code, "sudah ditutup" in result.stderr) == (2, True)


@pytest.mark.parametrize("role", ["personnel", "cashier", "manager", "admin"])
def test_only_a_login_of_finance_closes_or_reopens(app: Flask, october: October, role: str) -> None:
    begin_writing()
    create_user("bukan-keuangan", actor=SYSTEM, grants=[Grant(role)])
    commit()
    refused = run(app, "month", "close", "2026-10", "--actor", "bukan-keuangan", "--override", "x")
    assert refused.exit_code == 2
    assert "bukan bagian keuangan" in refused.stderr
    assert get_month(OCTOBER).state == "open"


def test_reopening_wants_a_reason(app: Flask, october: October) -> None:
    close(app, "--override", "x")
    assert run(app, "month", "reopen", "2026-10", "--actor", "bendahara").exit_code == 2
    blank = run(app, "month", "reopen", "2026-10", "--actor", "bendahara", "--reason", " ")
    assert (blank.exit_code, "Alasan" in blank.stderr) == (2, True)


def test_reopening_and_closing_makes_version_two(app: Flask, october: October) -> None:
    close(app, "--override", "x")
    told = said(
        run(app, "month", "reopen", "2026-10", "--actor", "bendahara", "--reason", "buku ketinggalan")
    )
    assert told == {"month": "2026-10", "state": "open"}
    assert said(close(app, "--override", "x"))["version"] == 2


@pytest.mark.both_engines
def test_the_report_of_an_open_month_is_provisional_and_noted(
    app: Flask, october: October, tmp_path: Path
) -> None:
    out = tmp_path / "laporan.xlsx"
    told = said(run(app, "report", "compliance", "2026-10", "--out", str(out)))
    assert (told["month"], told["version"], told["signed"]) == ("2026-10", 0, False)
    assert zipfile.ZipFile(out).testzip() is None
    db.session.rollback()
    (event,) = db.session.query(AuditEvent).filter_by(action="report.export")
    assert event.details["kind"] == "lengkap"


def test_the_report_of_a_closed_month_is_the_signed_file_whatever_came_since(
    app: Flask, october: October, tmp_path: Path
) -> None:
    close(app, "--override", "x")
    begin_writing()
    sell(october, october.budi, 9_000)
    commit()
    out = tmp_path / "laporan.xlsx"
    assert said(run(app, "report", "compliance", "2026-10", "--out", str(out)))["signed"] is True
    db.session.rollback()
    assert out.read_bytes() == get_stored_file(OCTOBER, 1).content


def test_the_report_without_names_has_only_recaps(app: Flask, october: October, tmp_path: Path) -> None:
    out = tmp_path / "laporan.xlsx"
    said(run(app, "report", "compliance", "2026-10", "--out", str(out), "--without-names"))
    sheets = [name for name in zipfile.ZipFile(out).namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 4  # the summary, two recaps, the facts


@pytest.mark.both_engines
def test_a_folder_that_is_not_there_is_refused_in_words(app: Flask, october: October, tmp_path: Path) -> None:
    result = run(app, "report", "compliance", "2026-10", "--out", str(tmp_path / "tidak" / "ada.xlsx"))
    assert (result.exit_code, "tidak ada" in result.stderr) == (2, True)
    db.session.rollback()
    assert db.session.query(AuditEvent).filter_by(action="report.export").count() == 0


@pytest.mark.parametrize("month", ["2199-12", "2027-12"])
def test_a_report_of_a_month_years_ahead_is_a_slip(
    app: Flask, october: October, month: str, tmp_path: Path
) -> None:
    result = run(app, "report", "compliance", month, "--out", str(tmp_path / "x.xlsx"))
    assert result.exit_code == 2
    assert "lebih dari setahun lagi" in result.stderr and not (tmp_path / "x.xlsx").exists()
