"""Changes of postings are counted by the database itself, so that what is cached of them can be checked (ADR 0038)."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0008"
down_revision = "2026_12_0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COUNT = "UPDATE posting_version SET number = number + 1"


def upgrade() -> None:
    """One row with a number, and triggers that count it up at every change of a posting."""
    op.create_table(
        "posting_version",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_posting_version_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_version")),
        sqlite_autoincrement=True,
    )
    op.execute("INSERT INTO posting_version (id, number) VALUES (1, 0)")
    if op.get_bind().dialect.name == "sqlite":
        for act in ("INSERT", "UPDATE", "DELETE"):
            op.execute(f"CREATE TRIGGER posting_version_{act.lower()} AFTER {act} ON posting BEGIN {_COUNT}; END")
        return
    op.execute(
        "CREATE FUNCTION count_posting_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {_COUNT}; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER posting_version_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON posting "
        "FOR EACH STATEMENT EXECUTE FUNCTION count_posting_change()"
    )


def downgrade() -> None:
    """Nothing is counted any more."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER posting_version_{act}")
    else:
        op.execute("DROP TRIGGER posting_version_change ON posting")
        op.execute("DROP FUNCTION count_posting_change()")
    op.drop_table("posting_version")
