"""Two stored people who are one: whom a record was merged into, and the act that can be undone (ADR 0023)."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MERGED = sa.text("merged_into_id IS NOT NULL")


def upgrade() -> None:
    """One empty column and one empty table."""
    op.add_column("employee", sa.Column("merged_into_id", _ID, nullable=True))
    op.create_index(
        "ix_employee_merged", "employee", ["merged_into_id"], sqlite_where=_MERGED, postgresql_where=_MERGED
    )
    op.create_table(
        "person_merge",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("survivor_id", _ID, nullable=False),
        sa.Column("merged_id", _ID, nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("actor_id", _ID, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("survivor_id <> merged_id", name=op.f("ck_person_merge_two")),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["employee.id"], name=op.f("fk_person_merge_survivor_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["merged_id"], ["employee.id"], name=op.f("fk_person_merge_merged_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_person_merge_survivor_id"), "person_merge", ["survivor_id"])
    op.create_index(op.f("ix_person_merge_merged_id"), "person_merge", ["merged_id"])


def downgrade() -> None:
    """Table and column go; who was merged stays a record of its own without numbers."""
    op.drop_table("person_merge")
    op.drop_index("ix_employee_merged", "employee")
    op.execute("ALTER TABLE employee DROP COLUMN merged_into_id")
