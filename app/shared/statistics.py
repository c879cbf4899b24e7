"""What the planner knows about a table right after a bulk import."""

from sqlalchemy import Connection, TextClause, text

PEOPLE, SALES = text("ANALYZE employee, posting"), text("ANALYZE sale, sale_line")
MANY = 500
"""Rows of an import from which on it is worth the look."""


def refresh_statistics(connection: Connection, look: TextClause) -> None:
    """PostgreSQL: look at `PEOPLE` or `SALES` anew, within the transaction. Elsewhere nothing.

    Its own upkeep comes a minute after an import. Until then it plans for empty tables: the standings of a city of
    5.000 people took five seconds instead of a tenth. Blocks neither readers nor tills.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(look)
