"""Counts of a shelf that wait for tills, and tills that are let go."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0024"
down_revision = "2026_12_0023"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One table, and one unfinished count per booth."""
    op.create_table(
        "count_release",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("count_id", _ID, nullable=False),
        sa.Column("till_id", _ID, nullable=False),
        sa.Column("reason", sa.String(100), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", _ID, nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_count_release_reason")),
        sa.ForeignKeyConstraint(["count_id"], ["stock_count.id"], name=op.f("fk_count_release_count_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_count_release_till_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_release")),
        sa.UniqueConstraint("count_id", "till_id", name=op.f("uq_count_release_count_id_till_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_count_release_till_id"), "count_release", ["till_id"])
    unfinished = sa.text("state IN ('open','waiting')")
    op.create_index(
        op.f("uq_stock_count_unfinished"), "stock_count", ["booth_id"], unique=True,
        sqlite_where=unfinished, postgresql_where=unfinished,
    )  # fmt: skip


def downgrade() -> None:
    """Why tills were let go is lost."""
    op.drop_index(op.f("uq_stock_count_unfinished"), "stock_count")
    op.drop_table("count_release")
