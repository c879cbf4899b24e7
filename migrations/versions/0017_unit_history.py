"""Units get dates: what changes of one from a day on, by an act that can be undone as a whole (ADR 0019)."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Empty tables and columns: every unit stands as it stood so far, until its first change."""
    op.create_table(
        "unit_act",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("letter", sa.String(120), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("actor_id", _ID, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('import','add','rename','move','merge','end')", name=op.f("ck_unit_act_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_act")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "unit_change",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("act_id", _ID, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("name", sa.String(200), nullable=True),
        sa.Column("parent_id", _ID, nullable=True),
        sa.Column("is_ended", sa.Boolean(), nullable=True),
        sa.Column("successor_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["unit_act.id"], name=op.f("fk_unit_change_act_id_unit_act")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_change_unit_id_unit")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_change_parent_id_unit")),
        sa.ForeignKeyConstraint(["successor_id"], ["unit.id"], name=op.f("fk_unit_change_successor_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_unit_change_act_id"), "unit_change", ["act_id"])
    op.create_index(op.f("ix_unit_change_unit_id"), "unit_change", ["unit_id"])


def downgrade() -> None:
    """Back to units without dates: what was recorded first holds again."""
    op.drop_table("unit_change")
    op.drop_table("unit_act")
