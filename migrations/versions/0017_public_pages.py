"""Public pages: the name of each product's and maker's page, and what they tell. Those there are get their names."""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0017"
down_revision = "2026_12_0016"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def upgrade() -> None:
    """Three tables; a name for every product and maker."""
    _create_public_token()
    _create_product_story()
    _create_maker_story()
    _name_all()


def downgrade() -> None:
    """The tables go, and with them the addresses that were printed."""
    op.drop_table("maker_story")
    op.drop_table("product_story")
    op.drop_table("public_token")


def _create_public_token() -> None:
    op.create_table(
        "public_token",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(7), nullable=False),
        sa.Column("target_id", _ID, nullable=False),
        sa.Column("token", sa.String(16), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("retired_at", _INSTANT, nullable=True),
        sa.CheckConstraint("kind IN ('product','maker')", name=op.f("ck_public_token_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_token")),
        sa.UniqueConstraint("kind", "target_id", name=op.f("uq_public_token_kind_target_id")),
        sa.UniqueConstraint("token", name=op.f("uq_public_token_token")),
        sqlite_autoincrement=True,
    )


def _create_product_story() -> None:
    op.create_table(
        "product_story",
        sa.Column("product_id", _ID, autoincrement=False, nullable=False),
        sa.Column("story", sa.String(2000), nullable=False),
        sa.Column("how_made", sa.String(2000), nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_story_product_id")),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_product_story")),
    )


def _create_maker_story() -> None:
    op.create_table(
        "maker_story",
        sa.Column("maker_id", _ID, autoincrement=False, nullable=False),
        sa.Column("story", sa.String(2000), nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_maker_story_maker_id")),
        sa.PrimaryKeyConstraint("maker_id", name=op.f("pk_maker_story")),
    )


def _name_all() -> None:
    token = sa.table(
        "public_token",
        sa.column("kind", sa.String),
        sa.column("target_id", sa.BigInteger),
        sa.column("token", sa.String),
        sa.column("made_at", _INSTANT),
    )
    connection, now = op.get_bind(), datetime.now(UTC)
    for kind in ("product", "maker"):
        ids = connection.execute(sa.select(sa.column("id")).select_from(sa.table(kind))).scalars().all()
        rows = [{"kind": kind, "target_id": one, "token": _make_token(), "made_at": now} for one in ids]
        if rows:
            op.bulk_insert(token, rows)


def _make_token() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(10))
