"""A wrong match of typed goods can be taken away as long as no statement has its line; open goods are found quickly."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0018"
down_revision = "2026_12_0017"
branch_labels = None
depends_on = None

_SETTLED = "EXISTS (SELECT 1 FROM statement_line WHERE sale_line_id = OLD.sale_line_id)"
_SAYS = "a settled match stays"


def upgrade() -> None:
    """Rows may be deleted, but not those of settled lines; the index holds lines without a product alone."""
    engine = op.get_bind().dialect.name
    of_table = "" if engine == "sqlite" else " ON sale_line_match"
    op.execute(f"DROP TRIGGER sale_line_match_no_delete{of_table}")
    if engine == "sqlite":
        op.execute(
            "CREATE TRIGGER sale_line_match_settled_stays BEFORE DELETE ON sale_line_match "
            f"WHEN {_SETTLED} BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
        )
    else:
        op.execute(
            "CREATE FUNCTION refuse_settled_match() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {_SETTLED} THEN RAISE EXCEPTION '{_SAYS}'; END IF; RETURN OLD; END $$"
        )
        op.execute(
            "CREATE TRIGGER sale_line_match_settled_stays BEFORE DELETE ON sale_line_match "
            "FOR EACH ROW EXECUTE FUNCTION refuse_settled_match()"
        )
    is_typed = sa.text("product_id IS NULL")
    op.create_index(
        op.f("ix_sale_line_typed"), "sale_line", ["id"], sqlite_where=is_typed, postgresql_where=is_typed
    )


def downgrade() -> None:
    """The guard of 0003 again."""
    engine = op.get_bind().dialect.name
    op.drop_index(op.f("ix_sale_line_typed"), "sale_line")
    if engine == "sqlite":
        op.execute("DROP TRIGGER sale_line_match_settled_stays")
        op.execute(
            "CREATE TRIGGER sale_line_match_no_delete BEFORE DELETE ON sale_line_match "
            "BEGIN SELECT RAISE(ABORT, 'sale_line_match is append-only'); END"
        )
        return
    op.execute("DROP TRIGGER sale_line_match_settled_stays ON sale_line_match")
    op.execute("DROP FUNCTION refuse_settled_match()")
    op.execute(
        "CREATE TRIGGER sale_line_match_no_delete BEFORE DELETE ON sale_line_match "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
