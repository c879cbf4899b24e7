"""When a paper sheet is done with: all its lines are in, or it was never used."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)
TRIGGERS = (("paper_sheet_end_no_change", "UPDATE"), ("paper_sheet_end_no_delete", "DELETE"))


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    """The table of ends, which stay as they are."""
    op.create_table(
        "paper_sheet_end",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("sheet_id", _ID, nullable=False),
        sa.Column("kind", sa.String(7), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("ended_at", _INSTANT, nullable=False),
        sa.Column("ended_by", _ID, nullable=True),
        sa.CheckConstraint("kind IN ('entered','unused')", name=op.f("ck_paper_sheet_end_kind")),
        sa.ForeignKeyConstraint(["ended_by"], ["user_account.id"], name=op.f("fk_paper_sheet_end_ended_by")),
        sa.ForeignKeyConstraint(["sheet_id"], ["paper_sheet.id"], name=op.f("fk_paper_sheet_end_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sheet_end")),
        sa.UniqueConstraint("sheet_id", name=op.f("uq_paper_sheet_end_sheet_id")),
        sqlite_autoincrement=True,
    )
    for name, act in TRIGGERS:
        if _is_sqlite():
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON paper_sheet_end "
                "BEGIN SELECT RAISE(ABORT, 'the end of a paper sheet stays as it is'); END"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON paper_sheet_end FOR EACH ROW "
                "EXECUTE FUNCTION refuse_change()"
            )


def downgrade() -> None:
    """Back to sheets without an end."""
    for name, _act in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}" + ("" if _is_sqlite() else " ON paper_sheet_end"))
    op.drop_table("paper_sheet_end")
