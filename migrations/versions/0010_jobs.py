"""The queue of long reports becomes that of all long work: `report_job` goes on as `job`, each row of kind `report`."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0010"
down_revision = "2026_12_0009"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)
_SAME = (
    "id, user_id, parameters, title, made_by, state, worker, file_name, file_size, sha256, created_at, started_at, "
    "finished_at, cancel_asked_at"
)


def upgrade() -> None:
    """The new table takes over the rows; which report it is stands in `parameters`."""
    _create("job", "steps")
    op.execute(
        f"INSERT INTO job ({_SAME}, kind, steps_done, steps_total) "  # noqa: S608
        f"SELECT {_SAME}, 'report', rows_done, rows_total FROM report_job"
    )
    _count_on("job")
    op.drop_table("report_job")


def downgrade() -> None:
    """Reports go back into a table of their own; other work is gone."""
    _create("report_job", "rows")
    kind = "parameters->>'kind'" if op.get_bind().dialect.name == "postgresql" else "json_extract(parameters, '$.kind')"
    op.execute(
        f"INSERT INTO report_job ({_SAME}, kind, rows_done, rows_total) "  # noqa: S608
        f"SELECT {_SAME}, {kind}, steps_done, steps_total FROM job WHERE kind = 'report'"
    )
    _count_on("report_job")
    op.drop_table("job")


def _create(name: str, counted: str) -> None:
    op.create_table(
        name,
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("state", sa.String(11), nullable=False),
        sa.Column("worker", sa.String(32), nullable=False),
        sa.Column(f"{counted}_done", sa.Integer(), nullable=False),
        sa.Column(f"{counted}_total", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(200), nullable=True),
        sa.Column("file_size", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("started_at", _INSTANT, nullable=True),
        sa.Column("finished_at", _INSTANT, nullable=True),
        sa.Column("cancel_asked_at", _INSTANT, nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting','running','done','failed','cancelled','interrupted')", name=op.f(f"ck_{name}_state")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f(f"fk_{name}_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f(f"ix_{name}_user"), name, ["user_id", "id"])
    running = sa.text("state = 'running'")
    op.create_index(
        op.f(f"uq_{name}_running"), name, ["user_id"], unique=True, sqlite_where=running, postgresql_where=running
    )


def _count_on(name: str) -> None:
    """PostgreSQL: new rows are numbered after the copied ones. SQLite does so by itself."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name} HAVING max(id) > 0"  # noqa: S608
        )
