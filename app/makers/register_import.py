"""Imports the Dinas' sheet of makers: creates new ones, completes existing ones. Importing it again changes nothing.

Only the columns named here are read; NIK, family number and all other columns are never read (makers 2).
"""

from dataclasses import dataclass, field
from pathlib import Path

from app.audit.rules import Actor
from app.excel.invisible_marks import CellMark
from app.imports.cells import read_text
from app.imports.effect import ImportEffect
from app.imports.faults import RowFault, RowRefused
from app.imports.sheet import Columns, SheetFile, SheetRow
from app.makers.claims import list_doubts
from app.makers.profiles import complete_maker, register_maker
from app.makers.queries import list_maker_ids, list_profiles
from app.makers.registration import SIZE_CLASSES, MakerDraft, changes_profile, read_nib, read_phone
from app.makers.rules import fold_name

COLUMNS = Columns(
    {
        "name": ["NAMA USAHA", "UMKM", "NAMA UMKM"],
        "owner": ["NAMA PEMILIK", "PEMILIK"],
        "phone": ["NO HP", "NOMOR HP", "HP"],
        "village": ["KELURAHAN", "DESA/KELURAHAN", "NEGERI/KELURAHAN"],
        "sector": ["SEKTOR"],
        "size": ["SKALA USAHA"],
        "kbli": ["KBLI"],
        "nib": ["NIB"],
        "pirt": ["PIRT", "P-IRT"],
        "halal": ["HALAL"],
        "bpom": ["BPOM"],
        "brand": ["MEREK"],
        "capacity": ["KAPASITAS PER BULAN"],
        "unit": ["SATUAN"],
        "shop": ["TOKO DARING"],
    },
    required=[{"name", "owner"}],
    label="name",
)
_CLAIMS = {"pirt": "pirt", "halal": "halal", "bpom": "bpom", "merek": "brand", "shop": "shop"}
_MOST_CAPACITY = 999_999_999
_NO = frozenset({"", "-", "tidak", "tidak ada", "belum", "belum ada", "0"})


@dataclass(frozen=True, slots=True)
class MakerRow:
    """One row with the values read from it."""

    number: int
    draft: MakerDraft


@dataclass
class RegisterPlan(ImportEffect):
    """The changes the sheet would make: drafts of new makers, and of existing ones by maker id."""

    new: list[MakerDraft] = field(default_factory=list)
    existing: list[tuple[int, MakerDraft]] = field(default_factory=list)
    warnings: list[RowFault] = field(default_factory=list)


def read_register(path: Path, name: str | None = None) -> SheetFile[MakerRow]:
    """The rows of the sheet, read without the database. UnusableFile."""
    seen: set[str] = set()
    return SheetFile[MakerRow](COLUMNS).read(path, lambda row: _read(row, seen), name)


def _read(row: SheetRow, seen: set[str]) -> MakerRow:
    name = read_text(row.get("name"), "name", 100)
    if not name:
        raise RowRefused("name_missing", "name")
    owner = read_text(row.get("owner"), "owner", 100)
    if not owner:
        raise RowRefused("owner_missing", "owner")
    key = fold_name(name)
    if key in seen:
        raise RowRefused("duplicate", "name")
    draft = MakerDraft(
        name=name,
        owner_name=owner,
        phone=_read_phone(row),
        village=_read_free(row, "village", 60),
        sector=_read_free(row, "sector", 60),
        size_class=_read_size(row),
        kbli=_read_free(row, "kbli", 5),
        nib=_read_nib(row.get("nib")),
        capacity=_read_capacity(row),
        capacity_unit=_read_free(row, "unit", 20),
        claims={kind: text for kind, column in _CLAIMS.items() if (text := _read_claim(row, column))},
    )
    for kind, text in draft.claims.items():
        for reason, facts in list_doubts((kind, text)):
            row.warn(reason, _CLAIMS[kind], **facts)
    seen.add(key)
    return MakerRow(row.number, draft)


def _read_nib(cell: object) -> str | None:
    """The NIB as text of 13 digits, None for a blank. A number cell may have lost digits: refused."""
    if cell is None or (isinstance(cell, str) and cell.strip().casefold() in _NO):
        return None
    nib = read_nib(cell) if isinstance(cell, str) else None
    if nib is None:
        raise RowRefused("nib_unreadable", "nib")
    return nib


def _read_free(row: SheetRow, column: str, longest: int) -> str:
    """An optional cell; an unreadable one is left out with a warning."""
    try:
        return read_text(row.get(column), column, longest)
    except RowRefused:
        row.warn("left_out", column)
        return ""


def _read_phone(row: SheetRow) -> str:
    cell = row.get("phone")
    phone = None if isinstance(cell, CellMark | float) or cell is None else read_phone(str(cell))
    if phone is None and cell is not None:
        row.warn("left_out", "phone")
    return phone or ""


def _read_size(row: SheetRow) -> str:
    text = _read_free(row, "size", 60).casefold()
    size = SIZE_CLASSES.get(text.removeprefix("usaha ").strip(), "")
    if text and not size:
        row.warn("left_out", "size")
    return size


def _read_capacity(row: SheetRow) -> int | None:
    cell = row.get("capacity")
    if isinstance(cell, str) and cell.strip().isascii() and cell.strip().isdigit() and len(cell.strip()) <= 9:
        cell = int(cell)
    if isinstance(cell, int) and not isinstance(cell, bool) and 0 < cell <= _MOST_CAPACITY:
        return cell
    if cell is not None:
        row.warn("left_out", "capacity")
    return None


def _read_claim(row: SheetRow, column: str) -> str:
    text = _read_free(row, column, 200)
    return "" if text.casefold() in _NO else text


def plan_register(file: SheetFile[MakerRow]) -> RegisterPlan:
    """Compare the rows with the stored makers; writes nothing."""
    plan = RegisterPlan.of(file, warnings=file.warnings)
    ids = list_maker_ids()
    maker_ids = [ids.get(fold_name(row.draft.name)) for row in file.rows]
    profiles = list_profiles([maker_id for maker_id in maker_ids if maker_id is not None])
    for one, maker_id in zip(file.rows, maker_ids, strict=True):
        if maker_id is None:
            plan.new.append(one.draft)
            plan.created += 1
        elif (existing := profiles.get(maker_id)) is None or changes_profile(
            one.draft, existing.values, existing.claims
        ):
            plan.existing.append((maker_id, one.draft))
            plan.changed += 1
        else:
            plan.unchanged += 1
    return plan


def apply_register(plan: RegisterPlan, *, actor: Actor) -> RegisterPlan:
    """Write a plan made in the same transaction."""
    for draft in plan.new:
        register_maker(draft, origin="sheet", actor=actor)
    for maker_id, draft in plan.existing:
        complete_maker(maker_id, draft, actor=actor)
    return plan
