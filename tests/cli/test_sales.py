"""`sales import`, `late list | accept` and `month status`, as scripts call them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from app.accounts.rules.identity import Grant
from app.accounts.services import create_user
from app.audit.rules import SYSTEM
from app.booths.queries import find_booth
from app.extensions import db
from app.months.services import lock_month, set_closed, set_open
from app.sales.models import Sale
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from tests.ledger import City, TillClient, a_sale, make_city
from tests.sales.test_import import HEADER, ROW

IN_OCTOBER = "2026-10-30T09:00:00+09:00"
PARTS = ("created", "changed", "unchanged", "refused", "blank")
Book = Callable[..., str]


@pytest.fixture
def city(app: Flask) -> City:
    """The small city, with a login of finance and one of a cashier."""
    made = make_city()
    begin_writing()
    create_user("bendahara", actor=SYSTEM, grants=[Grant("finance")])
    commit()
    return made


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A book of rows given as changes to one sound row."""

    def write(*changes: dict[str, Any]) -> str:
        made = openpyxl.Workbook()
        made.active.append(HEADER)
        for place, change in enumerate(changes, 1):
            row = ROW | {"BARIS": place} | change
            made.active.append([row[title] for title in HEADER])
        path = tmp_path / "buku.xlsx"
        made.save(path)
        return str(path)

    return write


def run(app: Flask, *arguments: str) -> Any:
    db.session.rollback()
    done = app.test_cli_runner().invoke(args=list(arguments))
    db.session.rollback()
    return done


def said(done: Any) -> dict[str, Any]:
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def lines(done: Any) -> list[dict[str, Any]]:
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def close_october() -> None:
    begin_writing()
    set_closed(Period(2026, 10))
    commit()


def count_sales() -> int:
    db.session.rollback()
    return db.session.query(Sale).count()


def test_a_book_ends_with_one_line_of_json_whose_equation_holds(app: Flask, city: City, book: Book) -> None:
    path = book({}, {"KETERANGAN": "BATAL"}, {"TOTAL": 1}, {"NIP": "", "NAMA": "Ibu Ani"})
    for created, unchanged in ((3, 0), (0, 3)):
        done = run(app, "sales", "import", path)
        line = said(done)
        assert line["rows"] == sum(line[part] for part in PARTS) == 4
        assert (line["created"], line["unchanged"], line["refused"]) == (created, unchanged, 1)
        assert "Baris 4 ditolak: TOTAL" in done.stderr
    assert count_sales() == 4  # three rows, and the reversal of one


def test_a_dry_run_says_the_same_and_stores_nothing(app: Flask, city: City, book: Book) -> None:
    path = book({}, {"POJOK": "Pojok Baru", "NIP": "", "NAMA": "Ibu Ani"})
    dry = said(run(app, "sales", "import", path, "--dry-run"))
    assert (count_sales(), find_booth("Pojok Baru")) == (0, None)
    assert said(run(app, "sales", "import", path)) == dry
    assert (dry["created"], dry["unresolved"], count_sales()) == (2, 1, 2)
    assert find_booth("Pojok Baru") is not None


def test_refused_rows_are_written_with_number_and_reason(
    app: Flask, city: City, book: Book, tmp_path: Path
) -> None:
    out = tmp_path / "ditolak.xlsx"
    said(run(app, "sales", "import", book({}, {"TOTAL": 1}), "--rejects", str(out)))
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert any("TOTAL" in str(cell) for cell in rows[1]) and 3 in rows[1]


@pytest.mark.parametrize("content", [b"PK\x03\x04 rusak", b"bukan buku", None])
def test_an_unusable_book_is_exit_two_and_changes_nothing(
    app: Flask, city: City, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "rusak.xlsx"
    if content is not None:
        path.write_bytes(content)
    done = run(app, "sales", "import", str(path))
    assert (done.exit_code, done.stdout, bool(done.stderr)) == (2, "", True)
    assert count_sales() == 0


@pytest.mark.both_engines
def test_rejects_into_a_folder_that_is_not_there_change_nothing(
    app: Flask, city: City, book: Book, tmp_path: Path
) -> None:
    target = tmp_path / "tidak-ada" / "ditolak.xlsx"
    done = run(app, "sales", "import", book({}), "--rejects", str(target))
    assert (done.exit_code, count_sales()) == (2, 0)


@pytest.mark.both_engines
def test_a_book_for_a_closed_month_waits_in_the_late_tray(app: Flask, city: City, book: Book) -> None:
    close_october()
    assert said(run(app, "sales", "import", book({}, {})))["parked"] == 2
    first, second = lines(run(app, "late", "list", "2026-10"))
    assert (first["kind"], first["reason"], first["amount"]) == ("sale", "month_closed", 30_000)
    one = said(run(app, "late", "accept", "2026-10", str(second["id"]), "--actor", "bendahara"))
    assert one == {"month": "2026-10", "accepted": 1, "version": 1, "supplement": 1}
    rest = said(run(app, "late", "accept", "2026-10", "--all", "--actor", "bendahara"))
    assert (rest["accepted"], rest["supplement"]) == (1, 2)
    assert lines(run(app, "late", "list", "2026-10")) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("2026-10", "--actor", "bendahara"),
        ("2026-10", "1", "--all", "--actor", "bendahara"),
        ("2026-10", "--all", "--actor", "rina"),
        ("2026-10", "--all", "--actor", "siapa"),
        ("2026-10", "99", "--actor", "bendahara"),
        ("Oktober", "--all", "--actor", "bendahara"),
    ],
)
def test_what_cannot_be_accepted_is_exit_two_and_stays_in_the_tray(
    app: Flask, city: City, book: Book, arguments: tuple[str, ...]
) -> None:
    close_october()
    run(app, "sales", "import", book({}))
    done = run(app, "late", "accept", *arguments)
    assert (done.exit_code, done.stdout, bool(done.stderr)) == (2, "", True)
    assert len(lines(run(app, "late", "list", "2026-10"))) == 1


@pytest.mark.both_engines
def test_the_status_names_months_with_sales_late_items_or_a_closing_and_no_others(
    app: Flask, city: City
) -> None:
    till = TillClient(app, city.token)
    till.send(a_sale(city))
    close_october()
    till.send(a_sale(city, sold_at=IN_OCTOBER))
    begin_writing()
    lock_month(Period(2026, 8))  # PostgreSQL keeps a row for it, SQLite does not
    set_closed(Period(2026, 9))
    set_open(Period(2026, 9))
    commit()
    assert lines(run(app, "month", "status")) == [
        {"month": "2026-09", "state": "open", "version": 1},
        {"month": "2026-10", "state": "closed", "version": 1},
        {"month": "2026-11", "state": "open", "version": 0},
    ]
