"""Refreshes PostgreSQL's planner statistics after a bulk import."""

from sqlalchemy import Connection, TextClause, text

PEOPLE, SALES = text("ANALYZE employee, posting"), text("ANALYZE sale, sale_line")
MANY = 500
"""The number of imported rows from which on statistics are refreshed."""


def refresh_statistics(connection: Connection, statement: TextClause) -> None:
    """PostgreSQL: analyze the tables of `PEOPLE` or `SALES` within the transaction. Does nothing on SQLite.

    Autovacuum analyzes a minute after an import. Until then the planner assumes empty tables: the standings of 5,000
    people took five seconds instead of a tenth of one. Blocks neither readers nor tills.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(statement)
