"""Runs the pressed button's action on the selected rows, or on every row that matches the filters; all or nothing."""

from dataclasses import replace

from flask import abort, flash, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.decisions.errors import NothingChosen
from app.decisions.queries import list_open_ids
from app.decisions.registry import DecisionAction, DecisionKind, DecisionRequest, Outcome
from app.shared.errors import DomainError, NotFound
from app.shared.transaction import rollback
from app.web.decisions.filters import ListFilters, read_filters
from app.web.decisions.forms import DecideForm
from app.web.decisions.queue_pages import show_list
from app.web.decisions.scope import DecisionScope
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.ui.filters import angka, bulan

Answer = str | Response | tuple[str, int]


def decide(scope: DecisionScope, kind: DecisionKind) -> Answer:
    """Run one decision, then show the same list again."""
    action = scope.get_action(kind, request.form.get("langkah", ""))
    if action.run is None:
        abort(404)
    filters, form = read_filters(scope), DecideForm()
    if not form.validate_on_submit():
        return show_list(scope, kind, form), 422
    try:
        ids = _chosen_ids(kind, action, filters, form)
        if not ids:
            raise NothingChosen()
        reason, target = form.reason.data or "", form.target.data
        done = action.run(DecisionRequest(ids, reason, target, current_actor(), scope.booth_ids))
    except NotFound:
        raise
    except DomainError as error:
        rollback()
        show_refusal(form, error)
        return show_list(scope, kind, form), 422
    flash(describe_outcome(action, done))
    return redirect(scope.url(kind, **filters.query), 303)


def _chosen_ids(
    kind: DecisionKind, action: DecisionAction, filters: ListFilters, form: DecideForm
) -> list[int]:
    """Return the selected ids, or all that match the filters, without those that arrived after the page was shown."""
    if not form.everything.data:
        return sorted(set(form.rows.data or []))
    if action.select:
        return action.select(filters.chosen)
    return list_open_ids(kind.query, replace(filters.chosen, until=form.until.data or 0))


def describe_outcome(action: DecisionAction, done: Outcome) -> str:
    """Return what was done, as one or two sentences."""
    supplements = (
        _("suplemen %(number)s %(month)s", number=number, month=bulan(period))
        for number, period in done.supplements
    )
    sentence, month = done.sentence or action.done, bulan(done.month) if done.month else ""
    where, count = ", ".join(supplements), angka(done.count)
    message = ngettext(sentence, sentence, done.count, count=count, month=month, where=where)
    return f"{message} {describe_parked(done.parked)}".strip()


def describe_parked(count: int) -> str:
    """Return the sentence of how many are pending among the late entries; empty for none."""
    if not count:
        return ""
    return ngettext(
        "%(count)s di antaranya menunggu di daftar kiriman terlambat.",
        "%(count)s di antaranya menunggu di daftar kiriman terlambat.",
        count, count=angka(count),
    )  # fmt: skip
