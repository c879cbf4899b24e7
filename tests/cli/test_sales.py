"""`sales import`: where refused rows cannot be written, nothing is stored."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import Result
from flask import Flask

from app.booths.models import Booth
from app.extensions import db
from app.sales.models import Sale
from app.shared.transaction import rollback
from tests.ledger import make_city
from tests.sales.test_import import HEADER, ROW

pytestmark = pytest.mark.sqlite


def run(app: Flask, *arguments: Any) -> Result:
    rollback()
    return app.test_cli_runner().invoke(args=["sales", "import", *map(str, arguments)])


@pytest.fixture
def book(app: Flask, tmp_path: Path) -> Path:
    """A sound row; on a second sheet a refused one whose TOTAL is a formula; and a sheet of notes."""
    make_city()
    made = openpyxl.Workbook()
    made.active.append(HEADER)
    made.active.append(list(ROW.values()))
    second = made.create_sheet("Minggu 2")
    second.append(HEADER)
    second.append(list((ROW | {"BARIS": 2, "TOTAL": "=1+1"}).values()))
    made.create_sheet("Catatan").append(["halo"])
    made.save(tmp_path / "buku.xlsx")
    return tmp_path / "buku.xlsx"


def test_a_folder_for_the_refused_rows_exits_with_2_and_stores_nothing(app: Flask, book: Path) -> None:
    booths = db.session.query(Booth).count()
    result = run(app, book, "--rejects", book.parent)
    assert (result.exit_code, result.stdout, db.session.query(Sale).count()) == (2, "", 0)
    assert "adalah folder" in result.stderr
    assert db.session.query(Booth).count() == booths


def test_refused_rows_that_cannot_be_written_store_nothing(
    app: Flask, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.cli.sales.write_rejects", full)
    result = run(app, book, "--rejects", book.parent / "tolak.xlsx")
    assert (result.exit_code, db.session.query(Sale).count()) == (2, 0)
    assert "tidak dapat ditulis" in result.stderr


def test_refused_rows_come_back_with_their_sheet_and_can_be_sent_again(app: Flask, book: Path) -> None:
    rejects = book.parent / "tolak.xlsx"
    result = run(app, book, "--rejects", rejects)
    assert (result.exit_code, db.session.query(Sale).count()) == (0, 1)
    assert "Baris 2 (Minggu 2) ditolak: kolom TOTAL berisi rumus" in result.stderr
    assert "Lembar 'Catatan' tidak dibaca" in result.stderr
    made = openpyxl.load_workbook(rejects)
    head = [cell.value for cell in made.active[1]]
    assert head[:3] == ["BARIS BERKAS", "LEMBAR KERJA", "ALASAN"]
    total = made.active.cell(2, head.index("TOTAL") + 1)
    assert (made.active.cell(2, 2).value, total.value) == ("Minggu 2", None)
    total.value = "30000"
    made.save(rejects)
    result = run(app, rejects)
    assert (result.exit_code, db.session.query(Sale).count()) == (0, 2), result.output
