"""The booths whose money a blueprint shows: finance all, a manager the own ones. A foreign booth is 404."""

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
        """Return the URL of another page of this blueprint."""
        return url_for(f"{self.room}.{name}", **values)

    def get_statement(self, statement_id: int) -> StatementRow:
        """Return a statement of these booths. NotFound."""
        return get_statement_row(statement_id, self.booth_ids)

    def get_booth(self, booth_id: int) -> Booth:
        """Return one of these booths. NotFound."""
        if self.booth_ids is not None and booth_id not in self.booth_ids:
            raise NotFound()
        return get_booth(booth_id)

    def has_booths(self, booth_ids: Collection[int] | None) -> bool:
        """Whether all of these booths (None: all of the city) are in this scope."""
        return self.booth_ids is None or (booth_ids is not None and self.booth_ids.issuperset(booth_ids))


MakeScope = Callable[[], MoneyScope]
