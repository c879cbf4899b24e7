"""Which columns of other tables name the rows of one: for undoing what added those rows."""

from collections.abc import Iterator

from sqlalchemy import Column, Table


def referencing_columns(target: Table) -> Iterator[tuple[Table, Column[int]]]:
    """Each (table, column) with a foreign key to `target`, in the order of the tables' dependence."""
    for table in target.metadata.sorted_tables:
        for column in table.c:
            if any(key.column.table is target for key in column.foreign_keys):
                yield table, column
