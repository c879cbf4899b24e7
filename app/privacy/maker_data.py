"""What is stored of a maker, said as columns of tables; each subject registers its own in `own_data.py`.

The maker's own copy and the report after a breach both read it, so neither has a list of its own (ADR 0058).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, Table
from sqlalchemy.sql import visitors

from app.privacy.registry import Registry

Belongs = Callable[[Collection[int]], ColumnElement[bool]]
"""The condition that a row belongs to makers with these ids."""


@dataclass(frozen=True, slots=True)
class MakerDataPart:
    """One section: `columns` are (title, kind, column), kinds as in `Section`; rows stand by the first `key`.

    `source`: the table, or tables joined, that the columns come from. `readers`: the roles whose pages show these rows,
    the maker's own aside; whoever holds such a role had them in reach.
    """

    name: str
    order: int
    title: str
    source: FromClause
    key: ColumnElement[Any]
    columns: tuple[tuple[str, str, ColumnElement[Any]], ...]
    belongs: Belongs
    readers: frozenset[str] = frozenset()

    @property
    def stored(self) -> frozenset[str]:
        """The columns it hands out, as `table.column`."""
        return frozenset(
            f"{one.table.name}.{one.name}"
            for _title, _kind, column in self.columns
            for one in visitors.iterate(column)
            if isinstance(one, Column) and isinstance(one.table, Table)
        )


MAKER_DATA: Registry[MakerDataPart] = Registry()


def of_column(column: ColumnElement[Any]) -> Belongs:
    """Rows whose `column` names one of the makers."""
    return lambda maker_ids: column.in_(maker_ids)
