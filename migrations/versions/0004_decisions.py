"""What people decide about odd arrivals: who, when, why; the day each belongs to; who looked at a flag."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)
_REASON = "DEFAULT '' NOT NULL"
# Added in SQL: a batch of SQLite's would build the tables anew, under the triggers that guard them.
# Types by engine: SQLite, PostgreSQL.
COLUMNS = (
    ("sale_conflict", "booth_id", "INTEGER", "BIGINT", "CONSTRAINT fk_sale_conflict_booth_id REFERENCES booth (id)"),
    ("sale_conflict", "business_date", "DATE", "DATE", ""),
    ("sale_conflict", "decision", "VARCHAR(9)", "VARCHAR(9)",
     "CONSTRAINT ck_sale_conflict_decision CHECK (decision IN ('dismissed','booked'))"),
    ("sale_conflict", "decided_by", "INTEGER", "BIGINT", ""),
    ("sale_conflict", "reason", "VARCHAR(300)", "VARCHAR(300)", _REASON),
    ("sale_conflict", "sale_id", "INTEGER", "BIGINT", "CONSTRAINT fk_sale_conflict_sale_id REFERENCES sale (id)"),
    ("pending_void", "business_date", "DATE", "DATE", ""),
    ("pending_void", "decision", "VARCHAR(9)", "VARCHAR(9)",
     "CONSTRAINT ck_pending_void_decision CHECK (decision IN ('dismissed','applied'))"),
    ("pending_void", "decided_by", "INTEGER", "BIGINT", ""),
    ("pending_void", "decision_reason", "VARCHAR(300)", "VARCHAR(300)", _REASON),
    ("held_item", "business_date", "DATE", "DATE", ""),
)  # fmt: skip
# (trigger, table, act, when, what it says)
TRIGGERS = (
    ("sale_conflict_settled", "sale_conflict", "UPDATE", "OLD.settled_at IS NOT NULL"),
    ("sale_conflict_no_delete", "sale_conflict", "DELETE", ""),
    ("pending_void_ended", "pending_void", "UPDATE", "OLD.applied_at IS NOT NULL"),
    ("pending_void_no_delete", "pending_void", "DELETE", ""),
    ("flag_review_no_change", "flag_review", "UPDATE", ""),
    ("flag_review_no_delete", "flag_review", "DELETE", ""),
)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    """Columns, the table of looks, an index for flagged rows, triggers."""
    for table, name, sqlite_type, postgresql_type, rest in COLUMNS:
        type_ = sqlite_type if _is_sqlite() else postgresql_type
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {type_} {rest}".rstrip())
    op.execute(
        "UPDATE sale_conflict SET booth_id = (SELECT till.booth_id FROM till WHERE till.id = sale_conflict.till_id)"
    )
    op.create_table(
        "flag_review",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("sale_id", _ID, nullable=False),
        sa.Column("reviewed_by", _ID, nullable=True),
        sa.Column("reviewed_at", _INSTANT, nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_flag_review_sale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_review")),
        sa.UniqueConstraint("sale_id", name=op.f("uq_flag_review_sale_id")),
        sqlite_autoincrement=True,
    )
    flagged = sa.text("CAST(flags AS TEXT) <> '[]'")
    op.create_index(
        "ix_sale_flagged", "sale", ["period", "id"], sqlite_where=flagged, postgresql_where=flagged
    )
    for name, table, act, when in TRIGGERS:
        _create_trigger(name, table, act, when)


def _create_trigger(name: str, table: str, act: str, when: str) -> None:
    condition = f"WHEN ({when}) " if when else ""
    if _is_sqlite():
        says = f"what was decided about {table} stays" if act == "UPDATE" else f"{table} is never deleted"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} {condition}BEGIN SELECT RAISE(ABORT, '{says}'); END"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW {condition}"
            "EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    """Take all of it away again."""
    for name, table, _act, _when in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}" + ("" if _is_sqlite() else f" ON {table}"))
    op.drop_index("ix_sale_flagged", "sale")
    op.drop_table("flag_review")
    for table, name, *_rest in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
