"""Agreements between makers and booths: the list, one with its form and preview, and the paper to sign."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.makers.queries import get_maker
from app.settings.queries import get_letterhead, get_setting
from app.settlement.queries.agreements import list_agreements
from app.settlement.queries.terms import list_terms
from app.settlement.rules import NO_TERMS, Terms, terms_on
from app.settlement.services.terms import TermsChange, agree_terms, preview_terms
from app.shared import clock
from app.web.http.guards import current_actor
from app.web.settlement.forms import TermsForm
from app.web.settlement.labels import BEARERS, terms_words
from app.web.settlement.scope import MoneyScope
from app.web.ui.filters import tanggal
from app.web.ui.paging import page_number, pages_of
from app.web.ui.submit import Answer, submit

PER_PAGE = 50


def show_list(scope: MoneyScope) -> str:
    """Show every pair of maker and booth that deal with each other, those without an agreement first."""
    pairs = list_agreements(scope.booth_ids, clock.today())
    pages = pages_of(len(pairs), PER_PAGE)
    page = min(page_number(), pages)
    return render_template(
        "settlement/agreements.html",
        scope=scope,
        rows=pairs[(page - 1) * PER_PAGE : page * PER_PAGE],
        without=[one for one in pairs if one.terms is None],
        page=page,
        pages=pages,
        warning=get_setting("share_warning"),
        bearers=BEARERS,
    )


def show_terms(scope: MoneyScope, booth_id: int, maker_id: int) -> str:
    """Show the agreements of one maker and one booth by date, and the form for a new one."""
    return _page(_place(scope, booth_id, maker_id))


def agree(scope: MoneyScope, booth_id: int, maker_id: int) -> Answer:
    """Preview the changes and their first day; save when exactly these terms are sent again."""
    place = _place(scope, booth_id, maker_id)
    form = TermsForm()

    def save() -> Answer:
        day, terms = form.effective_from.data, form.terms()
        change = preview_terms(maker_id, booth_id, day, terms)
        if not form.was_seen() or request.form.get("langkah") != "simpan":
            return _page(place, form, change)
        number = form.paper_number.data or ""
        agree_terms(maker_id, booth_id, day, terms, actor=current_actor(), paper_number=number)
        flash(_("Perjanjian berlaku sejak %(day)s tersimpan.", day=tanggal(day)))
        return redirect(scope.url("show_terms", booth_id=booth_id, maker_id=maker_id), 303)

    return submit(form, save, lambda: _page(place, form))


def print_terms(scope: MoneyScope, booth_id: int, maker_id: int) -> str:
    """Show today's agreement on one A4 page, for both to sign."""
    place = _place(scope, booth_id, maker_id)
    agreed = place["agreed"]
    row = next((one for one in agreed if one.effective_from <= clock.today()), agreed[-1] if agreed else None)
    return render_template(
        "settlement/terms_paper.html", **place, row=row, letterhead=get_letterhead(), now=clock.now(),
        words=terms_words(_terms(row) if row else NO_TERMS),
    )  # fmt: skip


def _place(scope: MoneyScope, booth_id: int, maker_id: int) -> dict[str, Any]:
    """Return the maker, the booth and their agreements, the latest first. NotFound."""
    booth, maker = scope.get_booth(booth_id), get_maker(maker_id)
    return {"scope": scope, "booth": booth, "maker": maker, "agreed": list_terms(maker.id, booth.id)}


def _terms(row: Any) -> Terms:
    return Terms(row.share_percent, row.loss_bearer, row.expiry_bearer, row.due_days)


def _page(place: dict[str, Any], form: TermsForm | None = None, change: TermsChange | None = None) -> str:
    agreed = [(one.effective_from, _terms(one)) for one in place["agreed"]]
    now = terms_on(agreed, clock.today())
    if form is None:
        values = {
            name: getattr(now, name) for name in ("share_percent", "loss_bearer", "expiry_bearer", "due_days")
        }
        form = TermsForm(formdata=None, effective_from=clock.today(), **values)
    return render_template(
        "settlement/terms.html",
        **place,
        form=form,
        change=change,
        compared=_compare(change.before, form.terms()) if change else [],
        warning=get_setting("share_warning"),
        words=terms_words,
        terms_of=_terms,
        today=clock.today(),
    )


def _compare(before: Terms, after: Terms) -> list[tuple[str, str, str]]:
    """Return (label, before, after) of each line."""
    both = zip(terms_words(before), terms_words(after), strict=True)
    return [(what, old, new) for (what, old), (_what, new) in both]
