"""Buyers nobody knows yet: what was typed, who it may have been, and saying so (decisions 13)."""

import re
from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.closing.dossier import Resolution, list_evidence, list_resolutions
from app.directory.queries import (
    EmployeeHit,
    find_employee_id,
    get_employee,
    list_employees,
    load_tree,
    search_employees,
)
from app.directory.rules import NipError, read_nip
from app.sales import queries as sales
from app.sales.queries import SaleRow
from app.sales.services import confirm_resolutions, resolve_buyer
from app.shared.errors import DomainError
from app.shared.transaction import rollback
from app.web.access import current_actor
from app.web.errors import show_refusal
from app.web.filters import angka, bulan
from app.web.finance import blueprint
from app.web.finance.forms_buyers import ConfirmForm, FindBuyerForm, ResolveForm
from app.web.finance.words import STATE_WORDS, flag_words
from app.web.navigation import in_menu
from app.web.paging import page_number, pages_of
from app.web.periods import chosen_period, list_shown_periods
from app.web.transaction import begins_writing_itself

PER_PAGE = 50
_NO_LETTER = re.compile(r"[^\w\s.']")
MOST_CANDIDATES = 20
Answer = str | Response | tuple[str, int]


@blueprint.get("/pembeli")
@in_menu(_l("Pembeli"), order=25)
def list_unresolved() -> str:
    """A month's sales to somebody nobody knows yet; above them, exact matches of any month to confirm at once."""
    return _list_page()


@blueprint.post("/pembeli/cocok")
def confirm_matches() -> Answer:
    """Confirm the ticked exact matches, or all of them, in one batch."""
    form = ConfirmForm()
    everything = request.form.get("langkah") == "semua"
    if not form.validate_on_submit() or not (everything or form.rows.data):
        form.form_errors.append(_("Belum ada yang dipilih. Centang dulu nota-notanya."))
        return _list_page(form), 422
    try:
        count = confirm_resolutions(None if everything else form.rows.data, actor=current_actor())
    except DomainError as error:
        rollback()
        show_refusal(form, error)
        return _list_page(form), 422
    flash(
        ngettext("%(count)s pembeli ditetapkan.", "%(count)s pembeli ditetapkan.", count, count=angka(count))
    )
    return redirect(url_for("finance.list_unresolved"), 303)


@blueprint.get("/pembeli/<id:sale_id>")
def show_unresolved(sale_id: int) -> str:
    """One such sale: what was typed, and who it may have been."""
    sale = _unresolved_sale(sale_id)
    return _sale_page(sale, _candidates(sale.buyer_number) or _candidates(sale.buyer))


@blueprint.post("/pembeli/<id:sale_id>/cari")
@begins_writing_itself
def find_buyer(sale_id: int) -> Answer:
    """Look for other candidates."""
    sale, form = _unresolved_sale(sale_id), FindBuyerForm(prefix="cari")
    if not form.validate_on_submit():
        return _sale_page(sale, [], find=form), 422
    hits = _candidates(form.text.data or "")
    if not hits:
        form.text.errors = [_("Tidak ada yang cocok. Periksa ejaannya, atau cari dengan nomor.")]
        return _sale_page(sale, [], find=form), 422
    return _sale_page(sale, hits, find=form)


@blueprint.post("/pembeli/<id:sale_id>")
def resolve(sale_id: int) -> Answer:
    """Say who bought. In a closed month it waits in the late tray."""
    sale, form = _unresolved_sale(sale_id), ResolveForm()
    if not form.validate_on_submit():
        return _sale_page(sale, _chosen_or_candidates(form, sale), form=form), 422
    try:
        done = resolve_buyer(sale_id, form.employee.data or 0, form.reason.data or "", actor=current_actor())
    except DomainError as error:
        rollback()
        show_refusal(form, error)
        return _sale_page(sale, _chosen_or_candidates(form, sale), form=form), 422
    name = get_employee(form.employee.data or 0).full_name
    if done.result == "parked":
        flash(_("Nota %(receipt)s milik %(name)s menunggu di baki terlambat %(month)s.",
                receipt=sale.receipt, name=name, month=bulan(done.period)))  # fmt: skip
    else:
        flash(_("Nota %(receipt)s sekarang dihitung untuk %(name)s.", receipt=sale.receipt, name=name))
    return redirect(url_for("finance.list_unresolved", bulan=done.period), 303)


