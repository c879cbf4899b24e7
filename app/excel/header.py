"""Finds the header row of a table whose place and order nobody guarantees."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.excel import limits
from app.excel.errors import UnusableFile

_FOLD = re.compile(r"[\s_.\-\u00a0\u200b\ufeff*:]+")


@dataclass(frozen=True)
class Header:
    """Where each recognised column stands: ``columns`` maps its name to an index from 0; ``row`` is the
    header's number from 1; ``titles`` are the header's cells as text, as they stand in the file."""

    row: int
    columns: Mapping[str, int]
    titles: tuple[str, ...]

    def get(self, cells: Sequence[object], name: str) -> object:
        """The cell of that column, None when the file has no such column or the row is shorter."""
        index = self.columns.get(name)
        return cells[index] if index is not None and index < len(cells) else None


def fold_title(text: object) -> str:
    """A column title without case, blanks, underscores, dots and the like: "NIP_Baru " and "nip baru" are
    one.
    """
    return _FOLD.sub("", str(text)).casefold() if text is not None else ""


def find_header(
    rows: Iterator[tuple[int, list[object]]],
    required: Collection[Collection[str]],
    synonyms: Mapping[str, Collection[str]],
) -> Header:
    """Take rows from the iterator until one holds the needed columns; the iterator then stands below it.

    ``required`` are alternatives: one of these sets of column names must be there in full, e.g.
    ``[{"nip", "name"}, {"code", "name"}]``. ``synonyms`` maps each column name to the titles it goes by,
    best first; the folded name itself is not added. Raises UnusableFile ``no_header`` with ``missing``
    (the titles lacking in the row that came nearest), ``accepted`` (each of them with all titles that would
    do) and ``found`` (that row's titles), or ``doubled_header`` with ``column`` (the title) and ``row``.
    """
    ranks = _ranks(synonyms)
    nearest: set[str] | None = None
    seen: list[str] = []
    for number, cells in rows:
        found, doubled = _match(cells, ranks)
        if any(found.keys() >= set(names) for names in required):
            if doubled:
                raise UnusableFile("doubled_header", column=str(cells[doubled[0]]).strip(), row=number)
            titles = tuple("" if cell is None else str(cell).strip() for cell in cells)
            return Header(number, {name: index for name, (_rank, index) in found.items()}, titles)
        missing = min((set(names) - found.keys() for names in required), key=len)
        texts = [str(cell).strip() for cell in cells if isinstance(cell, str) and cell.strip()]
        if nearest is None or (len(missing), -len(texts)) < (len(nearest), -len(seen)):
            nearest, seen = missing, texts
        if number >= limits.HEADER_ROWS:
            break
    if nearest is None:
        raise UnusableFile("empty")
    accepted = {
        str(next(iter(synonyms[name]), name)): [str(one) for one in synonyms[name]] for name in nearest
    }
    raise UnusableFile("no_header", missing=sorted(accepted), accepted=accepted, found=seen)


def has_columns(
    titles: Collection[str],
    required: Collection[Collection[str]],
    synonyms: Mapping[str, Collection[str]],
) -> bool:
    """Whether a row of these titles would be the header of such a table."""
    found, _doubled = _match(list(titles), _ranks(synonyms))
    return any(found.keys() >= set(names) for names in required)


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
    """The columns found as name → (rank, index), and the indexes of titles that stand there twice.

    Two different titles of one column (NIP BARU beside NIP) are no doubling: the better one counts. With
    synonyms given as a set no title is better, and two of them are a doubling.
    """
    found: dict[str, tuple[int, int]] = {}
    doubled: list[int] = []
    for index, cell in enumerate(cells):
        match = ranks.get(fold_title(cell)) if isinstance(cell, str) else None
        if match is None:
            continue
        name, rank = match
        if name not in found or rank < found[name][0]:
            if name in found and rank == found[name][0]:
                doubled.append(index)
            found[name] = (rank, index)
        elif rank == found[name][0]:
            doubled.append(index)
    return found, doubled
