"""`makers import` and `device add`, as scripts call them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.booths.queries import find_booth
from app.extensions import db
from app.makers.models import Product
from app.tills.queries.tills import find_till_by_token


def book(folder: Path, *rows: tuple[Any, ...]) -> str:
    made = Workbook()
    for row in (("UMKM", "PRODUK", "KATEGORI", "HARGA", "BERLAKU SEJAK", "KODE BATANG"), *rows):
        made.active.append(row)
    path = folder / "produk.xlsx"
    made.save(path)
    return str(path)


def test_the_last_line_is_json_and_its_equation_holds(app: Any, tmp_path: Path) -> None:
    path = book(
        tmp_path,
        ("Kopi Tuni", "Kopi", "Minuman", 24000, "01-01-2026", "8990001"),
        ("Kopi Tuni", "Teh", "Minuman", 2.5, None, None),
        (None, None, None, None, None, None),
    )
    for created, unchanged in ((1, 0), (0, 1)):
        done = app.test_cli_runner().invoke(args=["makers", "import", path])
        assert done.exit_code == 0, done.output
        line = json.loads(done.stdout.strip().splitlines()[-1])
        parts = ("created", "changed", "unchanged", "refused", "blank")
        assert line["rows"] == sum(line[part] for part in parts)
        assert (line["created"], line["unchanged"], line["refused"]) == (created, unchanged, 1)
        assert "Baris 3 ditolak" in done.stderr
    assert db.session.query(Product).count() == 1


@pytest.mark.both_engines
def test_an_unusable_file_is_exit_two_and_changes_nothing(app: Any, tmp_path: Path) -> None:
    (tmp_path / "rusak.xlsx").write_bytes(b"PK\x03\x04 rusak")
    for path in (tmp_path / "rusak.xlsx", tmp_path / "tidak-ada.xlsx"):
        done = app.test_cli_runner().invoke(args=["makers", "import", str(path)])
        assert done.exit_code == 2 and done.stderr and not done.stdout
    assert db.session.query(Product).count() == 0


def test_the_token_is_the_last_word_and_the_booth_is_made(app: Any) -> None:
    done = app.test_cli_runner().invoke(args=["device", "add", "Tablet 1", "--booth", "Pojok Baru"])
    assert done.exit_code == 0
    till = find_till_by_token(done.stdout.split()[-1])
    booth = find_booth("pojok baru")
    assert till is not None and booth is not None and till.booth_id == booth.id and till.name == "Tablet 1"


def test_a_till_without_a_name_is_refused_in_words(app: Any) -> None:
    done = app.test_cli_runner().invoke(args=["device", "add", " ", "--booth", "Pojok Baru"])
    assert done.exit_code == 2 and "nama" in done.stderr
    assert find_booth("pojok baru") is None
