"""The verb that stores the workbook of a new statement: its bytes stay as they were made (makers 14)."""

import hashlib
from collections.abc import Callable, Collection

from app.audit.state_seal import seal_states
from app.extensions import db
from app.settlement.models import StatementFile
from app.settlement.queries.statements import StatementRow, list_statements

Build = Callable[[StatementRow], tuple[str, bytes]]
"""The name and the bytes of a statement's workbook."""


def store_statement_files(statement_ids: Collection[int], build: Build) -> None:
    """Build, store and seal the workbooks of statements made in this transaction, one at a time."""
    for row in reversed(list_statements(ids=statement_ids)):
        name, content = build(row)
        sha256 = hashlib.sha256(content).hexdigest()
        file = StatementFile(statement_id=row.id, name=name, sha256=sha256, content=content)
        db.session.add(file)
        db.session.flush()
        seal_states("statement_file", [file.id])
        db.session.expunge(file)  # the bytes of many need not stand in memory together
