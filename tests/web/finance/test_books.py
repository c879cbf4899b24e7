"""A sales book comes in by a page: looked at first, its unknown names named, refused rows to send again."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook

from app.audit.rules import SYSTEM
from app.booths.queries import find_booth
from app.booths.services import create_booth
from app.extensions import db
from app.sales.models import Sale
from app.shared.transaction import begin_writing, commit
from tests.pages import Page, PageClient
from tests.sales.test_import import HEADER, ROW


@pytest.fixture
def finance(app: Flask, as_role: Callable[..., PageClient]) -> PageClient:
    """Finance, in a city with one booth."""
    begin_writing()
    create_booth("Balai Kota", actor=SYSTEM)
    commit()
    return as_role("finance")


def book(path: Path, *changes: dict[str, Any]) -> Path:
    """A book of one row per change of ROW, on sheets lines of their own."""
    made = Workbook()
    made.active.append(HEADER)
    for line, change in enumerate(changes, 1):
        values = ROW | {"BARIS": line} | change
        made.active.append([values[title] for title in HEADER])
    made.save(path / "buku.xlsx")
    return path / "buku.xlsx"


def send(finance: PageClient, file: Path, expect: int = 200) -> Page:
    finance.get("/keuangan/buku")
    data = {"file": (io.BytesIO(file.read_bytes()), file.name)}
    return finance.post("/keuangan/buku", data, expect, content_type="multipart/form-data")


def sales() -> int:
    return db.session.query(Sale).count()


def test_a_book_is_looked_at_before_it_is_written(finance: PageClient, tmp_path: Path) -> None:
    page = send(finance, book(tmp_path, {"POJOK": "Balai Kota"}, {"POJOK": "Balai Kota", "TOTAL": 1}))
    assert "2 baris: 1 baru, 0 berubah, 0 tetap, 1 ditolak" in page.text
    assert "tidak sama dengan JUMLAH × HARGA SATUAN" in page.text
    assert page.rows()[-1]["Kolom"] == "TOTAL"
    assert sales() == 0
    done = page.form("terapkan").submit().follow()
    assert "Buku penjualan masuk: 1 baru" in done.text
    assert (sales(), done.rows()[0]["Ditolak"]) == (1, "1")


def test_a_booth_that_looks_like_another_is_set_up_only_when_agreed_to(
    finance: PageClient, tmp_path: Path
) -> None:
    page = send(finance, book(tmp_path, {"POJOK": "Balai Kotta"}))
    assert "mirip “Balai Kota”" in page.text
    again = page.form("terapkan").submit(expect=422)
    assert (sales(), find_booth("Balai Kotta")) == (0, None)
    again.form("terapkan").submit(is_agreed="y")
    assert (sales(), find_booth("Balai Kotta") is not None) == (1, True)


def test_refused_rows_of_a_book_come_back_as_a_workbook(finance: PageClient, tmp_path: Path) -> None:
    page = send(finance, book(tmp_path, {"POJOK": "Balai Kota", "TOTAL": 1}))
    answer = page.form("/keuangan/buku/ditolak").submit(expect=200)
    rows = list(load_workbook(io.BytesIO(answer.response.data)).active.iter_rows(values_only=True))
    assert rows[0][:2] == ("BARIS BERKAS", "ALASAN")
    assert "JUMLAH × HARGA SATUAN" in rows[1][1]


def test_another_kind_of_file_is_told_where_it_belongs(finance: PageClient, tmp_path: Path) -> None:
    made = Workbook()
    made.active.append(["ID", "NAMA_UNOR", "ID_ATASAN"])
    made.active.append(["R", "Kota", ""])
    made.save(tmp_path / "unor.xlsx")
    assert "Ini daftar unit kerja" in send(finance, tmp_path / "unor.xlsx", expect=422).text


def test_a_file_that_is_gone_is_not_applied(finance: PageClient, tmp_path: Path) -> None:
    page = send(finance, book(tmp_path, {"POJOK": "Balai Kota"}))
    page.form("terapkan").submit(expect=404, sha256="0" * 64)
    assert sales() == 0
