"""Pages of months: open points, closing, reopening, supplements, signed files."""

from typing import Any, NamedTuple

from flask import abort, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.closing import queries as closing
from app.closing.archive import (
    Version,
    list_reopenings,
    list_supplement_items,
    list_versions,
)
from app.closing.rules import ReadinessOpen
from app.closing.services import close_month, reopen_month
from app.compliance.queries import find_first_recorded_month
from app.months.queries import count_pending, get_month, list_months, list_supplements
from app.months.rules import MonthState
from app.shared import clock
from app.shared.period import Period
from app.web.finance import blueprint
from app.web.finance.forms_months import CloseForm, ReopenForm
from app.web.finance.readiness import open_points, sheets_hint
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.reports.pages import own_name
from app.web.ui.filters import bulan
from app.web.ui.submit import Answer, flash_and_redirect, submit


class ListedMonth(NamedTuple):
    """A month in the list: its state, the day it should close, pending late items, and its last signed file."""

    state: MonthState
    closes_on: Any
    late_items: int
    version: Version | None
    is_running: bool
    is_late: bool


@blueprint.get("/bulan")
@in_menu(_l("Bulan"), order=30)
def show_months() -> str:
    """Show every recorded month, newest first."""
    return render_template("finance/months.html", months=_listed())


@blueprint.get("/bulan/<period:period>")
def show_month(period: Period) -> str:
    """Show one month: its open points, its late items, its versions, and the actions that are possible now."""
    _ensure_reachable(period)
    return _month_page(period)


def _ensure_reachable(period: Period) -> None:
    """Raise 404 for a month over a year ahead, unless a till with a wrong clock sent items of that month."""
    if clock.is_far_ahead(period) and period not in count_pending():
        abort(404)


@blueprint.post("/bulan/<period:period>/tutup")
@manages_own_transaction
def close_this_month(period: Period) -> Answer:
    """Close the month. If it has open points, that needs a reason, which is stored."""
    _ensure_reachable(period)
    form = CloseForm()
    actor, made_by, origin = current_actor(), own_name(), request.host_url.rstrip("/")

    def close_now() -> Answer:
        try:
            done = close_month(
                period,
                actor=actor,
                override=form.override.data or "",
                made_by=made_by,
                origin=origin,
            )
        except ReadinessOpen as error:
            error.field = "override"
            raise
        message = _(
            "%(month)s ditutup, versi %(version)s. Berkasnya siap diunduh.",
            month=bulan(period),
            version=done.version,
        )
        return flash_and_redirect(message, "finance.show_month", period=period)

    return submit(form, close_now, lambda: _month_page(period, close_form=form))


@blueprint.post("/bulan/<period:period>/buka")
def reopen_this_month(period: Period) -> Answer:
    """Reopen a closed month, with a reason; the old version remains."""
    _ensure_reachable(period)
    form = ReopenForm(prefix="buka")

    def reopen() -> Answer:
        reopen_month(period, actor=current_actor(), reason=form.reason.data or "")
        message = _("%(month)s dibuka lagi. Versi yang lama tetap tersimpan.", month=bulan(period))
        return flash_and_redirect(message, "finance.show_month", period=period)

    return submit(form, reopen, lambda: _month_page(period, reopen_form=form))


def _stage(period: Period, state: MonthState, first: Period | None) -> str:
    """Return a month's stage: `closed reopened ahead unrecorded over running`; unrecorded: before recording began."""
    if state.is_closed:
        return "closed"
    if state.version:
        return "reopened"
    this = clock.this_period()
    if period > this:
        return "ahead"
    if first is None or period < first:
        return "unrecorded"
    return "over" if period < this else "running"


def _listed() -> list[ListedMonth]:
    states = {one.period: one for one in list_months()}
    versions: dict[Period, Version] = {}
    for version in list_versions():
        versions.setdefault(version.period, version)
    late_items, this = count_pending(), clock.this_period()
    start = min([find_first_recorded_month() or this, this, *states, *late_items])
    listed, period = [], max([this, *states, *late_items])
    while period >= start:
        state = states.get(period, MonthState(period, "open", 0))
        day = closing.get_closing_day(period)
        listed.append(
            ListedMonth(
                state,
                day,
                late_items.get(period, 0),
                versions.get(period),
                period >= this,
                clock.today() > day,
            )
        )
        period = period.previous()
    return listed


def _month_page(
    period: Period,
    close_form: CloseForm | None = None,
    reopen_form: ReopenForm | None = None,
) -> str:
    state = get_month(period)
    points = [] if state.is_closed else open_points(period, closing.list_readiness(period))
    versions = list_versions(period)
    closes_on = closing.get_closing_day(period)
    current = next((one for one in versions if state.is_closed and one.version == state.version), None)
    first = find_first_recorded_month()
    return render_template(
        "finance/month.html",
        period=period,
        state=state,
        stage=_stage(period, state, first),
        first_recorded=first,
        reopenings={one.version: one for one in list_reopenings(period)},
        is_over=clock.today() > period.last_day,
        closes_on=closes_on,
        is_late=clock.today() > closes_on,
        points=points,
        sheets_hint="" if state.is_closed else sheets_hint(period),
        late_items=count_pending().get(period, 0),
        supplements=list_supplements(period),
        supplement_items=list_supplement_items(period, state.version) if state.version else [],
        versions=versions,
        current=current,
        close_form=close_form or CloseForm(formdata=None),
        reopen_form=reopen_form or ReopenForm(prefix="buka", formdata=None),
    )
