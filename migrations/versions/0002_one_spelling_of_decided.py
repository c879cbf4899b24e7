"""What was decided about a waiting row is spelled one way: decision, decision_reason, decided_by, decided_at.

Values stay as they are. Both engines carry keys, checks, indexes and SQLite's triggers along with a renamed column.
On PostgreSQL guards name purgeable columns in a text, and from 18 on "not null" has a name made of the column's.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0002"
down_revision = "2026_11_0001"
branch_labels = None
depends_on = None

RENAMED = (
    ("pending_void", "applied_at", "decided_at"),
    ("sale_conflict", "settled_at", "decided_at"),
    ("sale_conflict", "reason", "decision_reason"),
    ("held_item", "reason", "decision_reason"),
)
_GUARDS = """SELECT tgname, tgrelid::regclass, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
AND tgrelid IN ('sale_conflict'::regclass, 'held_item'::regclass) ORDER BY tgname"""
_NOT_NULL = "SELECT conname FROM pg_constraint WHERE conrelid = CAST(:of AS regclass) AND conname = :name"


def upgrade() -> None:
    """The names before → the names after."""
    for table, before, after in RENAMED:
        _rename(table, before, after)
    _rename_in_guards(",reason'", ",decision_reason'")


def downgrade() -> None:
    """And back."""
    for table, before, after in RENAMED:
        _rename(table, after, before)
    _rename_in_guards(",decision_reason'", ",reason'")


def _rename(table: str, before: str, after: str) -> None:
    op.execute(f"ALTER TABLE {table} RENAME COLUMN {before} TO {after}")
    if op.get_bind().dialect.name != "sqlite":
        name = f"{table}_{before}_not_null"
        if op.get_bind().scalar(sa.text(_NOT_NULL), {"of": table, "name": name}):
            op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {name} TO {table}_{after}_not_null")


def _rename_in_guards(before: str, after: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for name, table, definition in op.get_bind().execute(sa.text(_GUARDS)).all():
        if before in definition:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(definition.replace(before, after))
