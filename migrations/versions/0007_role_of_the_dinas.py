"""A role more: `umkm`, the Dinas that looks after makers.

SQLite widens no check: there the table is made anew under its name, its rows kept. Going back takes the role
from its logins.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0007"
down_revision = "2026_12_0006"
branch_labels = None
depends_on = None

_BEFORE = ("cashier", "manager", "employee", "opd", "personnel", "finance", "leader", "auditor", "admin")
_AFTER = (*_BEFORE[:6], "umkm", *_BEFORE[6:])
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COLUMNS = "id, user_id, role, unit_id, booth_id"


def upgrade() -> None:
    """The check names the new role."""
    _set_roles(_AFTER)


def downgrade() -> None:
    """The role goes, with the rights it gave."""
    op.execute("DELETE FROM user_role WHERE role = 'umkm'")
    _set_roles(_BEFORE)


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
