"""PNS and PPPK as separate sheets of one workbook: everybody on every sheet is dealt with."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from app.audit.rules import SYSTEM
from app.directory.imports import PEOPLE
from app.directory.imports import UNITS as UNITS_FILE
from app.directory.services import apply_roster, preview_roster
from app.imports.rejects import write_refused_rows
from app.imports.services import import_file
from app.messages.imports import fault_sentence, sentences_of
from app.shared.transaction import commit
from tests.directory.files import (
    HEADER,
    JANUARY,
    NOVEMBER,
    PAULUS,
    UNITS,
    Cells,
    balanced,
    history,
    line,
    paulus,
    person,
    take_in,
    yohanis,
)

SHORT = ("NAMA", "NIP", "STATUS", "UNOR ID")
BUDI = ["PAULUS TUPAMAHU", PAULUS, "PPPK", "S12"]


def book(path: Path, **sheets: list[Cells]) -> Path:
    made = Workbook()
    made.remove(made.active)
    for name, lines in sheets.items():
        sheet = made.create_sheet(name)
        for cells in lines:
            sheet.append(list(cells))
    made.save(path / "pegawai.xlsx")
    return path / "pegawai.xlsx"


def take(path: Path, as_of: Any = JANUARY) -> Any:
    outcome = apply_roster(path, actor=SYSTEM, as_of=as_of)
    commit()
    return outcome


@pytest.mark.both_engines
def test_people_of_all_sheets_are_taken_in_and_the_figures_add_up(city: Path) -> None:
    file = book(city, PNS=[HEADER, line(), [""], yohanis()], PPPK=[SHORT, BUDI, ["X", "1", "PPPK", "S4"]])
    counts = take(file).plan.counts()
    assert balanced(counts)
    assert (counts["rows"], counts["created"], counts["blank"], counts["refused"]) == (5, 3, 1, 1)
    assert history(person(nip=PAULUS)) == [(JANUARY, "S12")]


def test_what_a_sheet_has_no_column_for_stays_as_it_is(city: Path) -> None:
    take_in(city, line(), paulus(GOL_AKHIR_NAMA="IX", STATUS_CPNS_PNS="", JENIS_PEGAWAI_NAMA="PPPK"))
    outcome = take(book(city, PNS=[HEADER, line()], PPPK=[SHORT, [*BUDI[:3], "S4"]]), NOVEMBER)
    assert outcome.plan.counts()["unchanged"] == 2


def test_the_same_row_number_on_two_sheets_is_two_rows(city: Path) -> None:
    file = book(city, PNS=[HEADER, line(ESELON_NAMA="VI.c")], PPPK=[HEADER, yohanis(), yohanis()])
    plan = preview_roster(file, JANUARY).plan
    assert [str(one.row) for one in plan.refused] == ["2 (PNS)", "3 (PPPK)"]
    said = fault_sentence(PEOPLE, plan.refused[1])
    assert said == "Orang yang sama sudah ada di baris 2 (PPPK). Hapus salah satu."


def test_refused_rows_of_all_sheets_go_back_with_the_sheet_and_under_their_titles(city: Path) -> None:
    file = book(city, PNS=[HEADER, line(ESELON_NAMA="VI.c")], PPPK=[SHORT, ["BUDI", "12", "PPPK", "S4"]])
    preview = preview_roster(file, JANUARY)
    write_refused_rows(city / "tolak.xlsx", preview.file, preview.refused, sentences_of(PEOPLE))
    head, *rows = load_workbook(city / "tolak.xlsx").active.iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(one["BARIS"], one["LEMBAR KERJA"], one["NAMA"]) for one in found] == [
        (2, "PNS", "MARTHA WATTIMENA"),
        (2, "PPPK", "BUDI"),
    ]
    assert found[1]["NIP BARU"] == "12"
    assert "NIK" not in head


def test_a_sheet_without_a_header_is_named(city: Path) -> None:
    file = book(city, PNS=[HEADER, line()], Catatan=[["tolong diperiksa"]])
    assert preview_roster(file, JANUARY).file.ignored == ["Catatan"]


def test_units_come_on_several_sheets_too(city: Path) -> None:
    head, *rows = UNITS
    again = import_file(UNITS_FILE, book(city, Satu=[head, *rows[:3]], Dua=[head, *rows[3:]]), actor=SYSTEM)
    commit()
    assert (again.rows, again.unchanged, again.missing) == (len(rows), len(rows), 0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"NAMA": "=1+1"}, "Ada rumus di kolom NAMA. Ganti dengan nilainya."),
        ({"NIP_BARU": "=1+1"}, "Ada rumus di kolom NIP BARU. Ganti dengan nilainya."),
        ({"NAMA": "(rumus)"}, "Ada rumus di kolom NAMA. Ganti dengan nilainya."),
        ({"NAMA": "(galat)"}, "Ada sel galat di kolom NAMA. Ganti dengan nilainya."),
    ],
)
def test_a_formula_is_named_by_its_column_and_comes_back_empty(
    city: Path, change: dict[str, str], said: str
) -> None:
    file = book(city, Sheet=[HEADER, line(**change)])
    preview = preview_roster(file, JANUARY)
    target = city / "tolak.xlsx"
    write_refused_rows(target, preview.file, preview.refused, sentences_of(PEOPLE))
    head, row = load_workbook(target).active.iter_rows(values_only=True)
    title = next(iter(change)).replace("_", " ")
    assert (row[1], row[head.index(title)]) == (said, None)
    assert preview_roster(target, JANUARY).plan.counts()["created"] == 0
