"""`flask certificates import | list`: the closing line of JSON, refused rows, one line per certificate and product."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from app.audit.rules import SYSTEM
from app.imports.services import import_file
from app.makers.imports import PRODUCTS
from app.shared.transaction import begin_writing, commit

DATA = Path(__file__).resolve().parents[2] / "app/demo/data"


@pytest.fixture
def city(app: Flask) -> Flask:
    begin_writing()
    import_file(PRODUCTS, DATA / "produk_umkm.xlsx", actor=SYSTEM)
    commit()
    return app


def test_a_sheet_is_imported_and_listed_as_of_a_day(city: Flask) -> None:
    run = city.test_cli_runner()
    done = run.invoke(args=["certificates", "import", str(DATA / "sertifikat.xlsx")])
    assert done.exit_code == 0
    counts = json.loads(done.stdout.splitlines()[-1])
    assert counts == {"rows": 9, "created": 9, "changed": 0, "unchanged": 0, "refused": 0, "blank": 0}
    listed = run.invoke(args=["certificates", "list", "--on", "2026-06-30"])
    rows = [json.loads(line) for line in listed.stdout.splitlines()]
    assert len(rows) == 9
    sagu = next(row for row in rows if row["number"] == "2068171861836-26")
    assert sagu == {
        "maker": "Sagu Lempeng Mama Ocha", "product": "Sagu lempeng 10 keping", "kind": "P-IRT",
        "number": "2068171861836-26", "expires_on": "2026-06-30", "validity": "expiring", "checked": True,
    }  # fmt: skip
    later = run.invoke(args=["certificates", "list", "--on", "2026-07-01"]).stdout.splitlines()
    assert sum(json.loads(line)["validity"] == "lapsed" for line in later) == 2


def test_refused_rows_are_written_and_odd_ones_told(city: Flask, tmp_path: Path) -> None:
    sheet, rejects = tmp_path / "surat.csv", tmp_path / "tolak.xlsx"
    sheet.write_text(
        "UMKM;JENIS;NOMOR\nTak Ada;P-IRT;2068171861836-26\nDapur Kenari;Halal;KH-1\n", encoding="utf-8"
    )
    done = city.test_cli_runner().invoke(
        args=["certificates", "import", str(sheet), "--rejects", str(rejects)]
    )
    assert (done.exit_code, json.loads(done.stdout)["refused"]) == (0, 1)
    assert "nomor ketetapan halal" in done.stderr and rejects.is_file()


@pytest.mark.parametrize("day", ["kemarin", "2026-13-01", "31-10-2026"])
def test_a_day_that_is_none_ends_with_a_sentence(city: Flask, day: str) -> None:
    done = city.test_cli_runner().invoke(args=["certificates", "list", "--on", day])
    assert done.exit_code == 2 and "TAHUN-BULAN-HARI" in done.stderr
