"""The filters of lists of open items, as conditions on a kind's columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_

from app.shared.period import Period


@dataclass(frozen=True, slots=True)
class OpenItemFilter:
    """Filters of open items. `booth_ids`: the booths that the reader may see (None: all); the reader chose the rest.

    `until` is the highest id when the list was shown; `ids` are the selected ones; `choices` are the values of
    filters that one kind alone has, by their name (`OwnFilter`).
    """

    booth_ids: frozenset[int] | None = None
    period: Period | None = None
    booth_id: int | None = None
    till_id: int | None = None
    day: date | None = None
    until: int | None = None
    ids: frozenset[int] | None = None
    choices: Mapping[str, str] = field(default_factory=dict)

    def conditions(self, key: Any, booth: Any, till: Any, day: Any) -> list[ColumnElement[bool]]:
        """The conditions of all filters except `period` and `choices`, on these columns."""
        conditions = []
        if self.booth_ids is not None:
            conditions.append(booth.in_(self.booth_ids))
        if self.booth_id is not None:
            conditions.append(booth == self.booth_id)
        if self.till_id is not None:
            conditions.append(till == self.till_id)
        if self.day is not None:
            conditions.append(day == self.day)
        if self.until is not None:
            conditions.append(key <= self.until)
        if self.ids is not None:
            conditions.append(key.in_(self.ids))
        return conditions

    def in_month(self, day: Any) -> list[ColumnElement[bool]]:
        """The condition for the days of `period`; items with an uncertain date are in every month until decided."""
        if self.period is None:
            return []
        return [or_(day.between(self.period.first_day, self.period.last_day), day.is_(None))]
