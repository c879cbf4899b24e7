"""The page of one sale with an unidentified buyer: the typed text, the candidates, and the choice (decisions 13)."""

import re
from collections.abc import Sequence

from flask import abort, flash, redirect, render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from app.closing.dossier import list_resolutions
from app.directory.errors import TooManyLookups
from app.directory.queries import (
    EmployeeHit,
    find_employee_by_number,
    get_employee,
    list_employees,
    load_tree,
    search_employees,
)
from app.messages.errors import sentence
from app.messages.ledger import STATE_WORDS
from app.sales.kinds import BUYERS
from app.sales.ledger.totals import PUBLIC_ANSWER
from app.sales.queries.evidence import OpenSale, list_open_sales
from app.sales.queries.open_items import list_typed_alike
from app.sales.services import resolve_buyers
from app.shared.errors import DomainError, NotFound
from app.shared.transaction import rollback
from app.web.decisions.actions import describe_parked
from app.web.decisions.forms import FindBuyerForm, ResolveForm
from app.web.decisions.labels import WORDS
from app.web.decisions.scope import DecisionScope
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.http.lookup_limits import count_lookup
from app.web.ui.filters import angka, bulan

_NO_LETTER = re.compile(r"[^\w\s.']")
MOST_CANDIDATES = 20
MOST_ALIKE = 500
Answer = str | Response | tuple[str, int]


def show_buyer(scope: DecisionScope, sale_id: int) -> str:
    """Show the typed name and number, and the candidates."""
    one = _get_unresolved(scope, sale_id)
    return _page(scope, one, _propose(scope, one))


def find_buyer(scope: DecisionScope, sale_id: int) -> Answer:
    """Search for other candidates; it changes nothing."""
    one, form = _get_unresolved(scope, sale_id), FindBuyerForm(prefix="cari")
    if not form.validate_on_submit():
        return _page(scope, one, [], find=form), 422
    try:
        hits = _search(scope, form.text.data or "")
    except TooManyLookups as error:
        form.text.errors = [sentence(error)]
        return _page(scope, one, [], find=form), 429
    if not hits:
        form.text.errors = [_("Tidak ada yang cocok. Periksa ejaannya, atau cari dengan nomor.")]
        return _page(scope, one, [], find=form), 422
    return _page(scope, one, hits, find=form)


def resolve(scope: DecisionScope, sale_id: int) -> Answer:
    """Record the buyer of this sale and, if the box is checked, of all sales with the same typed text. A sale of a
    closed month is parked as a late entry."""
    one, form = _get_unresolved(scope, sale_id), ResolveForm()
    if not form.validate_on_submit():
        return _page(scope, one, _chosen_candidates(scope, form, one), form=form), 422
    chosen = form.employee.data or PUBLIC_ANSWER
    if chosen == PUBLIC_ANSWER:
        scope.get_action(BUYERS, "public")
    ids = {sale_id, *(_list_alike(scope, one) if form.also.data else ())}
    try:
        done = resolve_buyers(
            ids, chosen or None, form.reason.data or "",
            actor=current_actor(), only_open=not scope.is_finance,
        )  # fmt: skip
    except DomainError as error:
        rollback()
        show_refusal(form, error)
        return _page(scope, one, _chosen_candidates(scope, form, one), form=form), 422
    name = get_employee(chosen).full_name if chosen else _("umum")
    flash(_outcome_sentence(one, name, [item.result for item in done]))
    return redirect(scope.url(BUYERS, bulan=str(one.sale.period)), 303)


def _outcome_sentence(one: OpenSale, name: str, results: list[str]) -> str:
    name = name.removesuffix(".")  # a degree may end with a full stop; the sentence has its own
    parked = results.count("parked")
    if len(results) > 1:
        message = ngettext("%(count)s nota ditetapkan untuk %(name)s.", "%(count)s nota ditetapkan untuk %(name)s.",
                        len(results), count=angka(len(results)), name=name)  # fmt: skip
        if not parked:
            return message
        return f"{message} {describe_parked(parked)}"
    if parked:
        return _("Nota %(receipt)s milik %(name)s menunggu di daftar kiriman terlambat %(month)s.",
                 receipt=one.sale.receipt, name=name, month=bulan(one.sale.period))  # fmt: skip
    return _("Nota %(receipt)s sekarang dihitung untuk %(name)s.", receipt=one.sale.receipt, name=name)


