"""Pictures of findings."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0022"
down_revision = "2026_12_0021"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One table."""
    op.create_table(
        "finding_photo",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("finding_id", _ID, nullable=False),
        sa.Column("upload_id", _ID, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_photo_finding_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_finding_photo_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_photo")),
        sa.UniqueConstraint("finding_id", "upload_id", name=op.f("uq_finding_photo_finding_id_upload_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_finding_photo_upload_id"), "finding_photo", ["upload_id"])


def downgrade() -> None:
    """Findings lose their pictures; the files go with the next purge."""
    op.drop_table("finding_photo")