def _list_page(form: ConfirmForm | None = None) -> str:
    months = list_shown_periods()
    period = chosen_period(months)
    rows = sales.list_unresolved(period)
    pages = pages_of(len(rows), PER_PAGE)
    page = min(page_number(), pages)
    proposals = sales.list_resolution_proposals()
    people = list_employees(sorted({one.employee_id for one in proposals})) if proposals else {}
    return render_template(
        "finance/unresolved.html",
        period=period,
        months=months,
        rows=rows[(page - 1) * PER_PAGE : page * PER_PAGE],
        count=len(rows),
        amount=sum(row.amount for row in rows),
        page=page,
        pages=pages,
        proposals=proposals,
        people=people,
        tree=load_tree() if proposals else None,
        form=form or ConfirmForm(formdata=None),
        flag_words=flag_words,
    )


def _unresolved_sale(sale_id: int) -> SaleRow:
    """The sale; 404 for a reversal, or one whose buyer was known from the start."""
    sale = sales.get_sale(sale_id)
    if sale.buyer_kind != "unresolved" or sale.void_of is not None:
        abort(404)
    return sale


def _candidates(text: str) -> Sequence[EmployeeHit]:
    """Who a typed number or name may be; a whole number names one person or nobody."""
    text = text.strip()
    if not text:
        return []
    try:
        found = find_employee_id(nip=read_nip(text))
    except NipError:
        found = find_employee_id(code=text)
    return [_hit(found)] if found else _namesakes(text)


def _namesakes(text: str) -> Sequence[EmployeeHit]:
    """People of the typed name; else of its longest word that is anybody's: names are typed in a hurry."""
    cleaned = _NO_LETTER.sub(" ", text).strip()
    words = sorted({word for word in cleaned.split() if len(word) > 2}, key=len, reverse=True)
    for wanted in (cleaned, *words):
        hits = search_employees(wanted, limit=MOST_CANDIDATES)
        if hits:
            return hits
    return []


def _hit(employee_id: int) -> EmployeeHit:
    card, tree = get_employee(employee_id), load_tree()
    last4 = (card.nip or card.code or "")[-4:]
    unit, opd = tree.name(card.unit_id), tree.opd_name(card.unit_id)
    return EmployeeHit(card.id, card.full_name, unit, opd, card.position, last4, card.service)


def _chosen_or_candidates(form: ResolveForm, sale: SaleRow) -> Sequence[EmployeeHit]:
    """After a refusal the person chosen stays on the page, where there is one."""
    chosen = list_employees([form.employee.data]) if form.employee.data else {}
    return [_hit(one) for one in chosen] or _candidates(sale.buyer_number) or _candidates(sale.buyer)


def _sale_page(
    sale: SaleRow,
    hits: Sequence[EmployeeHit],
    form: ResolveForm | None = None,
    find: FindBuyerForm | None = None,
) -> str:
    resolutions: Sequence[Resolution] = list_resolutions([sale.id])
    people: dict[int, Any] = (
        list_employees(sorted({one.employee_id for one in resolutions})) if resolutions else {}
    )
    return render_template(
        "finance/unresolved_sale.html",
        sale=sale,
        proof=list_evidence([sale.id])[sale.id],
        hits=hits,
        form=form or ResolveForm(formdata=None, data={"employee": hits[0].id if len(hits) == 1 else None}),
        find=find or FindBuyerForm(prefix="cari", formdata=None),
        resolutions=resolutions,
        people=people,
        state_words=STATE_WORDS,
        flag_words=flag_words,
    )
