"""What employees say of their record: "bukan saya", "belum tercatat", and the answers."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """The table of disputes."""
    op.create_table(
        "dispute",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("employee_id", _ID, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("sale_id", _ID, nullable=True),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("booth_id", _ID, nullable=True),
        sa.Column("bought_at", _INSTANT, nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("receipt", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("answer", sa.String(300), nullable=False),
        sa.Column("answered_by", _ID, nullable=True),
        sa.Column("answered_at", _INSTANT, nullable=True),
        sa.Column("outcome_id", _ID, nullable=True),
        sa.CheckConstraint("kind IN ('not_mine','missing')", name=op.f("ck_dispute_kind")),
        sa.CheckConstraint("state IN ('open','granted','declined')", name=op.f("ck_dispute_state")),
        sa.CheckConstraint(
            "(kind = 'not_mine') = (sale_id IS NOT NULL)", name=op.f("ck_dispute_about_a_sale")
        ),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_dispute_employee_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_dispute_sale_id")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_dispute_booth_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["user_account.id"], name=op.f("fk_dispute_answered_by")),
        sa.ForeignKeyConstraint(["outcome_id"], ["sale.id"], name=op.f("fk_dispute_outcome_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_dispute_employee_id"), "dispute", ["employee_id"])
    op.create_index(
        "uq_dispute_open_sale",
        "dispute",
        ["sale_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    """Back to no disputes."""
    op.drop_table("dispute")
