"""A roster import can be undone: what it changed about each person, and that it was undone (ADR 0036)."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "2026_12_0006"
down_revision = "2026_12_0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)
_CHECK = "ck_roster_upload_state"


@contextmanager
def _altering(name: str, **options: bool) -> Iterator[BatchOperations]:
    """A table to alter. SQLite copies it, so that its text is that of a new one; the copy has no checks."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table(name, recreate="always" if is_sqlite else "never", table_kwargs=options) as batch:
        yield batch


def _set_states(batch: BatchOperations, *states: str) -> None:
    names = ",".join(f"'{one}'" for one in states)
    if op.get_bind().dialect.name != "sqlite":
        batch.drop_constraint(op.f(_CHECK), type_="check")
    batch.create_check_constraint(op.f(_CHECK), f"state IN ({names})")


def upgrade() -> None:
    """Add the table and the columns."""
    with _altering("roster_upload", sqlite_autoincrement=True) as batch:
        batch.add_column(sa.Column("undone_at", _INSTANT, nullable=True))
        batch.add_column(sa.Column("undone_by", _ID, nullable=True))
        batch.add_column(sa.Column("undo_reason", sa.String(300), server_default="", nullable=False))
        _set_states(batch, "previewed", "applied", "discarded", "undone")
    with _altering("roster_listing") as batch:
        batch.add_column(sa.Column("upload_id", _ID, nullable=True))
    op.create_table(
        "roster_change",
        sa.Column("upload_id", _ID, nullable=False),
        sa.Column("employee_id", _ID, nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_roster_change_employee_id")),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["roster_upload.id"], name=op.f("fk_roster_change_upload_id")
        ),
        sa.PrimaryKeyConstraint("upload_id", "employee_id", name=op.f("pk_roster_change")),
    )
    op.create_index(op.f("ix_roster_change_employee_id"), "roster_change", ["employee_id"])


def downgrade() -> None:
    """Take them out; an undone import is shown as a file that was put away."""
    op.drop_table("roster_change")
    with _altering("roster_listing") as batch:
        batch.drop_column("upload_id")
    op.execute("UPDATE roster_upload SET state = 'discarded' WHERE state = 'undone'")
    with _altering("roster_upload", sqlite_autoincrement=True) as batch:
        for name in ("undo_reason", "undone_by", "undone_at"):
            batch.drop_column(name)
        _set_states(batch, "previewed", "applied", "discarded")
