"""Shows one list of open items: its rows with their evidence, the tabs with their counts, filters and pages."""

from typing import Any, NamedTuple

from flask import render_template

from app.decisions.queries import count_open, get_last_open_id, list_open_ids
from app.decisions.registry import DecisionKind
from app.shared.errors import NotFound
from app.web.decisions.filters import ListFilters, read_filters
from app.web.decisions.forms import DecideForm
from app.web.decisions.labels import WORDS
from app.web.decisions.scope import DecisionScope
from app.web.ui.paging import page_number, pages_of

PER_PAGE = 50


class Tab(NamedTuple):
    """One kind of decision, the number of open items, and the list's address."""

    kind: DecisionKind
    count: int
    url: str


def show_list(scope: DecisionScope, kind: DecisionKind, form: DecideForm | None = None) -> str:
    """Show the list of one kind."""
    if kind not in scope.kinds:
        raise NotFound()
    filters = read_filters(scope)
    counts = count_open(filters.chosen, scope.kinds)
    count = counts[kind.slug]
    pages = pages_of(count, PER_PAGE)
    page = min(page_number(), pages)
    ids = list_open_ids(kind.query, filters.chosen, page=page, size=PER_PAGE)
    extras: dict[str, Any] = kind.extras(filters.chosen) if kind.extras else {}
    return render_template(
        "decisions/list.html",
        scope=scope,
        kind=kind,
        words=WORDS,
        tabs=[Tab(one, counts[one.slug], _tab_url(scope, one, filters)) for one in scope.kinds],
        filters=filters,
        items=kind.list_rows(ids),
        buttons=scope.list_buttons(kind),
        count=count,
        page=page,
        pages=pages,
        until=get_last_open_id(kind.query, filters.chosen) if count else 0,
        form=form or DecideForm(formdata=None),
        **extras,
    )


def _tab_url(scope: DecisionScope, kind: DecisionKind, filters: ListFilters) -> str:
    own = {one.own_filter.name for one in scope.kinds if one.own_filter}
    return scope.url(kind, **{name: value for name, value in filters.query.items() if name not in own})
