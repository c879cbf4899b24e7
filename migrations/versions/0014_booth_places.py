"""Where a booth stands and when it is open, so that buyers can be told."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns; nobody has entered anything yet."""
    op.add_column("booth", sa.Column("address", sa.String(200), nullable=False, server_default=""))
    op.add_column("booth", sa.Column("hours", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Back to booths without a place."""
    op.drop_column("booth", "hours")
    op.drop_column("booth", "address")
