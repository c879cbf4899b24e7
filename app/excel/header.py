"""Finds the header row of a table, in any of the first rows and with columns in any order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.excel import limits
from app.excel.errors import UnusableFile

_FOLD = re.compile(r"[\s_.\-\u00a0\u200b\ufeff*:]+")


@dataclass(frozen=True)
class Header:
    """The header: ``columns`` maps each recognised column to its index from 0; ``row`` is the header's number from 1;
    ``titles`` are the header's cells as text, as in the file."""

    row: int
    columns: Mapping[str, int]
    titles: tuple[str, ...]

    def get(self, cells: Sequence[object], name: str) -> object:
        """The cell of that column; None if the file has no such column or the row is shorter."""
        index = self.columns.get(name)
        return cells[index] if index is not None and index < len(cells) else None


def fold_title(text: object) -> str:
    """A column title without case, blanks, underscores, dots and the like: "NIP_Baru " equals "nip baru"."""
    return _FOLD.sub("", str(text)).casefold() if text is not None else ""


def find_header(
    rows: Iterator[tuple[int, list[object]]],
    required: Collection[Collection[str]],
    synonyms: Mapping[str, Collection[str]],
) -> Header:
    """Read rows from the iterator until one has the required columns; the next row is then the first below the header.

    ``required`` are alternatives: the row must have one of these sets of column names in full, e.g.
    ``[{"nip", "name"}, {"code", "name"}]``. ``synonyms`` maps each column name to its accepted titles, best first; the
    folded name itself is not added. Raises UnusableFile ``no_header`` with ``missing`` (the missing titles of the most
    similar row), ``accepted`` (each of them with all accepted titles) and ``found`` (that row's titles), or
    ``doubled_header`` with ``column`` (the title) and ``row``.
    """
    ranks = _ranks(synonyms)
    nearest: set[str] | None = None
    seen: list[str] = []
    for number, cells in rows:
        columns, doubled = _match(cells, ranks)
        if any(columns.keys() >= set(names) for names in required):
            if doubled:
                raise UnusableFile("doubled_header", column=str(cells[doubled[0]]).strip(), row=number)
            titles = tuple("" if cell is None else str(cell).strip() for cell in cells)
            return Header(number, {name: index for name, (_rank, index) in columns.items()}, titles)
        missing = min((set(names) - columns.keys() for names in required), key=len)
        texts = [str(cell).strip() for cell in cells if isinstance(cell, str) and cell.strip()]
        if nearest is None or (len(missing), -len(texts)) < (len(nearest), -len(seen)):
            nearest, seen = missing, texts
        if number >= limits.HEADER_ROWS:
            break
    if nearest is None:
        raise UnusableFile("empty")
    accepted = {
        str(next(iter(synonyms[name]), name)): [str(synonym) for synonym in synonyms[name]]
        for name in nearest
    }
    raise UnusableFile("no_header", missing=sorted(accepted), accepted=accepted, found=seen)


def has_columns(
    titles: Collection[str],
    required: Collection[Collection[str]],
    synonyms: Mapping[str, Collection[str]],
) -> bool:
    """Whether a row of these titles would be the header of such a table."""
    columns, _doubled = _match(list(titles), _ranks(synonyms))
    return any(columns.keys() >= set(names) for names in required)


def _ranks(synonyms: Mapping[str, Collection[str]]) -> dict[str, tuple[str, int]]:
    ranks: dict[str, tuple[str, int]] = {}
    for name, titles in synonyms.items():
        ordered = sorted(titles) if isinstance(titles, (set, frozenset)) else titles
        for rank, title in enumerate(ordered):
            ranks[fold_title(title)] = (name, 0 if isinstance(titles, (set, frozenset)) else rank)
    return ranks


def _match(
    cells: list[object], ranks: Mapping[str, tuple[str, int]]
) -> tuple[dict[str, tuple[int, int]], list[int]]:
    """(name → (rank, index) of the matching columns, indexes of repeated titles).

    Two different titles of one column (NIP BARU beside NIP) are allowed: the better one is used. If the synonyms are a
    set, none is better, so two of them count as repeated.
    """
    columns: dict[str, tuple[int, int]] = {}
    doubled: list[int] = []
    for index, cell in enumerate(cells):
        match = ranks.get(fold_title(cell)) if isinstance(cell, str) else None
        if match is None:
            continue
        name, rank = match
        if name not in columns or rank < columns[name][0]:
            if name in columns and rank == columns[name][0]:
                doubled.append(index)
            columns[name] = (rank, index)
        elif rank == columns[name][0]:
            doubled.append(index)
    return columns, doubled
