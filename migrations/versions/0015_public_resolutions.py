"""Who an unresolved buyer was may be "nobody of the city": a resolution without an employee (decisions 13).

SQLite cannot drop NOT NULL by a statement. Rebuilding the table would take its guards and the references of the late
tray with it, so the one word in the stored definition is changed, as SQLite's manual says for changes that touch no
row ("Making Other Kinds Of Table Schema Changes").
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_STRICT, _FREE = "employee_id INTEGER NOT NULL", "employee_id INTEGER"


def upgrade() -> None:
    """`employee_id` may be empty."""
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(_STRICT, _FREE)
    else:
        op.alter_column("sale_resolution", "employee_id", existing_type=sa.BigInteger(), nullable=True)


def downgrade() -> None:
    """Refused while a resolution says "the public": an earlier version has no word for it."""
    count = sa.text("SELECT count(*) FROM sale_resolution WHERE employee_id IS NULL")
    if op.get_bind().execute(count).scalar():
        raise RuntimeError("sale_resolution holds rows without an employee; they cannot be told in 0014")
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(_FREE, _STRICT)
    else:
        op.alter_column("sale_resolution", "employee_id", existing_type=sa.BigInteger(), nullable=False)


def _rewrite(old: str, new: str) -> None:
    """Change the definition of the column in SQLite's own catalogue, and make every connection read it again."""
    bind = op.get_bind()
    where = "type = 'table' AND name = 'sale_resolution'"
    sql = bind.execute(sa.text(f"SELECT sql FROM sqlite_master WHERE {where}")).scalar_one()  # noqa: S608
    if sql.count(old) != 1:
        raise RuntimeError(f"sale_resolution is not defined as expected: {sql}")
    version = bind.execute(sa.text("PRAGMA schema_version")).scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    bind.execute(
        sa.text(f"UPDATE sqlite_master SET sql = :sql WHERE {where}"),  # noqa: S608  (a constant of this file)
        {"sql": sql.replace(old, new)},
    )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = OFF")
