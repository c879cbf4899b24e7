"""A decree that no closed month went by can be withdrawn, with a reason; its number is free again (ADR 0016).

The decree's row stays as it was. Only its number gives way, once and only where a withdrawal stands for it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEPT = ("id", "title", "signed_on", "effective_from", "mode", "content_hash", "loaded_at")
FUNCTION = """CREATE FUNCTION refuse_unless_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(NEW) - 'number') = (to_jsonb(OLD) - 'number')
     AND EXISTS (SELECT 1 FROM decree_withdrawal w WHERE w.decree_id = OLD.id AND w.number = OLD.number)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$"""


def upgrade() -> None:
    """The table with its guards, and the one way in which a decree's number may change."""
    op.create_table(
        "decree_withdrawal",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("decree_id", _ID, nullable=False),
        sa.Column("number", sa.String(120), nullable=False),
        sa.Column("withdrawn_by", _ID, nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(["decree_id"], ["decree.id"], name=op.f("fk_decree_withdrawal_decree_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decree_withdrawal")),
        sa.UniqueConstraint("decree_id", name=op.f("uq_decree_withdrawal_decree_id")),
        sqlite_autoincrement=True,
    )
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER decree_withdrawal_no_{act.lower()} BEFORE {act} ON decree_withdrawal "
            "BEGIN SELECT RAISE(ABORT, 'decree_withdrawal is append-only'); END"
        )
    kept = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _KEPT)
    op.execute("DROP TRIGGER decree_no_update")
    op.execute(
        "CREATE TRIGGER decree_no_update BEFORE UPDATE ON decree "
        f"WHEN NOT ({kept} AND EXISTS (SELECT 1 FROM decree_withdrawal w "  # noqa: S608  (names of this file)
        "WHERE w.decree_id = OLD.id AND w.number = OLD.number)) "
        "BEGIN SELECT RAISE(ABORT, 'decree is append-only'); END"
    )


def _guard_postgresql() -> None:
    op.execute(FUNCTION)
    op.execute("DROP TRIGGER decree_no_change ON decree")
    op.execute(
        "CREATE TRIGGER decree_no_change BEFORE UPDATE ON decree "
        "FOR EACH ROW EXECUTE FUNCTION refuse_unless_withdrawn()"
    )
    op.execute(
        "CREATE TRIGGER decree_no_delete BEFORE DELETE ON decree FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER decree_withdrawal_no_change BEFORE UPDATE OR DELETE ON decree_withdrawal "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER decree_withdrawal_no_truncate BEFORE TRUNCATE ON decree_withdrawal "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Refused while a decree is withdrawn: the version before would let it hold again."""
    bind = op.get_bind()
    if bind.execute(sa.text("SELECT count(*) FROM decree_withdrawal")).scalar():
        raise RuntimeError("decree_withdrawal holds rows; the version before would let these decrees hold again")
    if bind.dialect.name == "sqlite":
        op.execute("DROP TRIGGER decree_no_update")
        op.drop_table("decree_withdrawal")
        op.execute(
            "CREATE TRIGGER decree_no_update BEFORE UPDATE ON decree "
            "BEGIN SELECT RAISE(ABORT, 'decree is append-only'); END"
        )
        return
    for name in ("decree_no_change", "decree_no_delete"):
        op.execute(f"DROP TRIGGER {name} ON decree")
    op.execute("DROP FUNCTION refuse_unless_withdrawn()")
    op.execute(
        "CREATE TRIGGER decree_no_change BEFORE UPDATE OR DELETE ON decree "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.drop_table("decree_withdrawal")
