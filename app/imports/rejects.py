"""Writes the refused rows of a file with their reasons as a workbook that users correct and upload again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from app.excel.reader import open_table
from app.excel.rejects import RejectedRow, write_rejects
from app.imports.faults import RowFault
from app.imports.sheet import SheetFile

PRIVATE = frozenset(
    "nik kk agama kawin lahir kelamin pendidikan modal omzet hp alamat npwp bpjs email telepon telp".split()
)
"""Words in titles of columns that are not written again when they were not read: correcting a row needs none."""


def write_refused_rows(
    target: Path | BinaryIO,
    file: SheetFile[Any],
    refused: Sequence[RowFault],
    sentence: Callable[[RowFault], str],
) -> None:
    """Write the rows in `refused`; reads the file again for their cells. UnusableFile, OSError."""
    places = [place for place, title in enumerate(file.titles) if not _is_private(title, file)]
    titles = [file.titles[place] for place in places]
    rows = _read_cells(file, {one.row: sentence(one) for one in refused}, places)
    write_rejects(target, titles, rows, several_sheets=len(file.sheets) > 1)


def _read_cells(
    file: SheetFile[Any], reasons: Mapping[int, str], places: Sequence[int]
) -> Iterator[RejectedRow]:
    with open_table(file.path, file.columns.required, file.columns.synonyms, name=file.name) as table:
        for number, cells in table.rows:
            if number in reasons:
                aligned = table.tabs.align(cells)
                yield number, reasons[number], [aligned[at] if at < len(aligned) else None for at in places]


def _is_private(title: str, file: SheetFile[Any]) -> bool:
    return title in file.unread and bool(PRIVATE & set(title.casefold().replace("_", " ").split()))
