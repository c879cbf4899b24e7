"""Lists the stored data about makers as table columns; each subject registers its own in `own_data.py`.

Both the maker's copy of its data and the report after a breach are built from this list (ADR 0058).
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
    """One section: `columns` are (title, kind, column), kinds as in `Section`; rows are sorted by the first `key`.

    `source`: the table or join the columns come from. `readers`: the roles, besides the maker's own, whose pages show
    these rows; the report after a breach counts them as able to read the rows.
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
        """The columns it reads, as `table.column`."""
        return frozenset(
            f"{one.table.name}.{one.name}"
            for _title, _kind, column in self.columns
            for one in visitors.iterate(column)
            if isinstance(one, Column) and isinstance(one.table, Table)
        )


MAKER_DATA: Registry[MakerDataPart] = Registry()


def of_column(column: ColumnElement[Any]) -> Belongs:
    """A condition: `column` holds the id of one of the makers."""
    return lambda maker_ids: column.in_(maker_ids)
