"""A city's staff list from file to committed rows, against reading the file and inserting the same rows.

`python -m tests.bench.bench_roster [FILE …] [--rounds N]`. Floor: the fastest reader over the same file plus one
Core statement inserting the same people, both in this process; the product's path (preflight, reading, who is who,
people and postings, trail, seal, commit on SQLite FULL) may take four times as long (issue 2, Figures). A round runs
floor and product in turn on a fresh database; figures are medians. Without a FILE a list of 4.261 people is made.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import flask_migrate
from python_calamine import CalamineWorkbook
from sqlalchemy import create_engine, event, insert, select

from app import create_app
from app.audit.rules import SYSTEM
from app.directory.imports import UNITS
from app.directory.lookups import EMPLOYEE
from app.directory.services import apply_roster
from app.excel.column_widths import Column, Sheet
from app.excel.writer import write_workbook
from app.extensions import db
from app.imports.services import import_file
from app.shared.transaction import commit
from config import Settings
from tests.bench.figures import Figure, table

BAR = 4.0
PEOPLE = 4_261
LEAVES = 300
WIDTH = 69
"""Columns of a SIASN export; most are blank or never read."""
READ = (
    "PNS ID", "NIP BARU", "NAMA", "GELAR BELAKANG", "KEDUDUKAN HUKUM NAMA", "STATUS CPNS PNS", "GOL AKHIR NAMA",
    "JENIS JABATAN NAMA", "JABATAN NAMA", "UNOR ID", "UNOR NAMA", "ESELON NAMA",
)  # fmt: skip


def make_units(path: Path) -> Path:
    """A root, 36 OPDs, and leaves below them."""
    rows = [("R", "Pemerintah Kota", "")]
    rows += [(f"D{number}", f"Dinas Nomor {number}", "R") for number in range(36)]
    rows += [(f"S{number}", f"Sekolah Nomor {number}", f"D{number % 36}") for number in range(LEAVES)]
    columns = tuple(Column(title) for title in ("ID", "NAMA_UNOR", "ID_ATASAN"))
    write_workbook(path, [Sheet("Data", columns, rows)])
    return path


def make_people(path: Path, count: int = PEOPLE) -> Path:
    """A list as wide as the real export, with the columns that are read among many that are not."""
    others = [f"KOLOM {number}" for number in range(WIDTH - len(READ))]
    columns = tuple(Column(title) for title in (*READ, *others))

    def row(number: int) -> list[str]:
        born = date(1968, 1, 1).toordinal() + number * 3
        nip = f"{date.fromordinal(born):%Y%m%d}20100{number % 9 + 1}1{number % 900 + 1:03d}"
        unit = number % LEAVES
        texts = [
            f"P-{number:06d}", nip, f"PEGAWAI NOMOR {number}", "S.Pd.", "Aktif", "P", "III/d",
            "Jabatan Fungsional", "Guru Ahli Muda", f"S{unit}", f"Sekolah Nomor {unit}",
            ("-", "NON ESELON", "")[number % 3],
        ]  # fmt: skip
        return texts + ["Ambon" if at % 7 == 0 else "" for at in range(len(others))]

    write_workbook(path, [Sheet("Data", columns, map(row, range(count)))])
    return path


def time_floor(file: Path, rows: list[dict[str, Any]], folder: Path) -> float:
    """Seconds for the fastest reader over the file, and one Core statement with the same people, committed."""
    engine = create_engine(f"sqlite:///{folder / 'floor.sqlite'}")

    @event.listens_for(engine, "connect")
    def _durable(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    with engine.begin() as connection:
        EMPLOYEE.create(connection)
    start = time.perf_counter()
    for _row in CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).iter_rows():
        pass
    with engine.begin() as connection:
        connection.execute(insert(EMPLOYEE), rows)
    spent = time.perf_counter() - start
    engine.dispose()
    return spent


def time_product(file: Path, units: Path, folder: Path) -> tuple[float, list[dict[str, Any]]]:
    """Seconds from the file to committed rows, and the people that were written."""
    url = f"sqlite:///{folder / 'city.sqlite'}"
    settings = Settings(
        app_env="testing", database_url=url, secret_key="bench-key-1f8c6a90d2", instance_path=folder
    )
    app = create_app(settings)
    with app.app_context():
        logging.getLogger("alembic").setLevel(logging.WARNING)
        flask_migrate.upgrade()
        import_file(UNITS, units, actor=SYSTEM)
        commit()
        start = time.perf_counter()
        apply_roster(file, actor=SYSTEM, as_of=date(2026, 11, 1))
        commit()
        spent = time.perf_counter() - start
        rows = [dict(row) for row in db.session.execute(select(EMPLOYEE)).mappings()]
        db.session.remove()
        db.engine.dispose()
    return spent, rows


def run(rounds: int = 3, files: tuple[Path, ...] = (), units: Path | None = None) -> list[Figure]:
    """One figure per file."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        lists = files or (make_people(home / "people.xlsx"),)
        tree = units or make_units(home / "units.xlsx")
        return [_compare(file, tree, home, rounds) for file in lists]


def _compare(file: Path, units: Path, home: Path, rounds: int) -> Figure:
    ratios, floors, ours = [], [], []
    count = 0
    for _round in range(rounds):
        with tempfile.TemporaryDirectory(dir=home) as name:
            spent, rows = time_product(file, units, Path(name))
            floor = time_floor(file, rows, Path(name))
        count = len(rows)
        ratios.append(spent / floor)
        floors.append(floor)
        ours.append(spent)
    return Figure(
        f"Daftar {count} pegawai, dari berkas sampai tersimpan / roster, file to committed rows",
        median(ours),
        "s",
        floor=median(floors),
        ratio=median(ratios),
        bar=BAR,
    )


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--units", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(table(run(options.rounds, tuple(options.files), options.units)))


if __name__ == "__main__":
    main()
