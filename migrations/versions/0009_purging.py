"""Purging people gone longer than the retention: the one change append-only rows let through (decisions 16).

A row may lose its personal columns, and nothing else may happen to it, once a `purged_row` keeps their keyed
hashes; so the chain still proves the rest. Every other UPDATE and every DELETE is refused as before. A migration
that adds a column to one of these tables must make its trigger again: SQLite's names every column that stays.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PURGEABLE = {
    "sale": ("sale", ("buyer_number", "buyer_name")),
    "snapshot_row": ("snapshot", ("nip", "code", "name", "note")),
    "closing_file": ("file", ("content",)),
}
"""Table → the kind of its `purged_row`, and the columns that may be emptied."""
FUNCTION = """CREATE FUNCTION refuse_all_but_purging() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE emptied text[] := string_to_array(TG_ARGV[1], ',');
BEGIN
  IF (to_jsonb(NEW) - emptied) = (to_jsonb(OLD) - emptied)
     AND EXISTS (SELECT 1 FROM purged_row p WHERE p.kind = TG_ARGV[0] AND p.row_id = OLD.id)
     AND NOT EXISTS (SELECT 1 FROM jsonb_each_text(to_jsonb(NEW)) AS c
                     WHERE c.key = ANY(emptied) AND coalesce(c.value, '') NOT IN ('', '(data dihapus)', '\\x'))
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$"""


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    """The table of what was purged, when a person was, and the one path past the guards."""
    op.create_table(
        "purged_row",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("row_id", _ID, nullable=False),
        sa.Column("sealed_id", _ID, nullable=False),
        sa.Column("veils", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purged_row")),
        sa.UniqueConstraint("kind", "row_id", name=op.f("uq_purged_row_kind_row_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_purged_row_sealed", "purged_row", ["kind", "sealed_id"])
    op.add_column("employee", sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True))
    if _is_sqlite():
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER purged_row_no_{act.lower()} BEFORE {act} ON purged_row "
            "BEGIN SELECT RAISE(ABORT, 'purged_row is append-only'); END"
        )
    for table, (kind, emptied) in PURGEABLE.items():
        names = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
        kept = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in names if name not in emptied)
        gone = " AND ".join(f"coalesce(NEW.{name}, '') IN ('', '(data dihapus)', x'')" for name in emptied)
        told = f"EXISTS (SELECT 1 FROM purged_row p WHERE p.kind = '{kind}' AND p.row_id = OLD.id)"  # noqa: S608  (kinds of this file)
        op.execute(f"DROP TRIGGER {table}_no_update")
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN NOT ({kept} AND {gone} AND {told}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _guard_postgresql() -> None:
    op.execute(FUNCTION)
    op.execute(
        "CREATE TRIGGER purged_row_no_change BEFORE UPDATE OR DELETE ON purged_row "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER purged_row_no_truncate BEFORE TRUNCATE ON purged_row "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    for table, (kind, emptied) in PURGEABLE.items():
        op.execute(f"DROP TRIGGER {table}_no_change ON {table}")
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION refuse_all_but_purging('{kind}', '{','.join(emptied)}')"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    """Append-only without an exception again; what was purged stays empty, and its hashes are lost."""
    for table in PURGEABLE:
        if _is_sqlite():
            op.execute(f"DROP TRIGGER {table}_no_update")
            op.execute(
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        else:
            op.execute(f"DROP TRIGGER {table}_no_change ON {table}")
            op.execute(f"DROP TRIGGER {table}_no_delete ON {table}")
            op.execute(
                f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
    if not _is_sqlite():
        op.execute("DROP FUNCTION refuse_all_but_purging()")
    op.drop_table("purged_row")
    op.drop_column("employee", "purged_at")
