"""Certificates of makers and their goods, the goods' groups, and the city's own rules for them."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0014"
down_revision = "2026_12_0013"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Four tables."""
    _create_certificate()
    _create_certificate_product()
    _create_product_goods()
    _create_certificate_rules()


def downgrade() -> None:
    """What was known of certificates goes."""
    for table in ("certificate_rules", "product_goods", "certificate_product", "certificate"):
        op.drop_table(table)


def _create_certificate() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("maker_id", _ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("number_key", sa.String(60), nullable=False),
        sa.Column("issuer", sa.String(100), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(7), nullable=False),
        sa.Column("claimed_at", _INSTANT, nullable=False),
        sa.Column("claimed_by", _ID, nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.String(100), nullable=False),
        sa.Column("replaces_id", _ID, nullable=True),
        sa.Column("ended_as", sa.String(9), nullable=False),
        sa.Column("ended_at", _INSTANT, nullable=True),
        sa.Column("end_reason", sa.String(300), nullable=False),
        sa.CheckConstraint("source IN ('sheet','import','officer','maker')", name=op.f("ck_certificate_source")),
        sa.CheckConstraint("(checked_on IS NULL) = (checked_by = '')", name=op.f("ck_certificate_checked")),
        sa.CheckConstraint(
            "checked_on IS NULL OR number_key <> ''", name=op.f("ck_certificate_checked_number")
        ),
        sa.CheckConstraint(
            "expires_on IS NULL OR issued_on IS NULL OR expires_on >= issued_on", name=op.f("ck_certificate_dates")
        ),
        sa.CheckConstraint(
            "ended_as IN ('','revoked','not_found','mistaken')", name=op.f("ck_certificate_ended_as")
        ),
        sa.CheckConstraint("(ended_as = '') = (ended_at IS NULL)", name=op.f("ck_certificate_ended")),
        sa.CheckConstraint(
            "replaces_id IS NULL OR replaces_id <> id", name=op.f("ck_certificate_replaces_other")
        ),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_certificate_maker_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["certificate.id"], name=op.f("fk_certificate_replaces_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("maker_id", "kind", "number_key", name=op.f("uq_certificate_maker_id_kind_number_key")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_certificate_replaces_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_certificate_expires_on"), "certificate", ["expires_on"])


def _create_certificate_product() -> None:
    op.create_table(
        "certificate_product",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("certificate_id", _ID, nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_product_certificate_id")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_certificate_product_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_product")),
        sa.UniqueConstraint(
            "certificate_id", "product_id", name=op.f("uq_certificate_product_certificate_id_product_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_certificate_product_product_id"), "certificate_product", ["product_id"])


def _create_product_goods() -> None:
    op.create_table(
        "product_goods",
        sa.Column("product_id", _ID, autoincrement=False, nullable=False),
        sa.Column("goods", sa.String(20), nullable=False),
        sa.Column("set_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_goods_product_id")),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_product_goods")),
    )


def _create_certificate_rules() -> None:
    op.create_table(
        "certificate_rules",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("loaded_at", _INSTANT, nullable=False),
        sa.Column("loaded_by", _ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_rules")),
        sqlite_autoincrement=True,
    )
