"""The ledger, the trail, the chain and snapshots are append-only: the database itself refuses changes (threat L6)."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "sale",
    "sale_line",
    "sale_resolution",
    "audit_event",
    "chain_link",
    "closing",
    "snapshot_row",
    "closing_file",
    "decree",
    "minimum_tier",
)
# A row may be numbered by the database only at the end: INSERT OR REPLACE, or an id chosen by hand, would
# overwrite or slip in between what is sealed already.
NUMBERED = ("sale", "sale_line", "sale_resolution", "audit_event")


def upgrade() -> None:
    """Install the triggers of this engine."""
    if op.get_bind().dialect.name == "sqlite":
        _upgrade_sqlite()
    else:
        _upgrade_postgresql()


def _upgrade_sqlite() -> None:
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    for table in NUMBERED:
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN NEW.id IS NOT NULL AND EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    op.execute(
        "CREATE TRIGGER late_item_decided BEFORE UPDATE ON late_item WHEN OLD.decision IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'a decided late item stays as it is'); END"
    )
    op.execute(
        "CREATE TRIGGER late_item_no_delete BEFORE DELETE ON late_item "
        "BEGIN SELECT RAISE(ABORT, 'late_item is never deleted'); END"
    )


def _upgrade_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        "CREATE TRIGGER late_item_decided BEFORE UPDATE ON late_item FOR EACH ROW "
        "WHEN (OLD.decision IS NOT NULL) EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER late_item_no_delete BEFORE DELETE ON late_item "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Take the triggers away again."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in APPEND_ONLY:
        for act in ("update", "delete") if sqlite else ("change", "truncate"):
            op.execute(f"DROP TRIGGER {table}_no_{act}" + ("" if sqlite else f" ON {table}"))
    for table in NUMBERED if sqlite else ():
        op.execute(f"DROP TRIGGER {table}_no_replace")
    for name in ("late_item_decided", "late_item_no_delete"):
        op.execute(f"DROP TRIGGER {name}" + ("" if sqlite else " ON late_item"))
    if not sqlite:
        op.execute("DROP FUNCTION refuse_change()")
