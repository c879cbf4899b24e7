"""Doing what the pressed button says to the ticked rows, or to all that the filters let through. All or nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.months.services import accept_late, decline_late, move_late
from app.sales.corrections.decisions import (
    apply_voids,
    book_conflict,
    dismiss_conflicts,
    dismiss_rejected,
    dismiss_voids,
    review_flags,
)
from app.sales.errors import MonthMissing, NothingChosen
from app.sales.queries.ledger import list_sales_by_id
from app.sales.queries.open_items import list_late_by_month, list_open_ids
from app.sales.services import confirm_resolutions, resolve_buyers
from app.shared.errors import DomainError, NotFound, ReasonMissing
from app.shared.period import Period
from app.shared.transaction import rollback
from app.web.decisions.filters import ListFilters, read_filters
from app.web.decisions.forms import DecideForm
from app.web.decisions.queue_pages import list_matches, show_list
from app.web.decisions.scope import DecisionScope
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.ui.filters import angka, bulan

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class DecisionRequest:
    """What is to be decided: about which rows, why, in which month."""

    desk: DecisionScope
    sieve: ListFilters
    ids: list[int]
    form: DecideForm

    @property
    def reason(self) -> str:
        """Why."""
        return self.form.reason.data or ""


def decide(desk: DecisionScope, kind: str) -> Answer:
    """One decision; afterwards the same list again."""
    act = request.form.get("langkah", "")
    desk.ensure_may(kind, act)
    sieve, form = read_filters(desk), DecideForm()
    if not form.validate_on_submit():
        return show_list(desk, kind, form), 422
    try:
        wish = DecisionRequest(desk, sieve, _chosen(kind, act, sieve, form), form)
        if not wish.ids:
            raise NothingChosen()
        flash(_DEEDS[kind, act](wish))
    except NotFound:
        raise
    except DomainError as error:
        rollback()
        show_refusal(form, error)
        return show_list(desk, kind, form), 422
    return redirect(desk.url(kind, **sieve.query), 303)


def _chosen(kind: str, act: str, sieve: ListFilters, form: DecideForm) -> list[int]:
    """The ticked ones; or all that were there when the page was shown, and none that came since."""
    if not form.everything.data:
        return sorted(set(form.rows.data or []))
    if act == "match":
        return [one.sale_id for one in list_matches(sieve)]
    return list_open_ids(kind, replace(sieve.asked, until=form.until.data or 0))


def _match(wish: DecisionRequest) -> str:
    found = list_sales_by_id(wish.ids)
    if len(found) != len(wish.ids):
        raise NotFound()
    for sale in found.values():
        wish.desk.ensure_mine(sale.booth_id)
    count = confirm_resolutions(wish.ids, actor=current_actor())
    return ngettext(
        "%(count)s pembeli ditetapkan.", "%(count)s pembeli ditetapkan.", count, count=angka(count)
    )


def _make_public(wish: DecisionRequest) -> str:
    done = resolve_buyers(wish.ids, None, wish.reason, actor=current_actor(), only_open=False)
    count, parked = len(done), sum(one.result == "parked" for one in done)
    said = ngettext("%(count)s nota ditetapkan sebagai belanja umum.",
                    "%(count)s nota ditetapkan sebagai belanja umum.", count, count=angka(count))  # fmt: skip
    return f"{said} {_waits(parked)}".strip()


def _dismiss_conflicts(wish: DecisionRequest) -> str:
    count = dismiss_conflicts(wish.ids, wish.reason, actor=current_actor(), scope=wish.desk.scope)
    return ngettext("%(count)s kiriman kedua tidak dibukukan.", "%(count)s kiriman kedua tidak dibukukan.",
                    count, count=angka(count))  # fmt: skip


def _book_conflicts(wish: DecisionRequest) -> str:
    done = [book_conflict(one, wish.reason, actor=current_actor(), scope=wish.desk.scope) for one in wish.ids]
    parked = sum(one.result == "parked" for one in done)
    booked = ngettext(
        "%(count)s kiriman dibukukan sebagai nota sendiri.",
        "%(count)s kiriman dibukukan sebagai nota sendiri.",
        len(done), count=angka(len(done)),
    )  # fmt: skip
    return f"{booked} {_waits(parked)}".strip()


def _waits(parked: int) -> str:
    if not parked:
        return ""
    return ngettext(
        "%(count)s di antaranya menunggu di baki terlambat.",
        "%(count)s di antaranya menunggu di baki terlambat.",
        parked, count=angka(parked),
    )  # fmt: skip


def _dismiss_voids(wish: DecisionRequest) -> str:
    count = dismiss_voids(wish.ids, wish.reason, actor=current_actor(), scope=wish.desk.scope)
    return ngettext("%(count)s pembatalan diabaikan.", "%(count)s pembatalan diabaikan.",
                    count, count=angka(count))  # fmt: skip


def _apply_voids(wish: DecisionRequest) -> str:
    count = apply_voids(wish.ids, wish.reason, actor=current_actor(), scope=wish.desk.scope)
    return ngettext("%(count)s nota dibatalkan.", "%(count)s nota dibatalkan.", count, count=angka(count))


def _accept(wish: DecisionRequest) -> str:
    count, supplements = 0, []
    for period, ids in _by_month(wish.ids):
        done = accept_late(period, ids, actor=current_actor())
        count += done.count
        if done.supplement is not None:
            supplements.append(
                _("suplemen %(number)s %(month)s", number=done.supplement, month=bulan(period))
            )
    if supplements:
        return ngettext("%(count)s kiriman diterima: %(where)s.", "%(count)s kiriman diterima: %(where)s.",
                        count, count=angka(count), where=", ".join(supplements))  # fmt: skip
    return ngettext("%(count)s kiriman diterima dan dihitung.", "%(count)s kiriman diterima dan dihitung.",
                    count, count=angka(count))  # fmt: skip


def _decline(wish: DecisionRequest) -> str:
    if not wish.reason:
        raise ReasonMissing("reason")
    count = 0
    for period, ids in _by_month(wish.ids):
        count += decline_late(period, ids, wish.reason, actor=current_actor())
    return ngettext("%(count)s kiriman ditolak.", "%(count)s kiriman ditolak.", count, count=angka(count))


def _move(wish: DecisionRequest) -> str:
    target = wish.form.target.data
    if target is None:
        raise MonthMissing("target")
    for period, ids in _by_month(wish.ids):
        move_late(period, ids, target, actor=current_actor())
    done = accept_late(target, wish.ids, actor=current_actor())
    return ngettext("%(count)s kiriman dihitung untuk %(month)s.", "%(count)s kiriman dihitung untuk %(month)s.",
                    done.count, count=angka(done.count), month=bulan(target))  # fmt: skip


def _by_month(ids: list[int]) -> list[tuple[Period, list[int]]]:
    found = list_late_by_month(ids)
    if sum(map(len, found.values())) != len(ids):
        raise NotFound()
    return list(found.items())  # in order of time, as every writer locks months


def _review(wish: DecisionRequest) -> str:
    count = review_flags(wish.ids, wish.reason, actor=current_actor(), scope=wish.desk.scope)
    return ngettext(
        "%(count)s nota sudah dilihat.", "%(count)s nota sudah dilihat.", count, count=angka(count)
    )


def _dismiss_held(wish: DecisionRequest) -> str:
    count = dismiss_rejected(wish.ids, wish.reason, actor=current_actor(), scope=wish.desk.scope)
    return ngettext("%(count)s kiriman dinyatakan bukan penjualan.",
                    "%(count)s kiriman dinyatakan bukan penjualan.", count, count=angka(count))  # fmt: skip


_DEEDS: dict[tuple[str, str], Callable[[DecisionRequest], str]] = {
    ("buyers", "match"): _match,
    ("buyers", "public"): _make_public,
    ("conflicts", "dismiss"): _dismiss_conflicts,
    ("conflicts", "book"): _book_conflicts,
    ("voids", "dismiss"): _dismiss_voids,
    ("voids", "apply"): _apply_voids,
    ("late", "accept"): _accept,
    ("late", "decline"): _decline,
    ("late", "move"): _move,
    ("flagged", "review"): _review,
    ("held", "dismiss"): _dismiss_held,
}
