"""A kind of sheet is a reader and an apply: planted, it has its command, its pages and its workbook of refused rows."""

import ast
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook

from app.audit.models import AuditEvent
from app.audit.rules import Actor
from app.extensions import db
from app.imports.cells import read_needed, read_whole
from app.imports.effect import ImportEffect
from app.imports.registry import ImportKind, list_kinds, register, unregister
from app.imports.sheet import Columns, SheetFile, SheetRow
from app.makers.models import Maker
from app.makers.queries import list_maker_ids
from app.makers.rules import fold_name
from app.makers.services import create_maker
from app.messages.imports import COMMON, OF_KIND, fault_sentence
from tests.pages import Page, PageClient
from tests.shape.house import ROOT

COLUMNS = Columns({"name": ["NAMA"], "pieces": ["BUAH"]}, required=[{"name", "pieces"}], label="name")
PARTS = ("created", "changed", "unchanged", "refused", "blank")


def read_shelf(row: SheetRow) -> str:
    read_whole(row.get("pieces"), "pieces", 1000)
    if row.get("pieces") == 999:
        row.warn("number", "pieces", shown=999)
    return read_needed(row.get("name"), "name", 60)


def put_up(file: SheetFile[str], actor: Actor, _options: Any) -> ImportEffect:
    done = ImportEffect.of(file)
    for name in file.rows:
        is_new = fold_name(name) not in list_maker_ids()
        done.created, done.unchanged = done.created + is_new, done.unchanged + (not is_new)
        if is_new:
            create_maker(name, actor=actor)
    return done


SHELF = ImportKind(
    "rak",
    "isi rak",
    "Pengelola, Rak",
    "makers shelf",
    "manager",
    COLUMNS,
    lambda path, name, _options: SheetFile[str](COLUMNS).read(path, read_shelf, name),
    put_up,
    room="umkm",
    subject="shelf",
    event="umkm.import",
)


@pytest.fixture
def shelf() -> Iterator[ImportKind]:
    yield register(SHELF)
    unregister("rak")


