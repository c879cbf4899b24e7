"""The sample files offered beside each upload are taken in as they are."""

from pathlib import Path

from flask import Flask

from app.audit.rules import SYSTEM
from app.directory.imports import PEOPLE, UNITS
from app.imports.services import import_file
from app.makers.imports import PRODUCTS
from app.sales.imports import SALES_BOOK
from app.shared.transaction import commit
from tests.shape.house import ROOT

SAMPLES = ROOT / "app/static/contoh"


def sample(name: str) -> Path:
    return SAMPLES / f"{name}.csv"


def test_every_sample_is_taken_in_without_a_refused_row(app: Flask) -> None:
    for kind, name in ((UNITS, "unit-kerja"), (PEOPLE, "daftar-pegawai"), (PRODUCTS, "daftar-produk")):
        assert not import_file(kind, sample(name), actor=SYSTEM).refused
        commit()
    book = import_file(SALES_BOOK, sample("buku-penjualan"), actor=SYSTEM)
    assert not book.refused
    assert (book.created, book.unresolved, book.unknown.products) == (2, 0, ())
