"""Open figures of closed months, kept as they were published."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0011"
down_revision = "2026_12_0010"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One table, append-only on both engines."""
    op.create_table(
        "open_figure",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("dataset", sa.String(9), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_seq", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "dataset IN ('bulan','kelurahan','keadilan')", name=op.f("ck_open_figure_dataset")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_figure")),
        sa.UniqueConstraint("dataset", "period", name=op.f("uq_open_figure_dataset_period")),
        sqlite_autoincrement=True,
    )
    for act in ("UPDATE", "DELETE"):
        _refuse(act)


def _refuse(act: str) -> None:
    """The database itself refuses the act: what is published stays."""
    if op.get_bind().dialect.name == "sqlite":
        run = "BEGIN SELECT RAISE(ABORT, 'open_figure is append-only'); END"
    else:
        run = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    op.execute(f"CREATE TRIGGER open_figure_no_{act.lower()} BEFORE {act} ON open_figure {run}")


def downgrade() -> None:
    """The published figures go."""
    op.drop_table("open_figure")
