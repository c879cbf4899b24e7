"""Twelve months at a glance: two indexes that answer their sums alone, without reading the rows."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_OTHERS = sa.text("result = 'recorded' AND employee_id IS NULL")


def upgrade() -> None:
    """People per status of a closing, whole or by unit; sales of the public and of unknown buyers per month."""
    op.create_index(
        "ix_snapshot_row_recap", "snapshot_row", ["closing_id", "opd_id", "unit_id", "status", "bought"]
    )
    op.create_index(
        "ix_sale_counted_of_others",
        "sale",
        ["period", "amount"],
        sqlite_where=_OTHERS,
        postgresql_where=_OTHERS,
    )


def downgrade() -> None:
    """Both away."""
    op.drop_index("ix_sale_counted_of_others", table_name="sale")
    op.drop_index("ix_snapshot_row_recap", table_name="snapshot_row")
