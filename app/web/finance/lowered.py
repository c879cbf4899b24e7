"""Pages that lower or waive a month for everybody: preview the effect, then save (decisions 4)."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.compliance import services
from app.compliance.effects import preview_lowering
from app.compliance.errors import MonthClosedForTerms
from app.compliance.rules import Recap
from app.months.queries import get_month
from app.shared import clock
from app.shared.errors import DomainError
from app.shared.period import Period
from app.web.finance import blueprint
from app.web.finance.forms_exemptions import LoweredMonthForm
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.ui.filters import bulan

Answer = str | Response | tuple[str, int]
WHOLE = 100


class Preview(NamedTuple):
    """The present sums of the month, and the sums after the change."""

    before: Recap
    after: Recap


@blueprint.route("/pembebasan/bulan", methods=["GET", "POST"])
def lower_month() -> Answer:
    """Lower or waive a month for everybody: preview the effect, confirm if nobody stays obliged, then save."""
    form = LoweredMonthForm()
    if request.method == "GET":
        form.period.data = clock.this_period()
        return _page(form)
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        _ensure_possible(form)
    except DomainError as error:  # refused before the preview of a lowering that can never be saved
        show_refusal(form, error)
        return _page(form), 422
    is_saving = request.form.get("langkah") == "simpan"
    if not form.was_seen() or not is_saving:
        return _page(form, _preview(form))
    if form.percent.data == WHOLE and not form.sure.data:
        form.sure.errors = [_("Centang kalau memang semua orang dibebaskan bulan itu.")]
        return _page(form, _preview(form)), 422
    return _save(form)


def _ensure_possible(form: LoweredMonthForm) -> None:
    """Raise the service's refusals before the preview: a closed month, a letter dated in the future."""
    if get_month(form.period.data).is_closed:
        raise MonthClosedForTerms("period", period=str(form.period.data))
    services.ensure_letter(form.letter_number.data, form.letter_date.data)


def _save(form: LoweredMonthForm) -> Answer:
    try:
        services.set_lowered_month(
            form.period.data,
            form.percent.data,
            reason=form.reason.data,
            letter_number=form.letter_number.data,
            letter_date=form.letter_date.data,
            actor=current_actor(),
        )
    except DomainError as error:
        show_refusal(form, error)
        return _page(form), 422
    flash(_("Batas minimal %(month)s diturunkan untuk semua.", month=bulan(form.period.data)))
    return redirect(url_for("finance.list_exemptions"), 303)


@blueprint.post("/pembebasan/bulan/<period:period>/batal")
def lift_month(period: Period) -> Answer:
    """Undo the lowering of a month."""
    services.lift_lowered_month(period, actor=current_actor())
    flash(_("Penurunan %(month)s dibatalkan; batas minimal kembali penuh.", month=bulan(period)))
    return redirect(url_for("finance.list_exemptions"), 303)


def _preview(form: LoweredMonthForm) -> Preview:
    return Preview(*preview_lowering(form.period.data, form.percent.data))


def _page(form: LoweredMonthForm, preview: Preview | None = None) -> str:
    return render_template("finance/exemption_month.html", form=form, preview=preview, whole=WHOLE)
