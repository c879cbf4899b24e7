"""The list of own people: filtered, sorted, paged and summed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, request
from wtforms.validators import ValidationError

from app.closing.queries import PersonMonth, list_standings_of_month, list_supplement_gains
from app.closing.rules import after_supplements
from app.compliance.queries import filter_rows, recap_by_unit, recap_total
from app.compliance.rules import STATUSES, Recap, StandingRow
from app.shared.period import Period
from app.web.opd.scope import OwnUnits
from app.web.ui.forms import clean_text
from app.web.ui.paging import page_number, pages_of

PER_PAGE = 30
LONGEST_SEARCH = 100
SORTS: dict[str, Callable[[StandingRow], Any]] = {
    "nama": lambda row: "",
    "unit": lambda row: (row.unit or "").casefold(),
    "minimal": lambda row: row.minimum if row.minimum is not None else -1,
    "belanja": lambda row: row.bought,
    "kurang": lambda row: row.shortfall,
    "status": lambda row: STATUSES.index(row.status) if row.status else len(STATUSES),
}


@dataclass(frozen=True, slots=True)
class ListFilters:
    """The filters and the sort order in the URL; a filter that is not set is empty or None."""

    status: str
    unit: int | None
    text: str
    sort: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Own people of one month: sums of everybody, sums of those that match the filters, and one page of them."""

    everybody: Recap
    branches: Sequence[Recap]
    matching: Recap
    people: Sequence[PersonMonth]
    page: int
    pages: int
    supplements: int


def read_filters(own: OwnUnits) -> ListFilters:
    """Read the filters from the URL. 404 for an unknown status, unit or order; 400 for bad text."""
    status, unit = request.args.get("status", ""), request.args.get("unit", "")
    sort = request.args.get("urut", "nama")
    own_units = {str(one): one for one in own.branches().values()}
    if (status and status not in STATUSES) or (unit and unit not in own_units):
        abort(404)
    if sort.removeprefix("-") not in SORTS:
        abort(404)
    return ListFilters(status, own_units.get(unit), _text(request.args.get("cari", "")), sort)


def _text(text: str) -> str:
    try:
        return clean_text(text, LONGEST_SEARCH)
    except ValidationError:
        abort(400)


def get_listing(own: OwnUnits, period: Period, filters: ListFilters) -> Listing:
    """Return the requested page.

    A closed month is read from its snapshot: its sums stay as signed, and only the mark beside a person shows what a
    supplement has changed since.
    """
    rows = list_standings_of_month(period, unit_ids=own.units)
    gains = _gains_of(rows, period)
    branches = own.branches()
    units = None
    if filters.unit is not None:
        units = frozenset(unit for unit, branch in branches.items() if branch == filters.unit)
    matching = filter_rows(rows, status=filters.status or None, unit_ids=units, text=filters.text)
    ordered = _in_order(matching, filters.sort)
    pages = pages_of(len(ordered), PER_PAGE)
    page = min(page_number(), pages)
    shown = [_by_now(row, gains) for row in ordered[(page - 1) * PER_PAGE : page * PER_PAGE]]
    changed = (_by_now(row, gains) for row in rows if row.employee_id in gains)
    return Listing(
        everybody=recap_total(rows, own.title),
        branches=_recap_branches(rows, branches, own),
        matching=recap_total(matching, own.title),
        people=shown,
        page=page,
        pages=pages,
        supplements=sum(one.outcome.supplement is not None for one in changed),
    )


Gains = Mapping[int, Sequence[tuple[int, int]]]


def _gains_of(rows: Sequence[StandingRow], period: Period) -> Gains:
    own = {row.employee_id for row in rows}
    gains: dict[int, list[tuple[int, int]]] = {}
    for gain in list_supplement_gains(period):
        if gain.employee_id in own:
            gains.setdefault(gain.employee_id, []).append((gain.number, gain.amount))
    return gains


def _by_now(row: StandingRow, gains: Gains) -> PersonMonth:
    return PersonMonth(
        row, after_supplements(row.status, row.minimum, row.bought, gains.get(row.employee_id, ()))
    )


def _in_order(rows: Sequence[StandingRow], sort: str) -> list[StandingRow]:
    """Sort the rows; equal rows are sorted by name, also in descending order."""
    ordered = sorted(rows, key=lambda row: (name_key(row.name), row.employee_id))
    if sort == "-nama":
        return ordered[::-1]
    return sorted(ordered, key=SORTS[sort.removeprefix("-")], reverse=sort.startswith("-"))


def name_key(name: str) -> str:
    """Return the sort key of a name without titles before it (dr., Drs., Ir.), so that people are not grouped by
    title."""
    words = name.casefold().split()
    while len(words) > 1 and words[0].endswith("."):
        words = words[1:]
    return " ".join(words)


def _recap_branches(rows: Sequence[StandingRow], branches: Mapping[int, int], own: OwnUnits) -> list[Recap]:
    """Return one recap per branch with obliged people, the lowest share first."""
    placed = [
        row._replace(unit_id=branches[row.unit_id], unit=own.name(branches[row.unit_id]))
        for row in rows
        if row.unit_id in branches
    ]
    judged = [recap for recap in recap_by_unit(placed) if recap.obliged]
    return sorted(judged, key=lambda recap: (recap.met / recap.obliged, -recap.obliged, recap.name))
