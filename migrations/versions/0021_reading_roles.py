"""Two roles that only read: leader and auditor."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BEFORE = ("cashier", "manager", "employee", "opd", "personnel", "finance", "admin")
AFTER = ("cashier", "manager", "employee", "opd", "personnel", "finance", "leader", "auditor", "admin")
NAME = "ck_user_role_role"


COLUMNS = "id, user_id, role, unit_id, booth_id"


def _allow(roles: tuple[str, ...]) -> None:
    """Put the check of the role's name anew; SQLite has to make the table anew for it."""
    condition = "role IN ('" + "','".join(roles) + "')"
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f(NAME), "user_role", type_="check")
        op.create_check_constraint(op.f(NAME), "user_role", condition)
        return
    op.execute(
        "CREATE TABLE user_role_new (id INTEGER NOT NULL, user_id INTEGER NOT NULL, role VARCHAR(10) NOT NULL, "
        f"unit_id INTEGER, booth_id INTEGER, CONSTRAINT {NAME} CHECK ({condition}), "
        "CONSTRAINT fk_user_role_booth_id FOREIGN KEY(booth_id) REFERENCES booth (id), "
        "CONSTRAINT fk_user_role_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id), "
        "CONSTRAINT fk_user_role_user_id FOREIGN KEY(user_id) REFERENCES user_account (id), "
        "CONSTRAINT pk_user_role PRIMARY KEY (id AUTOINCREMENT))"
    )
    op.execute(f"INSERT INTO user_role_new ({COLUMNS}) SELECT {COLUMNS} FROM user_role")
    op.execute("DROP TABLE user_role")
    op.execute("ALTER TABLE user_role_new RENAME TO user_role")
    op.create_index(op.f("ix_user_role_user_id"), "user_role", ["user_id"])
    op.create_index("uq_user_role", "user_role", ["user_id", "role", "unit_id", "booth_id"], unique=True)


def upgrade() -> None:
    """The longer list."""
    _allow(AFTER)


def downgrade() -> None:
    """Back to the roles before; logins lose the two that did not exist."""
    op.execute(sa.text("DELETE FROM user_role WHERE role IN ('leader','auditor')"))
    _allow(BEFORE)
