"""Which form made a day's account, so that sending it again makes no other (ADR 0013)."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column, in SQL: a batch of SQLite's would build `user_account` anew, under the keys that point to it."""
    op.execute("ALTER TABLE user_account ADD COLUMN form_key VARCHAR(36)")
    op.create_index("uq_user_form_key", "user_account", ["form_key"], unique=True)


def downgrade() -> None:
    """Index and column go."""
    op.drop_index("uq_user_form_key", "user_account")
    op.execute("ALTER TABLE user_account DROP COLUMN form_key")
