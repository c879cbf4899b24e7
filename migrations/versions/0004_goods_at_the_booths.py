"""Supply notes, moves of goods, counts of a shelf."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0004"
down_revision = "2026_12_0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def _create_supply_note() -> None:
    op.create_table(
        "supply_note",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("maker_id", _ID, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("source", sa.String(5), nullable=False),
        sa.Column("book_note", sa.String(60), nullable=True),
        sa.Column("moved_at", _INSTANT, nullable=False),
        sa.Column("announced_at", _INSTANT, nullable=True),
        sa.Column("handed_at", _INSTANT, nullable=True),
        sa.Column("checked_at", _INSTANT, nullable=True),
        sa.Column("checked_by", _ID, nullable=True),
        sa.Column("answer", sa.String(8), nullable=False),
        sa.Column("answered_at", _INSTANT, nullable=True),
        sa.Column("answered_by", _ID, nullable=True),
        sa.Column("remark", sa.String(300), nullable=False),
        sa.CheckConstraint("kind IN ('delivery','return','broken','lost','expired','found')", name=op.f("ck_supply_note_kind")),
        sa.CheckConstraint("state IN ('announced','handed','checked','withdrawn')", name=op.f("ck_supply_note_state")),
        sa.CheckConstraint("(state = 'checked') = (checked_at IS NOT NULL)", name=op.f("ck_supply_note_checked")),
        sa.CheckConstraint("source IN ('maker','booth','book')", name=op.f("ck_supply_note_source")),
        sa.CheckConstraint("answer IN ('','agreed','objected')", name=op.f("ck_supply_note_answer")),
        sa.CheckConstraint("(answer = '') = (answered_at IS NULL)", name=op.f("ck_supply_note_answered")),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_supply_note_sequence")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_supply_note_booth_id")),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_supply_note_maker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supply_note")),
        sa.UniqueConstraint("booth_id", "year", "sequence", name=op.f("uq_supply_note_booth_id_year_sequence")),
        sa.UniqueConstraint("uuid", name=op.f("uq_supply_note_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_supply_note_booth_state"), "supply_note", ["booth_id", "state"])
    op.create_index(op.f("ix_supply_note_maker_id"), "supply_note", ["maker_id"])


def _create_supply_line() -> None:
    op.create_table(
        "supply_line",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("note_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("stated_quantity", sa.Integer(), nullable=False),
        sa.Column("counted_quantity", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(100), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("best_before", sa.Date(), nullable=True),
        sa.Column("book_note", sa.String(60), nullable=True),
        sa.Column("book_line", sa.Integer(), nullable=True),
        sa.Column("remark", sa.String(300), nullable=False),
        sa.CheckConstraint("stated_quantity BETWEEN 0 AND 10000", name=op.f("ck_supply_line_stated_quantity")),
        sa.CheckConstraint("counted_quantity BETWEEN 0 AND 10000", name=op.f("ck_supply_line_counted_quantity")),
        sa.CheckConstraint("counted_quantity IS NULL OR counted_quantity = stated_quantity OR reason <> ''", name=op.f("ck_supply_line_difference")),
        sa.CheckConstraint("unit_price > 0 AND unit_price <= 999999999999", name=op.f("ck_supply_line_unit_price")),
        sa.ForeignKeyConstraint(["note_id"], ["supply_note.id"], name=op.f("fk_supply_line_note_id")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_supply_line_booth_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_supply_line_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supply_line")),
        sa.UniqueConstraint("note_id", "position", name=op.f("uq_supply_line_note_id_position")),
        sa.UniqueConstraint("booth_id", "book_note", "book_line", name=op.f("uq_supply_line_booth_id_book_note_book_line")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_supply_line_product_id"), "supply_line", ["product_id"])


def _create_stock_count() -> None:
    op.create_table(
        "stock_count",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("state", sa.String(7), nullable=False),
        sa.Column("opened_at", _INSTANT, nullable=False),
        sa.Column("opened_by", _ID, nullable=True),
        sa.Column("ended_at", _INSTANT, nullable=True),
        sa.Column("ended_by", _ID, nullable=True),
        sa.CheckConstraint("state IN ('open','waiting','final','dropped')", name=op.f("ck_stock_count_state")),
        sa.CheckConstraint("(state IN ('final','dropped')) = (ended_at IS NOT NULL)", name=op.f("ck_stock_count_ended")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_stock_count_booth_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_count")),
        sa.UniqueConstraint("uuid", name=op.f("uq_stock_count_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_stock_count_booth_id"), "stock_count", ["booth_id"])


def _create_count_line() -> None:
    op.create_table(
        "count_line",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("count_id", _ID, nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("counted_at", _INSTANT, nullable=False),
        sa.Column("reason", sa.String(100), nullable=False),
        sa.CheckConstraint("counted BETWEEN 0 AND 10000", name=op.f("ck_count_line_counted")),
        sa.ForeignKeyConstraint(["count_id"], ["stock_count.id"], name=op.f("fk_count_line_count_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_count_line_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_line")),
        sa.UniqueConstraint("count_id", "product_id", name=op.f("uq_count_line_count_id_product_id")),
        sqlite_autoincrement=True,
    )


def _create_stock_move() -> None:
    op.create_table(
        "stock_move",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("line_id", _ID, nullable=True),
        sa.Column("count_line_id", _ID, nullable=True),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("maker_id", _ID, nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("moved_at", _INSTANT, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("recorded_by", _ID, nullable=True),
        sa.CheckConstraint("kind IN ('delivery','return','broken','lost','expired','found','count')", name=op.f("ck_stock_move_kind")),
        sa.CheckConstraint("(line_id IS NULL) <> (count_line_id IS NULL)", name=op.f("ck_stock_move_one_origin")),
        sa.CheckConstraint("(kind = 'count') = (count_line_id IS NOT NULL)", name=op.f("ck_stock_move_counted")),
        sa.CheckConstraint("(kind IN ('delivery','found') AND quantity > 0) OR (kind IN ('return','broken','lost','expired') AND quantity < 0) OR (kind = 'count' AND quantity <> 0)", name=op.f("ck_stock_move_direction")),
        sa.ForeignKeyConstraint(["line_id"], ["supply_line.id"], name=op.f("fk_stock_move_line_id")),
        sa.ForeignKeyConstraint(["count_line_id"], ["count_line.id"], name=op.f("fk_stock_move_count_line_id")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_stock_move_booth_id")),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_stock_move_maker_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_stock_move_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_move")),
        sa.UniqueConstraint("line_id", name=op.f("uq_stock_move_line_id")),
        sa.UniqueConstraint("count_line_id", name=op.f("uq_stock_move_count_line_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_stock_move_maker_id"), "stock_move", ["maker_id"])
    op.create_index(op.f("ix_stock_move_shelf"), "stock_move", ["booth_id", "product_id", "business_date"])


CREATES = (_create_supply_note, _create_supply_line, _create_stock_count, _create_count_line, _create_stock_move)
APPEND_ONLY = ("stock_move",)
GUARDS: tuple[tuple[str, str, str, str, str], ...] = (
    ("supply_line_checked", "supply_line", "UPDATE", "OLD.counted_quantity IS NOT NULL", "a checked line stays as it is"),
    ("supply_line_no_delete", "supply_line", "DELETE", "", "supply_line is never deleted"),
    ("supply_note_no_delete", "supply_note", "DELETE", "", "supply_note is never deleted"),
)
"""(trigger, table, act, when it refuses, what SQLite says)."""


def upgrade() -> None:
    """Tables, then their guards."""
    for create in CREATES:
        create()
    _guard(op.get_bind().dialect.name)


def _guard(engine: str) -> None:
    """The database itself refuses changes: of rows that are only added to, and of what was decided."""
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            _refuse(engine, f"{table}_no_{act.lower()}", table, act, f"{table} is append-only")
        if engine == "postgresql":
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
                f"WHEN NEW.id IS NOT NULL AND EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "  # noqa: S608
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    for name, table, act, when, says in GUARDS:
        _refuse(engine, name, table, act, says, when)


def _refuse(engine: str, name: str, table: str, act: str, says: str, when: str = "") -> None:
    condition = f"WHEN ({when}) " if when else ""
    if engine == "sqlite":
        run = f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} {condition}{run}")
    else:
        run = "EXECUTE FUNCTION refuse_change()"
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW {condition}{run}")


def downgrade() -> None:
    """The tables go, with all that was recorded."""
    for create in reversed(CREATES):
        op.drop_table(create.__name__.removeprefix("_create_"))
