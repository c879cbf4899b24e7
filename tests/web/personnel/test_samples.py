"""The sample files offered beside each upload are taken in as they are."""

from pathlib import Path

from flask import Flask

from app.audit.rules import SYSTEM
from app.directory.services import apply_roster, import_units
from app.makers.catalogue_import import apply_catalogue, plan_catalogue, read_catalogue
from app.sales.paper.sales_import import apply_book, read_book
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from tests.shape.house import ROOT

SAMPLES = ROOT / "app/static/contoh"


def sample(name: str) -> Path:
    return SAMPLES / f"{name}.csv"


def test_every_sample_is_taken_in_without_a_refused_row(app: Flask) -> None:
    units = import_units(sample("unit-kerja"), actor=SYSTEM)
    commit()
    people = apply_roster(sample("daftar-pegawai"), actor=SYSTEM, as_of=clock.today().replace(day=1))
    commit()
    plan = plan_catalogue(read_catalogue(sample("daftar-produk")), today=clock.today())
    begin_writing()
    apply_catalogue(plan, actor=SYSTEM)
    commit()
    book = apply_book(read_book(sample("buku-penjualan"), clock.today()), actor=SYSTEM)
    assert [len(units.refused), len(people.plan.refused), len(plan.refused), len(book.rejected)] == [
        0,
        0,
        0,
        0,
    ]
    assert (book.created, book.unresolved, book.unknown.products) == (2, 0, ())
