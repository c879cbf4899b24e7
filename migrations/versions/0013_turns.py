"""Turns at the booth on the day of the joint shopping, presence, contacts and their outcomes."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0013"
down_revision = "2026_12_0012"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Four tables."""
    _create_turn()
    _create_turn_presence()
    _create_maker_contact()
    _create_contact_outcome()


def downgrade() -> None:
    """The tables go, with all that was recorded."""
    for name in ("contact_outcome", "maker_contact", "turn_presence", "turn"):
        op.drop_table(name)


def _create_turn() -> None:
    op.create_table(
        "turn",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("maker_id", _ID, nullable=False),
        sa.Column("origin", sa.String(7), nullable=False),
        sa.Column("offered_at", _INSTANT, nullable=False),
        sa.Column("offered_by", _ID, nullable=True),
        sa.Column("answer", sa.String(8), nullable=False),
        sa.Column("answered_at", _INSTANT, nullable=True),
        sa.Column("story", sa.String(500), nullable=False),
        sa.CheckConstraint("origin IN ('list','walk_in')", name=op.f("ck_turn_origin")),
        sa.CheckConstraint("answer IN ('','accepted','passed')", name=op.f("ck_turn_answer")),
        sa.CheckConstraint("(answer = '') = (answered_at IS NULL)", name=op.f("ck_turn_answered")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_turn_booth_id")),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_turn_maker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn")),
        sa.UniqueConstraint("day", "maker_id", name=op.f("uq_turn_day_maker_id")),
        sqlite_autoincrement=True,
    )
    for column in ("booth_id", "maker_id"):
        op.create_index(op.f(f"ix_turn_{column}"), "turn", [column])


def _create_turn_presence() -> None:
    op.create_table(
        "turn_presence",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("turn_id", _ID, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("source", sa.String(5), nullable=False),
        sa.Column("recorded_by", _ID, nullable=True),
        sa.CheckConstraint("source IN ('card','clerk')", name=op.f("ck_turn_presence_source")),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name=op.f("fk_turn_presence_turn_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn_presence")),
        sa.UniqueConstraint("turn_id", name=op.f("uq_turn_presence_turn_id")),
        sqlite_autoincrement=True,
    )


def _create_maker_contact() -> None:
    op.create_table(
        "maker_contact",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("maker_id", _ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("partner", sa.String(100), nullable=False),
        sa.Column("about", sa.String(200), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("made_by", _ID, nullable=True),
        sa.CheckConstraint("partner <> ''", name=op.f("ck_maker_contact_partner")),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_maker_contact_maker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maker_contact")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_maker_contact_maker_id"), "maker_contact", ["maker_id"])


def _create_contact_outcome() -> None:
    op.create_table(
        "contact_outcome",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("contact_id", _ID, nullable=False),
        sa.Column("after_days", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(7), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("told_at", _INSTANT, nullable=False),
        sa.Column("told_by", _ID, nullable=True),
        sa.CheckConstraint("after_days IN (30,90)", name=op.f("ck_contact_outcome_after_days")),
        sa.CheckConstraint(
            "outcome IN ('ordered','talking','nothing')", name=op.f("ck_contact_outcome_outcome")
        ),
        sa.CheckConstraint(
            "amount IS NULL OR (outcome = 'ordered' AND amount > 0 AND amount <= 999999999999)",
            name=op.f("ck_contact_outcome_amount"),
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["maker_contact.id"], name=op.f("fk_contact_outcome_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_outcome")),
        sa.UniqueConstraint("contact_id", "after_days", name=op.f("uq_contact_outcome_contact_id_after_days")),
        sqlite_autoincrement=True,
    )
