"""Roster files as cities send them, made for one test: a small tree, people, workbooks, text tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from app.audit.rules import SYSTEM
from app.directory.imports import UNITS as UNITS_FILE
from app.directory.models import Employee, Posting, Unit
from app.directory.services import RosterOutcome, apply_roster
from app.extensions import db
from app.imports.services import import_file
from app.shared.transaction import commit

UNITS = (
    ("ID", "NAMA_UNOR", "ID_ATASAN"),
    ("R", "Pemerintah Kota Contoh", ""),
    ("D", "Dinas Pendidikan", "R"),
    ("S4", "SMP Negeri 4", "D"),
    ("S12", "SD Negeri 12", "D"),
    ("DU", "Sub Bagian Umum", "D"),
    ("K", "Dinas Kesehatan", "R"),
    ("P", "Puskesmas Nania", "K"),
    ("KU", "Sub Bagian Umum", "K"),
)
HEADER = (
    "PNS ID",
    "NIP BARU",
    "NAMA",
    "GELAR DEPAN",
    "GELAR BELAKANG",
    "NIK",
    "JENIS PEGAWAI NAMA",
    "KEDUDUKAN HUKUM NAMA",
    "STATUS CPNS PNS",
    "GOL AKHIR NAMA",
    "JENIS JABATAN NAMA",
    "JABATAN NAMA",
    "UNOR ID",
    "UNOR NAMA",
    "ESELON NAMA",
)
MARTHA, YOHANIS, PAULUS = "198504112010012009", "197903052005011003", "199002012015071004"
JANUARY, AUGUST, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (1, 8, 10, 11))
_DEFAULTS = {
    "PNS ID": "A-1",
    "NIP BARU": MARTHA,
    "NAMA": "MARTHA WATTIMENA",
    "GELAR DEPAN": "",
    "GELAR BELAKANG": "S.Pd.",
    "NIK": "'8171010101850001",
    "JENIS PEGAWAI NAMA": "PNS Daerah Kab/Kota yang bekerja pada Kab/Kota",
    "KEDUDUKAN HUKUM NAMA": "Aktif",
    "STATUS CPNS PNS": "P",
    "GOL AKHIR NAMA": "III/d",
    "JENIS JABATAN NAMA": "Jabatan Fungsional",
    "JABATAN NAMA": "Guru Ahli Muda",
    "UNOR ID": "S4",
    "UNOR NAMA": "SMP Negeri 4",
    "ESELON NAMA": "-",
}

Cells = Sequence[Any]


def line(pns_id: str = "A-1", nip: Any = MARTHA, name: str = "MARTHA WATTIMENA", **changes: Any) -> list[Any]:
    """One row under HEADER; changes by column title with _ for blanks: `ESELON_NAMA="IIIa"`."""
    values = _DEFAULTS | {"PNS ID": pns_id, "NIP BARU": nip, "NAMA": name}
    values |= {title.replace("_", " "): value for title, value in changes.items()}
    return [values[title] for title in HEADER]


def yohanis(**changes: Any) -> list[Any]:
    """A second person."""
    return line("A-2", YOHANIS, "YOHANIS LATUPERISSA", **changes)


def paulus(**changes: Any) -> list[Any]:
    """A third person."""
    return line("A-3", PAULUS, "PAULUS TUPAMAHU", **changes)


def write_xlsx(path: Path, rows: Iterable[Cells], titles: Iterable[Cells] = ()) -> Path:
    """A workbook; text stays text, numbers stay numbers, `titles` stand above the header."""
    book = Workbook()
    sheet = book.active
    for row in (*titles, *rows):
        sheet.append(list(row))
    book.save(path)
    return path


def write_csv(path: Path, rows: Iterable[Cells], delimiter: str = ";", encoding: str = "utf-8") -> Path:
    """A text table."""
    text = "\r\n".join(delimiter.join("" if cell is None else str(cell) for cell in row) for row in rows)
    path.write_text(text + "\r\n", encoding=encoding, newline="")
    return path


def roster(path: Path, *lines: Cells, header: Cells = HEADER) -> Path:
    """A workbook of people."""
    return write_xlsx(path / "pegawai.xlsx", [header, *lines])


def plant_units(path: Path, rows: Iterable[Cells] = UNITS) -> None:
    """Bring the small tree in."""
    import_file(UNITS_FILE, write_csv(path / "unor.csv", rows), actor=SYSTEM)
    commit()


def take_in(
    path: Path, *lines: Cells, as_of: date = JANUARY, header: Cells = HEADER, absent: int | None = None
) -> RosterOutcome:
    """Write a file of these people and apply it as a complete list."""
    outcome = apply_roster(roster(path, *lines, header=header), actor=SYSTEM, as_of=as_of, absent=absent)
    commit()
    return outcome


def person(**keys: Any) -> Employee:
    """The one person with these values."""
    db.session.expire_all()
    return db.session.query(Employee).filter_by(**keys).one()


def history(employee: Employee) -> list[tuple[date, str]]:
    """(from when, at which unit) of a person, oldest first."""
    rows = (
        db.session.query(Posting.effective_from, Unit.external_id)
        .join(Unit, Unit.id == Posting.unit_id)
        .filter(Posting.employee_id == employee.id)
        .order_by(Posting.effective_from)
    )
    return [(day, unit) for day, unit in rows]


def refusals(outcome: RosterOutcome) -> list[tuple[int, str]]:
    """(row, reason) of each refused row."""
    return [(refusal.row, refusal.reason) for refusal in outcome.plan.refused]


def balanced(counts: dict[str, int]) -> bool:
    """Whether every row was dealt with (decisions, commands)."""
    parts = ("created", "changed", "unchanged", "refused", "blank")
    return counts["rows"] == sum(counts[part] for part in parts)
