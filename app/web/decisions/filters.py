"""The filters of the lists: month, booth, till, day, and a kind's own one. They are in the URL, so that links keep
them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import abort, request

from app.decisions.filters import OpenItemFilter
from app.decisions.registry import list_kinds
from app.sales.queries.open_items import list_open_months
from app.shared.period import Period
from app.tills.queries.booths import list_booths
from app.tills.queries.tills import list_tills
from app.web.decisions.scope import DecisionScope
from app.web.ui.periods import list_shown_periods


@dataclass(frozen=True, slots=True)
class ListFilters:
    """The chosen filters and the choices of the filter form. `query`: the filters as values for links."""

    chosen: OpenItemFilter
    months: Sequence[Period]
    booths: Sequence[Any]
    tills: Sequence[Any]
    query: dict[str, str]

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter but the month is chosen."""
        return bool(set(self.query) - {"bulan"})


def read_filters(scope: DecisionScope) -> ListFilters:
    """Read the filters from the URL. 404 for a value that is not among the choices."""
    months = sorted({*list_shown_periods(), *list_open_months()}, reverse=True)
    booths, tills = list_booths(scope.booth_ids), list_tills(scope.booth_ids)
    own = [kind.own_filter for kind in list_kinds(scope.room) if kind.own_filter]
    names = ("bulan", "pojok", "perangkat", "hari", *(one.name for one in own))
    query = {name: request.args[name] for name in names if request.args.get(name)}
    chosen = replace(
        scope.all,
        period=_one_of(query.get("bulan"), {str(month): month for month in months}),
        booth_id=_one_of(query.get("pojok"), {str(one.id): one.id for one in booths}),
        till_id=_one_of(query.get("perangkat"), {str(one.id): one.id for one in tills}),
        day=_day(query.get("hari")),
        choices={
            one.name: _one_of(query[one.name], {address: value for address, value, _label in one.options})
            for one in own
            if one.name in query
        },
    )
    return ListFilters(chosen, months, booths, tills, query)


def _one_of(text: str | None, offered: dict[str, Any]) -> Any:
    if text is None:
        return None
    if text not in offered:
        abort(404)
    return offered[text]


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)
