"""How rows that acts change stood after each act: append-only, and sealed in the chain like the ledger (ADR 0011)."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TRACKED = (
    ("month", "period"),
    ("late_item", "id"),
    ("supplement", "id"),
    ("closing_file", "id"),
    ("exemption", "id"),
    ("lowered_month", "period"),
    ("decree", "id"),
    ("minimum_tier", "id"),
)


def upgrade() -> None:
    """The table, its guards, and an empty state for each row there is: of those only a disappearance can be told."""
    op.create_table(
        "kept_state",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("row_key", sa.String(20), nullable=False),
        sa.Column("digest", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_state")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_kept_state_row", "kept_state", ["kind", "row_key"])
    kept = sa.table("kept_state", sa.column("kind"), sa.column("row_key"))
    for name, key in TRACKED:
        rows = sa.table(name, sa.column(key))
        spelled = sa.cast(rows.c[key], sa.String(20))
        op.execute(sa.insert(kept).from_select(["kind", "row_key"], sa.select(sa.literal(name), spelled)))
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER kept_state_no_{act.lower()} BEFORE {act} ON kept_state "
            "BEGIN SELECT RAISE(ABORT, 'kept_state is append-only'); END"
        )
    op.execute(
        "CREATE TRIGGER kept_state_no_replace BEFORE INSERT ON kept_state "
        "WHEN NEW.id IS NOT NULL AND EXISTS (SELECT 1 FROM kept_state WHERE id = NEW.id) "
        "BEGIN SELECT RAISE(ABORT, 'kept_state is append-only'); END"
    )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE TRIGGER kept_state_no_change BEFORE UPDATE OR DELETE ON kept_state "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER kept_state_no_truncate BEFORE TRUNCATE ON kept_state "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """The table goes with its guards; links of its rows stay behind in the chain."""
    op.drop_table("kept_state")
