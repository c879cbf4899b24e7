"""The refused rows of a file with their cells, as the workbook to send back wants them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from app.directory.roster_import.columns import REQUIRED, SYNONYMS
from app.directory.roster_import.drafts import RosterFile
from app.directory.roster_import.plan import RosterPlan
from app.excel.rejects import RejectedRow, read_rejected_rows

Sentence = Callable[[str, Mapping[str, object]], str]
PRIVATE = ("nik", "agama", "kawin", "hp", "alamat", "npwp", "bpjs", "email", "telepon", "telp")
"""Titles of columns that are left out of what is written again: nobody needs them to correct a row."""


def reject_rows(
    path: Path, file: RosterFile, plan: RosterPlan, sentence: Sentence, name: str | None = None
) -> tuple[Sequence[str], Iterator[RejectedRow]]:
    """(titles, rows) for `write_rejects`: the file is read once more for the cells of the refused rows."""
    kept = [number for number, title in enumerate(file.titles) if not _is_private(title)]
    titles = [file.titles[number] for number in kept]
    why = {refusal.row: sentence(refusal.reason, refusal.facts) for refusal in plan.refused}
    return titles, read_rejected_rows(path, REQUIRED, SYNONYMS, why, name=name, columns=kept)


def _is_private(title: str) -> bool:
    words = title.casefold().replace("_", " ").split()
    return any(word in words for word in PRIVATE)
