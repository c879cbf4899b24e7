"""Shops of makers elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0020"
down_revision = "2026_12_0019"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One table."""
    op.create_table(
        "channel",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("maker_id", _ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("state", sa.String(7), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("seen_by", _ID, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('claimed','seen','gone')", name=op.f("ck_channel_state")),
        sa.CheckConstraint("state <> 'seen' OR seen_on IS NOT NULL", name=op.f("ck_channel_seen")),
        sa.CheckConstraint("(seen_on IS NULL) = (seen_by IS NULL)", name=op.f("ck_channel_seen_by")),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_channel_maker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sa.UniqueConstraint("maker_id", "address", name=op.f("uq_channel_maker_id_address")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """The table goes, with the addresses and who looked at them."""
    op.drop_table("channel")
