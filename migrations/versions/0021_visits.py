"""Visits to makers, their answers and findings, and capacity."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0021"
down_revision = "2026_12_0020"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Four tables."""
    _create_visit()
    _create_visit_answer()
    _create_finding()
    _create_capacity()


def downgrade() -> None:
    """What was seen at makers goes."""
    for table in ("capacity", "finding", "visit_answer", "visit"):
        op.drop_table(table)


def _create_visit() -> None:
    op.create_table(
        "visit",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("maker_id", _ID, nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("visitor", sa.String(100), nullable=False),
        sa.Column("checklist", sa.Integer(), nullable=False),
        sa.Column("remark", sa.String(500), nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("recorded_by", _ID, nullable=True),
        sa.CheckConstraint("checklist > 0", name=op.f("ck_visit_checklist")),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_visit_maker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("uuid", name=op.f("uq_visit_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_visit_maker_id"), "visit", ["maker_id"])


def _create_visit_answer() -> None:
    op.create_table(
        "visit_answer",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("visit_id", _ID, nullable=False),
        sa.Column("item", sa.String(20), nullable=False),
        sa.Column("answer", sa.String(14), nullable=False),
        sa.CheckConstraint("answer IN ('good','fix','not_applicable')", name=op.f("ck_visit_answer_answer")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_answer_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_answer")),
        sa.UniqueConstraint("visit_id", "item", name=op.f("uq_visit_answer_visit_id_item")),
        sqlite_autoincrement=True,
    )


def _create_finding() -> None:
    live = sa.text("state IN ('open','said_done')")
    op.create_table(
        "finding",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("visit_id", _ID, nullable=False),
        sa.Column("maker_id", _ID, nullable=False),
        sa.Column("item", sa.String(20), nullable=False),
        sa.Column("advice", sa.String(300), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("said_at", _INSTANT, nullable=True),
        sa.Column("closed_at", _INSTANT, nullable=True),
        sa.Column("closed_by", _ID, nullable=True),
        sa.Column("closing_reason", sa.String(300), nullable=False),
        sa.CheckConstraint("state IN ('open','said_done','verified','dropped')", name=op.f("ck_finding_state")),
        sa.CheckConstraint(
            "(state IN ('verified','dropped')) = (closed_at IS NOT NULL)", name=op.f("ck_finding_closed")
        ),
        sa.CheckConstraint("state <> 'said_done' OR said_at IS NOT NULL", name=op.f("ck_finding_said")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_finding_visit_id")),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_finding_maker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("uq_finding_live"), "finding", ["maker_id", "item"], unique=True, sqlite_where=live,
        postgresql_where=live,
    )  # fmt: skip


def _create_capacity() -> None:
    op.create_table(
        "capacity",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("recorded_by", _ID, nullable=True),
        sa.CheckConstraint("pieces BETWEEN 0 AND 999999999", name=op.f("ck_capacity_pieces")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_capacity_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity")),
        sa.UniqueConstraint("product_id", "since", name=op.f("uq_capacity_product_id_since")),
        sqlite_autoincrement=True,
    )
