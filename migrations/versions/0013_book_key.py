"""Which SECRET_KEY is this book's, and the keys before it (ADR 0014)."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table; its row comes with the next act, once the chain's last link shows that the key is the right one."""
    op.create_table(
        "book_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("proof", sa.String(64), nullable=False),
        sa.Column("previous", sa.JSON(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_book_key_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_key")),
    )


def downgrade() -> None:
    """The table goes; a book whose key was changed cannot be read by the version before."""
    op.drop_table("book_key")
