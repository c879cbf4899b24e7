"""Shifts at booths that count money: the list, one shift's drawer, and closing a forgotten one."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.queries import list_names
from app.booths.models import Booth
from app.booths.rules import takes_cash
from app.sales.cash_count import DrawerSums, sum_drawer
from app.sales.queries import list_drawer_rows
from app.sales.shifts import close_forgotten_shift
from app.shared import clock
from app.tills.models import Shift
from app.tills.queries.shifts import ShiftRow, get_shift, list_shifts
from app.tills.queries.tills import list_tills
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.manager import blueprint
from app.web.manager.forms import CloseShiftForm
from app.web.manager.labels import count_sales
from app.web.manager.scope import booth_scope, get_my_booth
from app.web.ui.submit import Answer, flash_and_redirect, submit


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """A shift in the list with its drawer; it is forgotten if it was opened before today and is still open."""

    shift: ShiftRow
    sums: DrawerSums
    is_forgotten: bool


def shift_lines(booth_ids: Collection[int] | None, *, limit: int = 100) -> list[ShiftLine]:
    """Return shifts of these booths, open ones first; for booths that only record, only open ones."""
    shifts = [
        one for one in list_shifts(booth_ids, limit=limit) if takes_cash(one.mode) or one.closed_at is None
    ]
    rows = list_drawer_rows([one.id for one in shifts])
    today = clock.today()
    return [
        ShiftLine(
            one,
            sum_drawer(
                rows.get(one.id, []),
                float_amount=one.float_amount,
                counted=one.counted_amount,
                closed_at=one.closed_at,
            ),
            one.closed_at is None and clock.local_date(one.opened_at) < today,
        )
        for one in shifts
    ]


@blueprint.get("/giliran")
@in_menu(_l("Sif"), order=34)
def show_shifts() -> str:
    """Show open shifts first, forgotten ones marked, then the latest closed ones with their difference."""
    lines = shift_lines(booth_scope())
    forgotten = [line for line in lines if line.is_forgotten]
    return render_template("manager/shifts.html", lines=lines, forgotten=forgotten)


def _get_my_shift(shift_id: int) -> tuple[Shift, Booth]:
    shift = get_shift(shift_id)
    return shift, get_my_booth(shift.booth_id)


@blueprint.get("/giliran/<id:shift_id>")
def show_shift(shift_id: int) -> str:
    """Show one shift: float, sales by payment, voids, the expected and the counted sum."""
    shift, booth = _get_my_shift(shift_id)
    return _shift_page(CloseShiftForm(), shift, booth)


@blueprint.post("/giliran/<id:shift_id>/tutup")
def close_this_shift(shift_id: int) -> Answer:
    """Close a shift that its cashier forgot, with the reason; its sales do not change."""
    shift, booth = _get_my_shift(shift_id)
    form = CloseShiftForm()

    def close() -> Answer:
        close_forgotten_shift(
            shift_id,
            actor=current_actor(),
            reason=form.reason.data,
            counted_amount=form.counted_amount.data,
        )
        message = _("Sif di %(booth)s ditutup.", booth=booth.name)
        return flash_and_redirect(message, "manager.show_shift", shift_id=shift_id)

    return submit(form, close, lambda: _shift_page(form, shift, booth))


def _shift_page(form: CloseShiftForm, shift: Shift, booth: Booth) -> str:
    people = list_names([one for one in (shift.cashier_id, shift.closed_by) if one is not None])
    sums = sum_drawer(
        list_drawer_rows([shift.id]).get(shift.id, []),
        float_amount=shift.float_amount,
        counted=shift.counted_amount,
        closed_at=shift.closed_at,
    )
    is_open = shift.closed_at is None
    return render_template(
        "manager/shift.html",
        form=form,
        shift=shift,
        booth=booth,
        sums=sums,
        cashier=people.get(shift.cashier_id, "–"),
        closed_by=people.get(shift.closed_by) if shift.closed_by else None,
        is_forgotten=is_open and clock.local_date(shift.opened_at) < clock.today(),
        pending=list_pending_at(booth.id),
    )


def list_pending_at(booth_id: int) -> list[str]:
    """Return the active devices of a booth that reported unsent sales, each as `Tablet 1: 3 penjualan`."""
    tills = [till for till in list_tills([booth_id]) if till.unsent and till.revoked_at is None]
    return [f"{till.name}: {count_sales(till.unsent)}" for till in tills]
