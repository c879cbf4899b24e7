"""The refused rows of a file with their cells, as the workbook to send back wants them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from app.directory.roster_import.columns import REQUIRED, SYNONYMS
from app.directory.roster_import.drafts import RosterFile
from app.directory.roster_import.plan import RosterPlan
from app.excel.reader import open_table
from app.excel.rejects import RejectedRow

Sentence = Callable[[str, Mapping[str, object]], str]
PRIVATE = ("nik", "agama", "kawin", "hp", "alamat", "npwp", "bpjs", "email", "telepon", "telp")
"""Titles of columns that are left out of what is written again: nobody needs them to correct a row."""


def reject_rows(
    path: Path, file: RosterFile, plan: RosterPlan, sentence: Sentence, name: str | None = None
) -> tuple[Sequence[str], Iterator[RejectedRow]]:
    """(titles, rows) for `write_rejects`: the file is read once more for the cells of the refused rows."""
    kept = [number for number, title in enumerate(file.titles) if not _is_private(title)]
    titles = [file.titles[number] for number in kept]
    return titles, _rows(path, plan, sentence, name, kept)


def _rows(
    path: Path, plan: RosterPlan, sentence: Sentence, name: str | None, kept: Sequence[int]
) -> Iterator[RejectedRow]:
    why = {refusal.row: sentence(refusal.reason, refusal.facts) for refusal in plan.refused}
    with open_table(path, REQUIRED, SYNONYMS, name=name) as table:
        for number, cells in table.rows:
            if number in why:
                aligned = table.tabs.align(cells)
                yield number, why[number], [aligned[at] if at < len(aligned) else None for at in kept]


def _is_private(title: str) -> bool:
    words = title.casefold().replace("_", " ").split()
    return any(word in words for word in PRIVATE)
