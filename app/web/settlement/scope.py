"""Whose money a room sees: finance that of all booths, a manager that of the own ones. A foreign one is 404."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.booths.models import Booth
from app.booths.queries import get_booth
from app.settlement.queries.statements import StatementRow, get_statement_row
from app.shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class MoneyScope:
    """`room` is the blueprint; `booth_ids` the booths (None: all)."""

    room: str
    booth_ids: frozenset[int] | None = None

    def url(self, name: str, **values: Any) -> str:
        """Another page of this room."""
        return url_for(f"{self.room}.{name}", **values)

    def get_statement(self, statement_id: int) -> StatementRow:
        """A statement of these booths. NotFound."""
        return get_statement_row(statement_id, self.booth_ids)

    def get_booth(self, booth_id: int) -> Booth:
        """One of these booths. NotFound."""
        if self.booth_ids is not None and booth_id not in self.booth_ids:
            raise NotFound()
        return get_booth(booth_id)

    def has_booths(self, booth_ids: Collection[int] | None) -> bool:
        """Whether all of these booths (None: all of the city) are this room's."""
        return self.booth_ids is None or (booth_ids is not None and self.booth_ids.issuperset(booth_ids))


MakeScope = Callable[[], MoneyScope]
