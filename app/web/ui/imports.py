"""What pages of all imports share: refused rows as lines of a table, and as a workbook to send back."""

import tempfile
from collections.abc import Sequence
from typing import Any

from flask import Response

from app.imports.faults import RowFault
from app.imports.registry import ImportKind
from app.imports.rejects import write_refused_rows
from app.imports.services import record_export
from app.imports.sheet import SheetFile
from app.messages.imports import fault_sentence, sentences_of
from app.shared.transaction import begin_writing
from app.web.http.guards import current_actor
from app.web.ui.downloads import XLSX

MOST_ROWS = 200
"""So many refused rows stand on the page; the workbook holds all."""


def fault_rows(kind: ImportKind, faults: Sequence[RowFault]) -> list[tuple[int, str, str]]:
    """(row, what it is about, why and what to do) of the first refused rows."""
    label = kind.columns.label
    return [
        (one.row, one.label if label else kind.columns.title(one.column), fault_sentence(kind, one))
        for one in faults[:MOST_ROWS]
    ]


def send_rejects(
    kind: ImportKind,
    file: SheetFile[Any],
    refused: Sequence[RowFault],
    *,
    name: str,
    subject_id: int | None = None,
) -> Response:
    """The refused rows with their reasons as a workbook to send back; noted in the trail (decisions 23)."""
    with tempfile.TemporaryFile() as target:
        write_refused_rows(target, file, refused, sentences_of(kind))
        target.seek(0)
        answer = Response(target.read(), mimetype=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    begin_writing()
    record_export(kind, len(refused), actor=current_actor(), subject_id=subject_id)
    return answer
