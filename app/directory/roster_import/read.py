"""Reads a roster file into drafts and refusals, each row by itself; `match` then finds the people."""

from collections.abc import Callable
from pathlib import Path

from app.directory.roster_import.columns import LENGTHS, Keys, RosterFile
from app.directory.roster_import.drafts import Draft
from app.directory.rules import (
    NipError,
    UnitTree,
    UnknownWord,
    fold_name,
    read_code,
    read_echelon,
    read_grade,
    read_nip,
    read_position_kind,
    read_service,
    read_status,
    status_from_grade,
)
from app.excel.invisible_marks import CellMark
from app.imports.faults import RowRefused
from app.imports.sheet import SheetRow
from app.shared.text import normalize

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\ufeff\u00ad\u2060"))


def read_roster(path: Path, tree: UnitTree, name: str | None = None) -> RosterFile:
    """Read the whole file. `name`: the user's name for the file. UnusableFile if it is no table of people."""
    file = RosterFile()
    return file.read(path, RowReader(tree, file.refused_keys).read, name)


class RowReader:
    """Reads rows, given the tree of units. The numbers of refused rows are added to `refused_keys`."""

    def __init__(self, tree: UnitTree, refused_keys: list[Keys]) -> None:
        self._tree = tree
        self._refused_keys = refused_keys
        self._places: dict[tuple[str, str, str], int] = {}

    def read(self, row: SheetRow) -> Draft:
        """Read one row. RowRefused."""
        try:
            return self._read(row)
        except RowRefused:
            self._refused_keys.append(
                (
                    _or_none(self._key, "pns_id", row),
                    _or_none(self._nip, row),
                    _or_none(self._key, "code", row),
                )
            )
            raise

    def _read(self, row: SheetRow) -> Draft:
        nip = self._nip(row)
        code = self._key("code", row)
        pns_id = self._key("pns_id", row)
        if nip is None and code is None:
            raise RowRefused("no_number")
        name = self._text("name", row)
        if not name:
            raise RowRefused("no_name")
        try:
            grade = self._optional("grade", row)
            grade = grade if grade is None else read_grade(grade)
            status, service = self._status(row, grade)
            echelon = self._optional("echelon", row)
            kind = self._optional("position_kind", row)
            return Draft(
                row.number,
                pns_id,
                nip,
                code,
                name,
                self._optional("front_title", row),
                self._optional("back_title", row),
                self._unit(row),
                status,
                service,
                echelon if echelon is None else read_echelon(echelon),
                self._optional("position", row),
                kind if kind is None else read_position_kind(kind),
                self._fits("grade", grade),
            )
        except UnknownWord as word:
            raise RowRefused(f"unknown_{word.field}", word.field, text=word.text[:60]) from None

    def _text(self, name: str, row: SheetRow) -> str:
        """The cell's text with single blanks; empty if there is no such column or the cell is empty."""
        cell = row.get(name)
        if cell is None:
            return ""
        if not isinstance(cell, str):
            cell = _cell_text(cell, name)
        text = " ".join(cell.split())
        if not (text.isascii() and text.isprintable()):
            text = _clean(text)
        if text in ("-", "–"):
            return ""
        return text if name == "grade" else self._fits(name, text) or ""  # grades are shortened first

    def _fits(self, name: str, text: str | None) -> str | None:
        if text and len(text) > LENGTHS.get(name, 200):
            raise RowRefused("too_long", name, limit=LENGTHS.get(name, 200))
        return text

    def _optional(self, name: str, row: SheetRow) -> str | None:
        """The cell's text; None if the file has no such column."""
        return self._text(name, row) if row.has(name) else None

    def _key(self, name: str, row: SheetRow) -> str | None:
        return read_code(self._text(name, row)) or None

    def _nip(self, row: SheetRow) -> str | None:
        cell = row.get("nip")
        if isinstance(cell, CellMark):
            _cell_text(cell, "nip")
        if cell is None or cell in ("-", "–"):
            return None
        try:
            return read_nip(cell if isinstance(cell, str | int | float) else str(cell))
        except NipError as error:
            if error.reason == "empty":
                return None
            raise RowRefused(f"nip_{error.reason}", "nip", **error.facts) from None

    def _status(self, row: SheetRow, grade: str | None) -> tuple[str, str | None]:
        """(status, service). `status` is empty if the row does not have it.

        An old STATUS column may hold Aktif or Pensiun instead.
        """
        service = self._optional("service", row)
        read = service if service is None else read_service(service) or "active"
        text = self._text("status", row)
        try:
            status = read_status(text)
        except UnknownWord:
            if service is not None:
                raise
            status = ""
            read = _service_in_status(text)
        kind = read_status(self._text("employment", row))
        if not status:
            status = kind if kind.startswith("PPPK") else read_status(self._text("cpns_pns", row)) or kind
        return status or status_from_grade(grade or ""), read

    def _unit(self, row: SheetRow) -> int:
        key = (self._text("unit_code", row).upper(), self._text("unit", row), self._text("opd", row))
        if key in self._places:
            return self._places[key]
        code, name, opd = key
        unit = self._tree.by_external_id.get(code) if code else None
        if unit is None:
            unit = find_unit(self._tree, name, opd)
            if code and code != "-":
                row.warn("unit_by_name", "unit_code", text=code)
                return self._present(unit)  # not cached, so that each row with that code gets a warning
        self._places[key] = self._present(unit)
        return self._places[key]

    def _present(self, unit: int) -> int:
        """The unit, or the one it was merged into, because lists may still name the old one. RowRefused if it ended."""
        present = self._tree.successor(unit)
        if present is None:
            raise RowRefused("ended_unit", text=self._tree.name(unit))
        return present


def find_unit(tree: UnitTree, name: str, opd: str) -> int:
    """The unit with this name, unique in the city or within the OPD named in the row. RowRefused otherwise."""
    if not name and not opd:
        raise RowRefused("no_unit")
    above = tree.by_name.get(fold_name(opd)) if opd else None
    if not name:
        if above is None:
            raise RowRefused("unknown_unit", text=opd)
        return above
    folded = fold_name(name)
    unit = tree.by_name.get(folded)
    if unit is not None:
        return unit
    if folded not in tree.by_name:
        raise RowRefused("unknown_unit", text=name)
    within = [one for one in tree.below(above) if fold_name(tree.name(one)) == folded] if above else []
    if len(within) != 1:
        raise RowRefused("ambiguous_unit", text=name)
    return within[0]


def _or_none(read: Callable[..., str | None], *arguments: object) -> str | None:
    try:
        return read(*arguments)
    except RowRefused:
        return None


def _service_in_status(text: str) -> str:
    try:
        return read_service(text)
    except UnknownWord:
        raise UnknownWord("status", text) from None


def _cell_text(cell: object, name: str) -> str:
    """A cell that is not text, as text. RowRefused for a formula or an error value."""
    if isinstance(cell, CellMark):
        raise RowRefused("formula" if cell is CellMark.FORMULA else "error_cell", name)
    return str(cell)


def _clean(text: str) -> str:
    text = " ".join(normalize(text).translate(_INVISIBLE).split())
    if not text.isprintable():
        raise RowRefused("characters")
    return text