def _get_unresolved(scope: DecisionScope, sale_id: int) -> OpenSale:
    """Return the sale; 404 for one of another booth, a reversal, or one whose buyer was identified from the start."""
    sales = list_open_sales([sale_id])
    if not sales:
        raise NotFound()
    (one,) = sales
    scope.ensure_mine(one.sale.booth_id)
    if not one.sale.is_resolvable:
        abort(404)
    return one


def _list_alike(scope: DecisionScope, one: OpenSale) -> list[int]:
    """Return the ids of other open sales with exactly the same name and number typed."""
    if not (one.typed_name or one.typed_number):
        return []
    alike = list_typed_alike(one.typed_name, one.typed_number, scope.all, MOST_ALIKE)
    return [sale_id for sale_id in alike if sale_id != one.id]


def _propose(scope: DecisionScope, one: OpenSale) -> Sequence[EmployeeHit]:
    return _list_candidates(scope, one.typed_number) or _list_candidates(scope, one.typed_name)


def _search(scope: DecisionScope, text: str) -> Sequence[EmployeeHit]:
    """Return the candidates for a typed text. A manager's searches are counted: TooManyLookups."""
    if not scope.is_finance:
        count_lookup(f"user:{current_user.id}")
    return _list_candidates(scope, text)


def _list_candidates(scope: DecisionScope, text: str) -> Sequence[EmployeeHit]:
    """Return the candidates for a typed number or name; a whole number matches one person or nobody."""
    text = text.strip()
    if not text:
        return []
    employee_id = find_employee_by_number(text)
    return [_hit(employee_id)] if employee_id else _search_by_name(text, by_part=scope.is_finance)


def _search_by_name(text: str, *, by_part: bool) -> Sequence[EmployeeHit]:
    """Return the people with the typed name; if there are none, those who match its longest word that has matches."""
    cleaned = _NO_LETTER.sub(" ", text).strip()
    words = sorted({word for word in cleaned.split() if len(word) > 2}, key=len, reverse=True)
    for text in (cleaned, *words):
        hits = search_employees(text, limit=MOST_CANDIDATES, by_part=by_part)
        if hits:
            return hits
    return []


def _hit(employee_id: int) -> EmployeeHit:
    card, tree = get_employee(employee_id), load_tree()
    last4 = (card.nip or card.code or "")[-4:]
    unit, opd = tree.name(card.unit_id), tree.opd_name(card.unit_id)
    return EmployeeHit(card.id, card.full_name, unit, opd, card.position, last4, card.service)


def _chosen_candidates(scope: DecisionScope, form: ResolveForm, one: OpenSale) -> Sequence[EmployeeHit]:
    """Return the person chosen before a refusal, so that the choice stays on the page; else the candidates."""
    chosen = list_employees([form.employee.data]) if form.employee.data else {}
    return [_hit(employee_id) for employee_id in chosen] or _propose(scope, one)


def _page(
    scope: DecisionScope,
    one: OpenSale,
    hits: Sequence[EmployeeHit],
    form: ResolveForm | None = None,
    find: FindBuyerForm | None = None,
) -> str:
    resolutions = list_resolutions([one.id])
    people = list_employees(sorted({each.employee_id for each in resolutions if each.employee_id}))
    only = hits[0].id if len(hits) == 1 else None
    return render_template(
        "decisions/buyer.html",
        scope=scope,
        kind=BUYERS,
        one=one,
        hits=hits,
        alike=len(_list_alike(scope, one)),
        form=form or ResolveForm(formdata=None, data={"employee": only}),
        find=find or FindBuyerForm(prefix="cari", formdata=None),
        resolutions=resolutions,
        people=people,
        public=PUBLIC_ANSWER,
        state_words=STATE_WORDS,
        words=WORDS,
    )
