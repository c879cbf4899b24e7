"""Stores the workbooks of new statements; their bytes never change (makers 14)."""

import hashlib
from collections.abc import Callable, Collection

from sqlalchemy import text

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.extensions import db
from app.settlement.models import StatementFile
from app.settlement.queries.settled import list_without_file
from app.settlement.queries.statements import StatementRow, list_statements
from app.shared.transaction import lock_table

_LOCK = text("LOCK TABLE statement_file IN SHARE ROW EXCLUSIVE MODE")

Build = Callable[[StatementRow], tuple[str, bytes]]
"""The name and the bytes of a statement's workbook."""


MOST_AT_ONCE = 100
"""So many workbooks are built while statements are made, which holds up every till; more are built in line with other
long work, or each when it is asked for.
"""


def store_missing_files(statement_ids: Collection[int], build: Build, *, actor: Actor) -> int:
    """Store the missing workbooks of these statements, with the lines settled then; returns their number."""
    lock_table(_LOCK)
    missing = list_without_file(statement_ids)
    if missing:
        store_statement_files(missing, build)
        details = {"files": len(missing)}
        record_event(
            "settlement.store_file", actor=actor, subject="statement", subject_id=missing[0], details=details
        )
    return len(missing)


def store_statement_files(statement_ids: Collection[int], build: Build) -> None:
    """Build, store and seal the workbooks of statements made in this transaction, one at a time."""
    for row in reversed(list_statements(ids=statement_ids)):
        name, content = build(row)
        sha256 = hashlib.sha256(content).hexdigest()
        file = StatementFile(statement_id=row.id, name=name, sha256=sha256, content=content)
        db.session.add(file)
        db.session.flush()
        seal_states("statement_file", [file.id])
        db.session.expunge(file)  # so that the bytes of all files are not in memory together
