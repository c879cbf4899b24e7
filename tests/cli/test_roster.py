"""`roster units` and `roster people`: the closing line of JSON, exit codes, the workbook of refused rows."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from openpyxl import load_workbook

from app.directory.models import Employee, Unit
from app.directory.queries import count_by_status, load_tree
from app.extensions import db
from tests.directory.files import (
    HEADER,
    UNITS,
    balanced,
    line,
    plant_units,
    roster,
    write_csv,
    write_xlsx,
    yohanis,
)

DEMO = Path(__file__).parents[2] / "app/demo/data"
TRUTH = json.loads((Path(__file__).parents[1] / "demo/truth.json").read_text())
pytestmark = pytest.mark.sqlite
REASONS = {
    "number": "tersimpan sebagai angka",
    "short": "NIP harus 18 angka; di berkas ada 17",
    "month13": "Angka ke-13 dan 14 NIP adalah 13",
    "day32": "Tanggal lahir di dalam NIP tidak ada",
    "sex3": "Angka ke-15 NIP adalah 3",
    "serial000": "Nomor urut di akhir NIP 000",
    "letters": "NIP berisi huruf",
    "unknown_echelon": "Eselon tidak dikenal: VI.c",
    "unknown_unit": "Unit tidak dikenal: Unit Yang Tidak Ada",
    "duplicate": "Orang yang sama sudah ada di baris",
}


def run(app: Flask, *arguments: Any) -> Result:
    return app.test_cli_runner().invoke(args=["roster", *map(str, arguments)])


def last_line(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    counts: dict[str, Any] = json.loads(result.stdout.strip().splitlines()[-1])
    assert balanced(counts)
    return counts


def test_units_end_with_one_line_of_json(app: Flask, tmp_path: Path) -> None:
    result = run(app, "units", write_xlsx(tmp_path / "unor.xlsx", UNITS))
    assert result.stdout.count("\n") == 1
    assert last_line(result) == {
        "rows": 8, "created": 8, "changed": 0, "unchanged": 0, "refused": 0, "blank": 0, "missing": 0,
    }  # fmt: skip


def test_people_are_taken_in_and_the_same_again_is_unchanged(app: Flask, tmp_path: Path) -> None:
    plant_units(tmp_path)
    file = roster(tmp_path, line(), yohanis())
    assert last_line(run(app, "people", file, "--as-of", "2026-01-01"))["created"] == 2
    again = last_line(run(app, "people", file, "--as-of", "2026-01-01"))
    assert (again["unchanged"], again["as_of"]) == (2, "2026-01-01")


def test_a_dry_run_changes_nothing_and_says_what_would(app: Flask, tmp_path: Path) -> None:
    plant_units(tmp_path)
    counts = last_line(run(app, "people", roster(tmp_path, line()), "--dry-run"))
    assert (counts["created"], counts["dry_run"], db.session.query(Employee).count()) == (1, True, 0)


def test_refused_rows_go_into_a_workbook_that_can_be_sent_again(app: Flask, tmp_path: Path) -> None:
    plant_units(tmp_path)
    rejects = tmp_path / "ditolak.xlsx"
    file = roster(tmp_path, line(), yohanis(ESELON_NAMA="VI.c"))
    last_line(run(app, "people", file, "--rejects", rejects))
    book = load_workbook(rejects)
    sheet = book.active
    head, row = ([cell.value for cell in cells] for cells in sheet.iter_rows(min_row=1, max_row=2))
    assert head == ["BARIS", "ALASAN", *(title for title in HEADER if title != "NIK")]
    assert (row[0], row[1]) == (3, "Eselon tidak dikenal: VI.c. Pakai I.a sampai V.b, atau kosongkan.")
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.value = "IV.a" if cell.value == "VI.c" else cell.value
    book.save(rejects)
    assert last_line(run(app, "people", rejects))["created"] == 1


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["people", "tidak-ada.xlsx"], "berkas tidak ada"),
        (["units", "tidak-ada.xlsx"], "berkas tidak ada"),
        (["people", "{file}", "--as-of", "2026-13-01"], "2026-11-01"),
        (["people", "{file}", "--as-of", "1 November"], "2026-11-01"),
        (["people", "{file}", "--as-of", "1999-12-31"], "2000"),
        (["people", "{file}", "--rejects", "tidak/ada/x.xlsx"], "Folder"),
        (["people", "{other}"], "Baris judul kolom tidak ditemukan"),
        (["units", "{file}"], "Ini daftar pegawai, bukan berkas yang diminta di sini"),
        (["people"], "Missing argument"),
    ],
)
def test_what_is_unusable_exits_with_2_and_changes_nothing(
    app: Flask, tmp_path: Path, arguments: list[str], word: str
) -> None:
    plant_units(tmp_path)
    other = write_csv(tmp_path / "lain.csv", [["A", "B"], ["1", "2"]])
    places = {"file": roster(tmp_path, line()), "other": other}
    result = run(app, *(argument.format(**places) for argument in arguments))
    assert (result.exit_code, db.session.query(Employee).count()) == (2, 0)
    assert word in result.stderr
    assert result.stdout == ""


def test_a_folder_for_the_refused_rows_exits_with_2_and_stores_nothing(app: Flask, tmp_path: Path) -> None:
    plant_units(tmp_path)
    result = run(app, "people", roster(tmp_path, line()), "--rejects", tmp_path)
    assert (result.exit_code, result.stdout, db.session.query(Employee).count()) == (2, "", 0)
    assert "adalah folder" in result.stderr


def test_refused_rows_that_cannot_be_written_store_nothing(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant_units(tmp_path)

    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.cli.imports.write_refused_rows", full)
    result = run(app, "people", roster(tmp_path, line()), "--rejects", tmp_path / "tolak.xlsx")
    assert (result.exit_code, db.session.query(Employee).count()) == (2, 0)
    assert "tidak dapat ditulis" in result.stderr


def test_sheets_nothing_was_read_from_are_named_and_rows_say_their_sheet(app: Flask, tmp_path: Path) -> None:
    plant_units(tmp_path)
    file = roster(tmp_path, line())
    book = load_workbook(file)
    book.create_sheet("Catatan").append(["halo"])
    book.create_sheet("PPPK").append(HEADER)
    book["PPPK"].append(yohanis(ESELON_NAMA="VI.c"))
    book.save(file)
    result = run(app, "people", file)
    assert (last_line(result)["created"], last_line(result)["refused"]) == (1, 1)
    assert "Lembar 'Catatan' tidak dibaca" in result.stderr
    assert "Baris 2 (PPPK) ditolak: Eselon tidak dikenal" in result.stderr


def test_people_before_units_are_refused_with_the_way_out(app: Flask, tmp_path: Path) -> None:
    result = run(app, "people", roster(tmp_path, line()))
    assert (result.exit_code, db.session.query(Unit).count()) == (2, 0)
    assert "Masukkan daftar unit kerja dulu" in result.stderr


def test_a_real_export_with_its_ten_damaged_rows(app: Flask, tmp_path: Path) -> None:
    last_line(run(app, "units", DEMO / "siasn_unor.xlsx"))
    rejects = tmp_path / "ditolak.xlsx"
    counts = last_line(
        run(app, "people", DEMO / "siasn_pns.xlsx", "--as-of", "2026-01-01", "--rejects", rejects)
    )
    assert (counts["rows"], counts["refused"]) == (TRUTH["pns_rows"], len(TRUTH["refused"]))
    found = {row[0]: row[1] for row in load_workbook(rejects).active.iter_rows(min_row=2, values_only=True)}
    assert sorted(found) == sorted(one["row"] for one in TRUTH["refused"])
    for one in TRUTH["refused"]:
        assert REASONS[one["reason"]] in found[one["row"]]


def test_a_whole_city_has_as_many_people_in_service_as_it_should(app: Flask) -> None:
    last_line(run(app, "units", DEMO / "siasn_unor.xlsx"))
    for name in ("siasn_pns.xlsx", "siasn_pppk.xlsx", "tanpa_nip.csv"):
        last_line(run(app, "people", DEMO / name, "--as-of", "2026-01-01"))
    active = sum(count for (_status, service), count in count_by_status().items() if service == "active")
    assert (active, len(load_tree().opds())) == (TRUTH["active"], TRUTH["opds"])


def test_many_absent_people_are_missing_only_by_a_clear_word(app: Flask, tmp_path: Path) -> None:
    plant_units(tmp_path)
    lines = [line(f"A-{n}", f"1985041120100120{n:02d}", f"ORANG {n}") for n in range(10, 70)]
    last_line(run(app, "people", roster(tmp_path, *lines)))
    file = roster(tmp_path, *lines[:35])
    refused = run(app, "people", file)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "--additional" in refused.stderr
    assert last_line(run(app, "people", file, "--dry-run"))["missing"] == 25
    added = last_line(run(app, "people", file, "--additional"))
    assert (added["missing"], added["additional"]) == (0, True)
    assert run(app, "people", file, "--absent", "24").exit_code == 2
    assert last_line(run(app, "people", file, "--absent", "25"))["missing"] == 25


def test_a_file_that_leaves_out_most_people_is_an_addition_by_itself(app: Flask, tmp_path: Path) -> None:
    plant_units(tmp_path)
    lines = [line(f"A-{n}", f"1985041120100120{n:02d}", f"ORANG {n}") for n in range(10, 50)]
    last_line(run(app, "people", roster(tmp_path, *lines)))
    done = run(app, "people", roster(tmp_path, lines[0], line("A-99", "198504112010012099", "ORANG BARU")))
    counts = last_line(done)
    assert (counts["created"], counts["missing"], counts["additional"]) == (1, 0, True)
    assert "Dibaca sebagai tambahan" in done.stderr


def test_a_first_list_says_that_earlier_months_have_nobody(app: Flask, tmp_path: Path) -> None:
    plant_units(tmp_path)
    result = run(app, "people", roster(tmp_path, line()), "--as-of", "2026-11-01")
    assert "Bulan sebelum 01-11-2026 tidak punya pegawai" in result.stderr


@pytest.mark.parametrize("spoiled", ["1,97505E+17", "1.97812252000081e+17", "1.97812E+17"])
def test_a_number_spoiled_by_a_spreadsheet_is_told_as_one(app: Flask, tmp_path: Path, spoiled: str) -> None:
    plant_units(tmp_path)
    result = run(app, "people", roster(tmp_path, line(nip=spoiled)))
    assert "tersimpan sebagai angka" in result.stderr
    assert "Tidak ada baris yang dapat diterapkan" in result.stderr