@pytest.fixture
def manager(app: Flask, shelf: ImportKind, as_role: Callable[..., PageClient]) -> PageClient:
    return as_role("manager")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Two good rows, one of them odd; one without a name, one without a number, a blank one, a column nobody reads."""
    book = Workbook()
    for row in (
        ("NAMA", "NIK", "BUAH"),
        ("Roti Hative", "8171", 3),
        (None, None, None),
        ("Sagu Lia", "8172", "banyak"),
        (None, "8173", 4),
        ("Kenari Ambon", "8174", 999),
    ):
        book.active.append(row)
    book.create_sheet("Catatan").append(("halo",))
    book.save(tmp_path / "rak.xlsx")
    return tmp_path / "rak.xlsx"


def send(manager: PageClient, sheet: Path, expect: int = 200) -> Page:
    manager.get("/pengelola/impor/rak")
    data = {"file": (io.BytesIO(sheet.read_bytes()), sheet.name)}
    return manager.post("/pengelola/impor/rak", data, expect, content_type="multipart/form-data")


def count_makers() -> int:
    db.session.rollback()
    return db.session.query(Maker).count()


def run(app: Flask, *arguments: object) -> tuple[dict[str, Any], str]:
    done = app.test_cli_runner().invoke(args=["makers", "shelf", *map(str, arguments)])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout.splitlines()[-1]), done.stderr


def test_its_command_counts_every_row_and_a_second_time_changes_nothing(
    app: Flask, shelf: ImportKind, sheet: Path
) -> None:
    dry, _said = run(app, sheet, "--dry-run")
    assert count_makers() == 0
    first, said = run(app, sheet)
    assert first == dry == {
        "rows": 5, "created": 2, "changed": 0, "unchanged": 0, "refused": 2, "blank": 1,
    }  # fmt: skip
    assert "Baris 4 (rak.xlsx)" not in said and "Baris 4 ditolak: Isi kolom BUAH bukan bilangan" in said
    assert "Baris 5 ditolak: Kolom NAMA kosong" in said
    assert "Kolom yang tidak dibaca: NIK." in said and "Lembar 'Catatan' tidak dibaca" in said
    again, _said = run(app, sheet)
    assert (again["created"], again["unchanged"], count_makers()) == (0, 2, 2)
    assert again["rows"] == sum(again[part] for part in PARTS)


def test_its_refused_rows_go_to_a_workbook_without_what_was_not_read(
    app: Flask, shelf: ImportKind, sheet: Path, tmp_path: Path
) -> None:
    run(app, sheet, "--rejects", tmp_path / "tolak.xlsx")
    head, *rows = load_workbook(tmp_path / "tolak.xlsx").active.iter_rows(values_only=True)
    assert head == ("BARIS", "ALASAN", "NAMA", "BUAH")
    assert [(row[0], row[2], row[3]) for row in rows] == [(4, "Sagu Lia", "banyak"), (5, None, "4")]


def test_its_page_shows_what_is_read_what_is_not_and_every_fault(manager: PageClient, sheet: Path) -> None:
    page = send(manager, sheet)
    assert "5 baris: 2 baru, 0 berubah, 0 tetap, 2 ditolak. 1 baris kosong dilewati." in page.text
    assert "Kolom yang tidak dibaca: NIK." in page.text
    assert "Lembar tanpa baris judul kolom tidak dibaca: Catatan." in page.text
    assert [(row["Baris"], row["NAMA"]) for row in page.rows(0)] == [("4", "Sagu Lia"), ("5", "–")]
    assert [row["Baris"] for row in page.rows(1)] == ["6"]
    assert count_makers() == 0


def test_its_page_applies_that_very_file_once(manager: PageClient, sheet: Path) -> None:
    form = send(manager, sheet).form("terapkan")
    assert "Isi rak diterapkan: 2 baru" in form.submit().follow().text
    assert count_makers() == 2
    form.submit(expect=404)
    assert "terapkan" not in [one.get("id") for one in send(manager, sheet).all("form")]
    assert (count_makers(), db.session.query(AuditEvent).filter_by(action="umkm.import").count()) == (2, 1)


def test_its_page_gives_the_refused_rows_back_and_says_so_in_the_trail(
    manager: PageClient, sheet: Path
) -> None:
    answer = send(manager, sheet).form("/pengelola/impor/rak/ditolak").submit(expect=200)
    rows = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["BARIS", 4, 5]
    assert db.session.query(AuditEvent).filter_by(action="umkm.export_rejects").one().details == {"rows": 2}


@pytest.mark.parametrize("changes", [{"sha256": "0" * 64}, {"upload": "../../etc/passwd"}])
def test_another_file_than_the_one_shown_is_not_applied(
    manager: PageClient, sheet: Path, changes: dict[str, str]
) -> None:
    send(manager, sheet).form("terapkan").submit(expect=404, **changes)
    assert count_makers() == 0


def test_nobody_else_is_offered_it_and_once_taken_out_it_is_nowhere(
    app: Flask, as_role: Callable[..., PageClient], sheet: Path
) -> None:
    register(SHELF)
    try:
        as_role("finance").get("/keuangan/impor/rak", expect=404)
    finally:
        unregister("rak")
    as_role("manager").get("/pengelola/impor/rak", expect=404)
    assert app.test_cli_runner().invoke(args=["makers", "shelf", str(sheet)]).exit_code == 2


def test_a_slug_is_used_once_and_a_kind_with_pages_of_its_own_has_no_others(
    manager: PageClient, shelf: ImportKind
) -> None:
    with pytest.raises(ValueError, match="rak"):
        register(SHELF)
    manager.get("/pengelola/impor/products", expect=404)


def test_each_kind_says_every_reason_that_cells_give() -> None:
    for kind in [*list_kinds(), SHELF]:
        for cell in (None, 0, "banyak", 1.5, "=1"):
            with pytest.raises(ValueError) as refused:
                read_whole(cell, next(iter(kind.columns.synonyms)), 9)
            assert fault_sentence(kind, refused.value.at(2))  # type: ignore[attr-defined]


PLACE_OF_REASON = {"RowRefused": 0, "RowFault": 1, "warn": 0}


def reasons(source: str) -> set[str]:
    """The reasons for which a module refuses a row or warns of it, where they are written out."""
    found = set()
    for call in (one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.Call)):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        words = call.args[PLACE_OF_REASON[name] :][:1] if name in PLACE_OF_REASON else []
        found |= {one.value for one in words if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return found


def test_each_reason_has_a_sentence() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("*.py")]
    given = set().union(*(reasons(text) for text in texts if "RowRefused(" in text or "RowFault(" in text))
    assert {"barcode_taken", "half_checked"} <= given
    silent = given - {*COMMON, *(reason for sentences in OF_KIND.values() for reason in sentences)}
    assert not silent, f"say each in the dictionary of its kind in app/messages/imports*.py: {sorted(silent)}"
    assert reasons("raise RowRefused('unheard_of')") == {"unheard_of"}
