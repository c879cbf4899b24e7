"""One list of open things: its rows with their evidence, the tabs with their counts, filters and pages."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from flask import render_template

from app.directory.queries import list_employees, load_tree
from app.sales.queries import Proposal, list_resolution_proposals
from app.sales.queries.evidence import (
    list_kept_conflicts,
    list_open_late,
    list_open_sales,
    list_rejected_items,
    list_waiting_voids,
)
from app.sales.queries.open_items import REVIEWED_FLAGS, count_open, get_last_open_id, list_open_ids
from app.web.decisions.diff import compare
from app.web.decisions.filters import OWN_NAMES, ListFilters, read_filters
from app.web.decisions.forms import DecideForm
from app.web.decisions.labels import WORDS
from app.web.decisions.rejected_labels import describe
from app.web.decisions.scope import KINDS, TITLES, DecisionScope
from app.web.ui.paging import page_number, pages_of

PER_PAGE = 50
MOST_PROPOSALS = 200
_ROWS: dict[str, Callable[[list[int]], Sequence[Any]]] = {
    "buyers": list_open_sales,
    "conflicts": list_kept_conflicts,
    "voids": list_waiting_voids,
    "late": list_open_late,
    "flagged": list_open_sales,
    "held": list_rejected_items,
}


class Tab(NamedTuple):
    """One kind with how many are open, and its address."""

    kind: str
    title: Any
    count: int
    url: str


def show_list(desk: DecisionScope, kind: str, form: DecideForm | None = None) -> str:
    """The page of one kind."""
    sieve = read_filters(desk)
    counts = count_open(sieve.asked)
    pages = pages_of(counts[kind], PER_PAGE)
    page = min(page_number(), pages)
    ids = list_open_ids(kind, sieve.asked, page=page, size=PER_PAGE)
    return render_template(
        "resolving/list.html",
        desk=desk,
        kind=kind,
        title=TITLES[kind],
        words=WORDS,
        tabs=[Tab(one, TITLES[one], counts[one], _tab_url(desk, one, sieve)) for one in KINDS],
        sieve=sieve,
        flags_offered=REVIEWED_FLAGS if kind == "flagged" else (),
        items=_rows(desk, kind, ids),
        count=counts[kind],
        page=page,
        pages=pages,
        until=get_last_open_id(kind, sieve.asked) if counts[kind] else 0,
        form=form or DecideForm(formdata=None),
        **(_matches(sieve) if kind == "buyers" else {}),
    )


def _rows(desk: DecisionScope, kind: str, ids: list[int]) -> Sequence[Any]:
    rows = _ROWS[kind](ids)
    if kind == "conflicts":
        return [compare(one, names_buyers=desk.is_finance) for one in rows]
    return [describe(one) for one in rows] if kind == "held" else rows


def _tab_url(desk: DecisionScope, kind: str, sieve: ListFilters) -> str:
    kept = {name: value for name, value in sieve.query.items() if name not in OWN_NAMES.values()}
    return desk.url(kind, **kept)


def list_matches(sieve: ListFilters) -> list[Proposal]:
    """The exact matches among what is shown (decisions 13)."""
    found = list_resolution_proposals()
    if not found:
        return []
    among = replace(sieve.asked, ids=frozenset(one.sale_id for one in found))
    shown = set(list_open_ids("buyers", among))
    return [one for one in found if one.sale_id in shown]


def _matches(sieve: ListFilters) -> dict[str, Any]:
    matches = list_matches(sieve)
    people = list_employees(sorted({one.employee_id for one in matches})) if matches else {}
    return {"matches": matches, "people": people, "tree": load_tree() if matches else None,
            "most": MOST_PROPOSALS}  # fmt: skip
