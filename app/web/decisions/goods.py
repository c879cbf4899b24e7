"""Pages of goods that a cashier typed without a product: match a line with a product, list and withdraw matches."""

from flask import flash, redirect, render_template, request
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms.validators import ValidationError

from app.makers.queries import list_products_like
from app.sales.corrections.line_matches import match_lines
from app.sales.kinds import GOODS
from app.sales.queries.line_proposals import UnmatchedLine, list_typed_alike, list_unmatched_lines
from app.sales.queries.matched_lines import count_matched_lines, list_matched_lines
from app.settlement.services.matches import withdraw_matches
from app.shared.errors import DomainError, NotFound
from app.shared.transaction import rollback
from app.web.decisions.forms import MatchForm, WithdrawForm
from app.web.decisions.scope import DecisionScope
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.ui.filters import angka
from app.web.ui.forms import clean_text
from app.web.ui.paging import page_number, pages_of

MOST_CANDIDATES = 20
MOST_ALIKE = 500
LONGEST_SEARCH = 100
PER_PAGE = 50
Answer = str | Response | tuple[str, int]


def show_goods(scope: DecisionScope, line_id: int) -> str:
    """Show the typed maker and product, and similar products; `?cari=` searches for others."""
    return _page(scope, _get_unmatched(scope, line_id), MatchForm(formdata=None))


def match_goods(scope: DecisionScope, line_id: int) -> Answer:
    """Record the product of this line and, if the box is checked, of all lines with the same typed text."""
    one, form = _get_unmatched(scope, line_id), MatchForm()
    if not form.validate_on_submit():
        return _page(scope, one, form), 422
    ids = {line_id, *(_list_alike(scope, one) if form.also.data else ())}
    try:
        match_lines(ids, form.product.data, actor=current_actor(), booth_ids=scope.booth_ids)
    except DomainError as error:
        rollback()
        show_refusal(form, error)
        return _page(scope, one, form), 422
    done = len(ids)
    flash(ngettext("%(count)s barang dicocokkan.", "%(count)s barang dicocokkan.", done, count=angka(done)))
    return redirect(scope.url(GOODS), 303)


def _get_unmatched(scope: DecisionScope, line_id: int) -> UnmatchedLine:
    """Return the line. NotFound for a line of another booth, and for one that is matched already."""
    lines = list_unmatched_lines(scope.booth_ids, [line_id])
    if not lines:
        raise NotFound()
    return lines[0]


def _list_alike(scope: DecisionScope, one: UnmatchedLine) -> list[int]:
    """Return the ids of other open lines with exactly the same typed maker and product."""
    alike = list_typed_alike(one.maker, one.product, scope.all, MOST_ALIKE)
    return [line_id for line_id in alike if line_id != one.line_id]


def _read_search() -> str:
    """Return the searched text; empty if it has characters that no name may have."""
    try:
        return clean_text(request.args.get("cari", ""), LONGEST_SEARCH)
    except ValidationError:
        return ""


def _page(scope: DecisionScope, one: UnmatchedLine, form: MatchForm) -> str:
    searched = _read_search()
    hits = list_products_like(searched or f"{one.product} {one.maker}", most=MOST_CANDIDATES)
    return render_template(
        "decisions/goods.html",
        scope=scope,
        kind=GOODS,
        one=one,
        hits=hits,
        searched=searched,
        alike=len(_list_alike(scope, one)),
        form=form,
    )


def show_matches(scope: DecisionScope, form: WithdrawForm | None = None) -> str:
    """Show the matched lines, the latest first."""
    count = count_matched_lines(scope.booth_ids)
    pages = pages_of(count, PER_PAGE)
    page = min(page_number(), pages)
    return render_template(
        "decisions/matches.html",
        scope=scope,
        kind=GOODS,
        items=list_matched_lines(scope.booth_ids, first=(page - 1) * PER_PAGE, size=PER_PAGE),
        count=count,
        page=page,
        pages=pages,
        form=form or WithdrawForm(formdata=None),
    )


def withdraw(scope: DecisionScope) -> Answer:
    """Withdraw the selected matches."""
    form = WithdrawForm()
    if not form.validate_on_submit():
        return show_matches(scope, form), 422
    try:
        done = withdraw_matches(
            form.rows.data or [], form.reason.data or "", actor=current_actor(), booth_ids=scope.booth_ids
        )
    except DomainError as error:
        rollback()
        show_refusal(form, error)
        return show_matches(scope, form), 422
    flash(ngettext("Kecocokan %(count)s barang dibatalkan.", "Kecocokan %(count)s barang dibatalkan.", done,
                   count=angka(done)))  # fmt: skip
    return redirect(scope.url(GOODS), 303)
