"""What a cashier counted first stays with the shift, whatever was counted after it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column; of earlier shifts nobody knows the first count."""
    op.add_column("shift", sa.Column("first_counted_amount", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Back to the last count alone."""
    op.drop_column("shift", "first_counted_amount")
