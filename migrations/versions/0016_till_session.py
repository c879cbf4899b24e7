"""Which login session a cashier's browser got its token under (ADR 0013)."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column, added in SQL: a batch of SQLite's would build `till` anew, under the keys that point to it.

    Tokens of before name no session: they hand in what they hold, and read nobody's data until their cashier's page
    has asked for the till again.
    """
    op.execute("ALTER TABLE till ADD COLUMN session_id BIGINT")


def downgrade() -> None:
    """The column goes."""
    op.execute("ALTER TABLE till DROP COLUMN session_id")
