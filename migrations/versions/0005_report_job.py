"""Long reports that are made beside the pages: who asked, how far, where the result lies."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)
_STATES = "state IN ('waiting','running','done','failed','cancelled','interrupted')"


def upgrade() -> None:
    """The table of jobs."""
    op.create_table(
        "report_job",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("state", sa.String(11), nullable=False),
        sa.Column("worker", sa.String(32), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(200), nullable=True),
        sa.Column("file_size", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("started_at", _INSTANT, nullable=True),
        sa.Column("finished_at", _INSTANT, nullable=True),
        sa.Column("cancel_asked_at", _INSTANT, nullable=True),
        sa.CheckConstraint(_STATES, name=op.f("ck_report_job_state")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_report_job_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_job")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_report_job_user", "report_job", ["user_id", "id"])
    running = sa.text("state = 'running'")
    op.create_index(
        "uq_report_job_running", "report_job", ["user_id"], unique=True, sqlite_where=running,
        postgresql_where=running,
    )  # fmt: skip


def downgrade() -> None:
    """Back to no jobs; their files lie outside the database and are removed within a day."""
    op.drop_index("uq_report_job_running", table_name="report_job")
    op.drop_index("ix_report_job_user", table_name="report_job")
    op.drop_table("report_job")
