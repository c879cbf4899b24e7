"""Imports agreements from a sheet. Importing a sheet again changes nothing.

The key is maker, booth and first day. Rows that contradict terms used by a statement are refused (makers 5, 11).
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.audit.rules import Actor
from app.booths.queries import list_booth_ids
from app.imports.cells import read_day, read_needed
from app.imports.effect import ImportEffect
from app.imports.faults import RowRefused
from app.imports.sheet import Columns, SheetFile, SheetRow
from app.makers.queries import list_maker_ids
from app.makers.rules import fold_name
from app.settlement.queries.terms import LastSettled, list_all_terms, list_last_settled
from app.settlement.rules import MOST_DUE_DAYS, MOST_SHARE, Holder, Terms
from app.settlement.services.terms import agree_terms

COLUMNS = Columns(
    {
        "maker": ["UMKM", "NAMA UMKM", "NAMA USAHA"],
        "booth": ["POJOK"],
        "since": ["BERLAKU SEJAK"],
        "share": ["BAGIAN POJOK (%)", "BAGIAN POJOK", "BAGIAN (%)"],
        "loss": ["RUSAK/HILANG DITANGGUNG", "RUSAK DITANGGUNG"],
        "expiry": ["KEDALUWARSA DITANGGUNG"],
        "days": ["PEMBAYARAN (HARI)", "PEMBAYARAN"],
    },
    required=[{"maker", "booth", "since", "share"}],
    label="maker",
)
_BEARERS: dict[str, Holder] = {"pojok": "booth", "umkm": "maker"}
Key = tuple[int, int, date]


@dataclass(frozen=True, slots=True)
class TermsRow:
    """One row: the names as written, and the terms."""

    number: int
    maker: str
    booth: str
    since: date
    terms: Terms


@dataclass
class TermsPlan(ImportEffect):
    """The changes that the sheet would make."""

    changes: dict[Key, Terms] = field(default_factory=dict)


def read_terms(path: Path, name: str | None = None) -> SheetFile[TermsRow]:
    """The rows of the sheet, read without the database. UnusableFile."""
    return SheetFile[TermsRow](COLUMNS).read(path, _read, name)


def _read(row: SheetRow) -> TermsRow:
    maker, booth = read_needed(row.get("maker"), "maker", 200), read_needed(row.get("booth"), "booth", 120)
    since = read_day(row.get("since"), "since")
    terms = Terms(
        _read_upto(row, "share", MOST_SHARE),
        _read_bearer(row, "loss", "booth"),
        _read_bearer(row, "expiry", "maker"),
        _read_upto(row, "days", MOST_DUE_DAYS) if row.get("days") is not None else Terms().due_days,
    )
    return TermsRow(row.number, maker, booth, since, terms)


def _read_upto(row: SheetRow, column: str, most: int) -> int:
    cell = row.get(column)
    if isinstance(cell, str):
        digits = cell.strip().removesuffix("%").strip()
        cell = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else cell
    if not isinstance(cell, int) or isinstance(cell, bool) or not 0 <= cell <= most:
        raise RowRefused(f"{column}_range", column, "" if cell is None else cell)
    return cell


def _read_bearer(row: SheetRow, column: str, default: Holder) -> Holder:
    cell = row.get(column)
    if cell is None:
        return default
    bearer = _BEARERS.get(cell.strip().casefold()) if isinstance(cell, str) else None
    if bearer is None:
        raise RowRefused("bearer", column, cell)
    return bearer


def plan_terms(file: SheetFile[TermsRow]) -> TermsPlan:
    """Check the rows against makers, booths, stored terms and settled lines; writes nothing."""
    plan = TermsPlan.of(file)
    makers, booths = list_maker_ids(), list_booth_ids()
    stored, settled = list_all_terms(), list_last_settled()
    for row in file.rows:
        try:
            _judge(plan, row, _key_of(row, makers, booths), stored, settled)
        except RowRefused as refused:
            plan.refused.append(refused.at(row.number, row.maker))
    plan.refused.sort(key=lambda fault: fault.row)
    return plan


def _key_of(row: TermsRow, makers: dict[str, int], booths: dict[str, int]) -> Key:
    maker_id, booth_id = makers.get(fold_name(row.maker)), booths.get(fold_name(row.booth))
    if maker_id is None:
        raise RowRefused("maker_unknown", "maker", row.maker)
    if booth_id is None:
        raise RowRefused("booth_unknown", "booth", row.booth)
    return maker_id, booth_id, row.since


def _judge(
    plan: TermsPlan,
    row: TermsRow,
    key: Key,
    stored: dict[Key, Terms],
    settled: dict[tuple[int, int], LastSettled],
) -> None:
    before = stored.get(key)
    if before == row.terms:
        plan.unchanged += 1
        return
    last = settled.get(key[:2])
    if last is not None and row.since <= last.day:
        raise RowRefused("settled", "since", number=last.number)
    if key in plan.changes:
        raise RowRefused("twice", "since")
    plan.changes[key] = row.terms
    stored[key] = row.terms
    if before is None:
        plan.created += 1
    else:
        plan.changed += 1


def apply_terms(plan: TermsPlan, *, actor: Actor) -> TermsPlan:
    """Write a plan made in the same transaction."""
    for (maker_id, booth_id, since), terms in plan.changes.items():
        agree_terms(maker_id, booth_id, since, terms, actor=actor)
    return plan
