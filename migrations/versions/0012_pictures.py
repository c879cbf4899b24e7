"""Pictures that people send, and which product shows them. The files lie beside the database."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0012"
down_revision = "2026_12_0011"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Two tables."""
    _create_upload()
    _create_product_photo()


def downgrade() -> None:
    """The tables go; the files stay where they are."""
    op.drop_table("product_photo")
    op.drop_table("upload")


def _create_upload() -> None:
    op.create_table(
        "upload",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("made_by", _ID, nullable=True),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_upload_sha256")),
        sa.CheckConstraint("width > 0 AND height > 0 AND bytes > 0", name=op.f("ck_upload_size")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("sha256", name=op.f("uq_upload_sha256")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_upload_made_by"), "upload", ["made_by"])


def _create_product_photo() -> None:
    op.create_table(
        "product_photo",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("upload_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(150), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.CheckConstraint("position >= 0", name=op.f("ck_product_photo_position")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_photo_product_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_product_photo_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_photo")),
        sa.UniqueConstraint("product_id", "upload_id", name=op.f("uq_product_photo_product_id_upload_id")),
        sqlite_autoincrement=True,
    )
    for column in ("product_id", "upload_id"):
        op.create_index(op.f(f"ix_product_photo_{column}"), "product_photo", [column])
