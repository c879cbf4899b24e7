"""Finds the columns of other tables that refer to a table, for undoing acts that added rows to it."""

from collections.abc import Iterator

from sqlalchemy import Column, Table


def referencing_columns(target: Table) -> Iterator[tuple[Table, Column[int]]]:
    """Each (table, column) with a foreign key to `target`, tables that others depend on first."""
    for table in target.metadata.sorted_tables:
        for column in table.c:
            if any(key.column.table is target for key in column.foreign_keys):
                yield table, column
