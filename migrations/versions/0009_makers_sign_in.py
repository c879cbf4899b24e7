"""Makers sign in: the role `maker`, cards with a PIN, and who acts for which maker.

SQLite widens no check: there the table of roles is made anew under its name, its rows kept. Going back takes the role
from its logins.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0009"
down_revision = "2026_12_0008"
branch_labels = None
depends_on = None

_BEFORE = ("cashier", "manager", "employee", "opd", "personnel", "finance", "umkm", "leader", "auditor", "admin")
_AFTER = (*_BEFORE[:3], "maker", *_BEFORE[3:])
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)
_COLUMNS = "id, user_id, role, unit_id, booth_id"


def upgrade() -> None:
    """The check names the new role; two tables."""
    _set_roles(_AFTER)
    _create_access_card()
    _create_maker_member()


def downgrade() -> None:
    """Cards, bindings and the role go, with the rights they gave."""
    op.drop_table("maker_member")
    op.drop_table("access_card")
    op.execute("DELETE FROM user_role WHERE role = 'maker'")
    _set_roles(_BEFORE)


def _create_access_card() -> None:
    op.create_table(
        "access_card",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("pin_hash", sa.String(200), nullable=False),
        sa.Column("pin_set_at", _INSTANT, nullable=True),
        sa.Column("issued_by", _ID, nullable=True),
        sa.Column("issued_at", _INSTANT, nullable=False),
        sa.Column("revoked_at", _INSTANT, nullable=True),
        sa.CheckConstraint("(pin_hash = '') = (pin_set_at IS NULL)", name=op.f("ck_access_card_pin")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_access_card_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_card")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_access_card_token_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_access_card_user_id"), "access_card", ["user_id"])
    _create_partial_index("uq_access_card_live", "access_card", ["user_id"], "revoked_at IS NULL")


def _create_maker_member() -> None:
    op.create_table(
        "maker_member",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("maker_id", _ID, nullable=False),
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("until", _INSTANT, nullable=True),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_maker_member_until")),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_maker_member_maker_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_maker_member_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maker_member")),
        sqlite_autoincrement=True,
    )
    for column in ("maker_id", "user_id"):
        op.create_index(op.f(f"ix_maker_member_{column}"), "maker_member", [column])
    _create_partial_index("uq_maker_member_now", "maker_member", ["maker_id", "user_id"], "until IS NULL")


def _create_partial_index(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(op.f(name), table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def _set_roles(roles: tuple[str, ...]) -> None:
    check = "role IN ('" + "','".join(roles) + "')"
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_user_role_role"), "user_role", type_="check")
        op.create_check_constraint(op.f("ck_user_role_role"), "user_role", check)
        return
    op.execute(f"CREATE TEMPORARY TABLE roles_kept AS SELECT {_COLUMNS} FROM user_role")
    op.drop_table("user_role")
    _create_user_role(check)
    op.execute(f"INSERT INTO user_role ({_COLUMNS}) SELECT {_COLUMNS} FROM roles_kept")  # noqa: S608
    op.execute("DROP TABLE roles_kept")


def _create_user_role(check: str) -> None:
    op.create_table(
        "user_role",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("unit_id", _ID, nullable=True),
        sa.Column("booth_id", _ID, nullable=True),
        sa.CheckConstraint(check, name=op.f("ck_user_role_role")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_user_role_user_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_user_role_unit_id")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_user_role_booth_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_role")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_user_role_user_id"), "user_role", ["user_id"])
    op.create_index(op.f("uq_user_role"), "user_role", ["user_id", "role", "unit_id", "booth_id"], unique=True)
