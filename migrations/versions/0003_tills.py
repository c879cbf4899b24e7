"""Tills that work without a network: kinds, enrolment codes, PINs, day accounts, items set aside, paper sheets."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)

# Columns are added in SQL: a batch of SQLite's would build `till` and `user_account` anew, under the keys that
# point to them. Types by engine: SQLite, PostgreSQL.
COLUMNS = (
    ("till", "kind", "VARCHAR(8)", "VARCHAR(8)",
     "DEFAULT 'enrolled' NOT NULL CONSTRAINT ck_till_kind CHECK (kind IN ('enrolled','login'))"),
    ("till", "cashier_id", "INTEGER", "BIGINT", "CONSTRAINT fk_till_cashier_id REFERENCES user_account (id) "
     "CONSTRAINT ck_till_owner CHECK ((kind = 'login') = (cashier_id IS NOT NULL))"),
    ("till", "expires_at", "DATETIME", "TIMESTAMP WITH TIME ZONE", ""),
    ("till", "version", "VARCHAR(40)", "VARCHAR(40)", "DEFAULT '' NOT NULL"),
    ("till", "clock_offset", "BIGINT", "BIGINT", ""),
    ("till", "oldest_unsent_at", "DATETIME", "TIMESTAMP WITH TIME ZONE", ""),
    ("shift", "open_hash", "VARCHAR(64)", "VARCHAR(64)", ""),
    ("shift", "close_hash", "VARCHAR(64)", "VARCHAR(64)", ""),
    ("user_account", "valid_until", "DATE", "DATE", ""),
)  # fmt: skip
TABLES = ("held_item", "paper_sheet", "cashier_pin", "till_code")
# (trigger, table, act, when, what it says)
TRIGGERS = (
    ("till_code_used", "till_code", "UPDATE", "OLD.used_at IS NOT NULL", "a used code stays as it is"),
    ("held_item_decided", "held_item", "UPDATE", "OLD.decision IS NOT NULL", "a decided item stays as it is"),
    ("held_item_kept", "held_item", "UPDATE", None, "what a till held stays as it was sent"),
    ("held_item_no_delete", "held_item", "DELETE", None, "held_item is never deleted"),
    ("paper_sheet_no_change", "paper_sheet", "UPDATE", None, "paper_sheet is append-only"),
    ("paper_sheet_no_delete", "paper_sheet", "DELETE", None, "paper_sheet is never deleted"),
)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    """Columns, tables, triggers."""
    for table, name, sqlite_type, postgresql_type, rest in COLUMNS:
        type_ = sqlite_type if _is_sqlite() else postgresql_type
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {type_} {rest}".rstrip())
    _create_till_code()
    _create_cashier_pin()
    _create_held_item()
    _create_paper_sheet()
    for name, table, act, when, says in TRIGGERS:
        _create_trigger(name, table, act, when, says)


def _create_till_code() -> None:
    op.create_table(
        "till_code",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("created_by", _ID, nullable=True),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("used_at", _INSTANT, nullable=True),
        sa.Column("till_id", _ID, nullable=True),
        sa.Column("revoked_at", _INSTANT, nullable=True),
        sa.CheckConstraint("(used_at IS NULL) = (till_id IS NULL)", name=op.f("ck_till_code_used")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_till_code_booth_id")),
        sa.ForeignKeyConstraint(["created_by"], ["user_account.id"], name=op.f("fk_till_code_created_by")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_till_code_till_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_till_code_code_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_till_code_booth_id"), "till_code", ["booth_id"])


def _create_cashier_pin() -> None:
    op.create_table(
        "cashier_pin",
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("iterations", sa.Integer(), nullable=False),
        sa.Column("verifier", sa.String(64), nullable=False),
        sa.Column("set_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_cashier_pin_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_cashier_pin")),
    )


def _create_held_item() -> None:
    undecided = sa.text("decision IS NULL")
    op.create_table(
        "held_item",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("till_id", _ID, nullable=False),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("errors", sa.JSON(), nullable=False),
        sa.Column("received_at", _INSTANT, nullable=False),
        sa.Column("decision", sa.String(9), nullable=True),
        sa.Column("decided_by", _ID, nullable=True),
        sa.Column("decided_at", _INSTANT, nullable=True),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("sale_id", _ID, nullable=True),
        sa.CheckConstraint(
            "decision IS NULL OR decision IN ('recorded','dismissed')", name=op.f("ck_held_item_decision")
        ),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_held_item_decided")),
        sa.CheckConstraint("sale_id IS NULL OR decision = 'recorded'", name=op.f("ck_held_item_booked")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_held_item_till_id")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_held_item_booth_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_held_item_sale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_item")),
        sa.UniqueConstraint("uuid", name=op.f("uq_held_item_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_held_item_booth_id"), "held_item", ["booth_id"])
    op.create_index(
        "ix_held_item_open", "held_item", ["id"], sqlite_where=undecided, postgresql_where=undecided
    )


def _create_paper_sheet() -> None:
    op.create_table(
        "paper_sheet",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("printed_at", _INSTANT, nullable=False),
        sa.Column("printed_by", _ID, nullable=True),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_paper_sheet_booth_id")),
        sa.ForeignKeyConstraint(["printed_by"], ["user_account.id"], name=op.f("fk_paper_sheet_printed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sheet")),
        sa.UniqueConstraint("booth_id", "number", name=op.f("uq_paper_sheet_booth_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_paper_sheet_day"), "paper_sheet", ["day"])


_KEPT = ("uuid", "till_id", "booth_id", "content", "errors", "received_at")


def _create_trigger(name: str, table: str, act: str, when: str | None, says: str) -> None:
    if name == "held_item_kept":  # JSON columns are compared as text: PostgreSQL knows no equality of json
        when = " OR ".join(f"CAST(OLD.{one} AS TEXT) <> CAST(NEW.{one} AS TEXT)" for one in _KEPT)
    condition = f"WHEN ({when}) " if when else ""
    if _is_sqlite():
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
    for name, table, *_ in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}" + ("" if _is_sqlite() else f" ON {table}"))
    for table in TABLES:
        op.drop_table(table)
    for table, name, *_ in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
