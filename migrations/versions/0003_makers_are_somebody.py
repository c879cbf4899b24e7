"""Who a maker is, what it claims, and which product a typed sale line was."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0003"
down_revision = "2026_12_0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def _create_maker_profile() -> None:
    op.create_table(
        "maker_profile",
        sa.Column("maker_id", _ID, autoincrement=False, nullable=False),
        sa.Column("state", sa.String(6), nullable=False),
        sa.Column("origin", sa.String(9), nullable=False),
        sa.Column("owner_name", sa.String(200), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("village", sa.String(60), nullable=False),
        sa.Column("makes", sa.String(200), nullable=False),
        sa.Column("sector", sa.String(60), nullable=False),
        sa.Column("size_class", sa.String(8), nullable=False),
        sa.Column("size_basis", sa.String(60), nullable=False),
        sa.Column("size_on", sa.Date(), nullable=True),
        sa.Column("kbli", sa.String(5), nullable=False),
        sa.Column("nib", sa.String(13), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("capacity_unit", sa.String(20), nullable=False),
        sa.Column("is_owner_public", sa.Boolean(), nullable=False),
        sa.Column("is_phone_public", sa.Boolean(), nullable=False),
        sa.Column("bank", sa.String(40), nullable=False),
        sa.Column("account_number", sa.String(30), nullable=False),
        sa.Column("account_name", sa.String(100), nullable=False),
        sa.Column("joined_into_id", _ID, nullable=True),
        sa.Column("seen_by", _ID, nullable=True),
        sa.Column("seen_at", _INSTANT, nullable=True),
        sa.CheckConstraint("state IN ('new','active','paused','closed')", name=op.f("ck_maker_profile_state")),
        sa.CheckConstraint("origin IN ('self','clerk','sheet','catalogue')", name=op.f("ck_maker_profile_origin")),
        sa.CheckConstraint("size_class IN ('','mikro','kecil','menengah')", name=op.f("ck_maker_profile_size_class")),
        sa.CheckConstraint("nib IS NULL OR length(nib) = 13", name=op.f("ck_maker_profile_nib")),
        sa.CheckConstraint("capacity IS NULL OR (capacity > 0 AND capacity <= 999999999)", name=op.f("ck_maker_profile_capacity")),
        sa.CheckConstraint("joined_into_id IS NULL OR joined_into_id <> maker_id", name=op.f("ck_maker_profile_joined_elsewhere")),
        sa.CheckConstraint("joined_into_id IS NULL OR state = 'closed'", name=op.f("ck_maker_profile_joined_is_closed")),
        sa.CheckConstraint("(seen_at IS NULL) = (seen_by IS NULL)", name=op.f("ck_maker_profile_seen")),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_maker_profile_maker_id")),
        sa.ForeignKeyConstraint(["joined_into_id"], ["maker.id"], name=op.f("fk_maker_profile_joined_into_id")),
        sa.PrimaryKeyConstraint("maker_id", name=op.f("pk_maker_profile")),
    )
    op.create_index(op.f("ix_maker_profile_joined_into_id"), "maker_profile", ["joined_into_id"])


def _create_maker_claim() -> None:
    op.create_table(
        "maker_claim",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("maker_id", _ID, nullable=False),
        sa.Column("kind", sa.String(5), nullable=False),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("claimed_at", _INSTANT, nullable=False),
        sa.CheckConstraint("kind IN ('pirt','halal','bpom','merek','shop')", name=op.f("ck_maker_claim_kind")),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_maker_claim_maker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maker_claim")),
        sa.UniqueConstraint("maker_id", "kind", "text", name=op.f("uq_maker_claim_maker_id_kind_text")),
        sqlite_autoincrement=True,
    )


def _create_sale_line_match() -> None:
    op.create_table(
        "sale_line_match",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("sale_line_id", _ID, nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("maker_id", _ID, nullable=False),
        sa.Column("matched_at", _INSTANT, nullable=False),
        sa.Column("matched_by", _ID, nullable=True),
        sa.ForeignKeyConstraint(["sale_line_id"], ["sale_line.id"], name=op.f("fk_sale_line_match_sale_line_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_sale_line_match_product_id")),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_sale_line_match_maker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_line_match")),
        sa.UniqueConstraint("sale_line_id", name=op.f("uq_sale_line_match_sale_line_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sale_line_match_maker_id"), "sale_line_match", ["maker_id"])
    op.create_index(op.f("ix_sale_line_match_product_id"), "sale_line_match", ["product_id"])


CREATES = (_create_maker_profile, _create_maker_claim, _create_sale_line_match)
APPEND_ONLY = ("sale_line_match",)
GUARDS: tuple[tuple[str, str, str, str, str], ...] = (
)
"""(trigger, table, act, when it refuses, what SQLite says)."""


def upgrade() -> None:
    """Tables, then their guards."""
    for create in CREATES:
        create()
    _add_profiles()
    _guard(op.get_bind().dialect.name)


def _add_profiles() -> None:
    """Makers that the product list made keep selling; those that stopped are paused."""
    op.execute(
        """INSERT INTO maker_profile (maker_id, state, origin, owner_name, phone, village, makes, sector, size_class,
            size_basis, kbli, capacity_unit, is_owner_public, is_phone_public, bank, account_number, account_name)
        SELECT id, CASE WHEN is_active THEN 'new' ELSE 'paused' END, 'catalogue', '', '', '', '', '', '',
            '', '', '', false, false, '', '', '' FROM maker"""
    )


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
