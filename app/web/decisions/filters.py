"""What the page is narrowed to: month, booth, till, day, flag; from the address, so that a link says it all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import abort, request

from app.booths.queries import list_booths, list_tills
from app.messages.ledger import FLAG_WORDS
from app.sales.queries.open_items import OpenItemFilter, list_open_months
from app.shared.period import Period
from app.web.decisions.scope import DecisionScope
from app.web.ui.periods import list_shown_periods


@dataclass(frozen=True, slots=True)
class ListFilters:
    """What is asked for, and what could be: for the filter form. `query` are the values that stand in links."""

    asked: OpenItemFilter
    months: Sequence[Period]
    booths: Sequence[Any]
    tills: Sequence[Any]
    query: dict[str, str]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the month was chosen."""
        return bool(set(self.query) - {"bulan"})


def read_filters(desk: DecisionScope) -> ListFilters:
    """The filters in the address. 404 for a month, booth, till, day or flag nobody offers."""
    months = sorted({*list_shown_periods(), *list_open_months()}, reverse=True)
    booths, tills = list_booths(desk.scope), list_tills(desk.scope)
    query = {name: request.args[name] for name in NAMES if request.args.get(name)}
    asked = replace(
        desk.all,
        period=_one_of(query.get("bulan"), {str(month): month for month in months}),
        booth_id=_one_of(query.get("pojok"), {str(one.id): one.id for one in booths}),
        till_id=_one_of(query.get("perangkat"), {str(one.id): one.id for one in tills}),
        day=_day(query.get("hari")),
        flag=_one_of(query.get("tanda"), {flag: flag for flag in FLAG_WORDS}) or "",
        late_reason=_one_of(query.get("sebab"), LATE_REASONS) or "",
    )
    return ListFilters(asked, months, booths, tills, query)


NAMES = ("bulan", "pojok", "perangkat", "hari", "tanda", "sebab")
OWN_NAMES = {"flagged": "tanda", "late": "sebab"}
"""Filters that one kind alone knows."""
LATE_REASONS = {"jam": "clock", "tutup": "month_closed"}


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
