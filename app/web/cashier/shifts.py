"""Opening and closing a cashier's shift. The count at the end is blind: no page shows the expected sum."""

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.booths.models import Booth
from app.booths.queries import get_booth
from app.booths.rules import takes_cash
from app.sales.shifts import close_counted_shift, count_drawer
from app.tills.models import Shift
from app.tills.queries.booths import BoothRow
from app.tills.services.shifts import open_shift
from app.web.cashier import blueprint
from app.web.cashier.current_shift import ensure_my_booth, my_booths, my_shift
from app.web.http.guards import current_actor
from app.web.ui.forms import BaseForm, ChoiceField, ReasonField, RupiahField, optional
from app.web.ui.submit import Answer, flash_and_redirect, submit


class StartForm(BaseForm):
    """The booth, and the change money in the drawer (rupiah)."""

    booth = ChoiceField(_l("Pojok"), coerce=str)
    float_amount = RupiahField(_l("Uang awal di laci"), [optional()])


class LeaveForm(BaseForm):
    """The money in the drawer at the end (rupiah), and the reason for a difference."""

    counted_amount = RupiahField(_l("Uang di laci sekarang"))
    reason = ReasonField(_l("Sebab selisih"), is_required=False)


@blueprint.route("/giliran/mulai", methods=["GET", "POST"])
def start_shift() -> Answer:
    """Open a shift at a booth; one open shift at a time."""
    if my_shift() is not None:
        return redirect(url_for("cashier.show_till"), 303)
    booths, form = my_booths(), StartForm()
    form.booth.choices = [(str(booth.id), booth.name) for booth in booths]

    def begin() -> Answer:
        booth = ensure_my_booth(int(form.booth.data))
        float_amount = form.float_amount.data if takes_cash(booth.mode) else None
        open_shift(booth.id, current_user.id, actor=current_actor(), float_amount=float_amount)
        return redirect(url_for("cashier.show_till"), 303)

    return submit(form, begin, lambda: _start_page(form, booths))


def _start_page(form: StartForm, booths: list[BoothRow]) -> str:
    asks_cash = any(takes_cash(booth.mode) for booth in booths)
    return render_template("cashier/start.html", form=form, booths=booths, asks_cash=asks_cash)


@blueprint.route("/giliran/selesai", methods=["GET", "POST"])
def end_shift() -> Answer:
    """Close the cashier's own shift; at a booth that takes cash the cashier first counts the drawer, blindly."""
    shift = my_shift()
    if shift is None:
        return redirect(url_for("cashier.start_shift"), 303)
    form, booth = LeaveForm(), get_booth(shift.booth_id)

    def close() -> Answer:
        counted = form.counted_amount.data if takes_cash(booth.mode) else None
        reason = form.reason.data or ""
        if not count_drawer(shift.id, counted) and not reason:
            return _leave_page(form, booth, shift, asks_reason=True)  # 200: the first count is stored
        close_counted_shift(shift.id, actor=current_actor(), counted_amount=counted, reason=reason)
        message = _("Sif di %(booth)s selesai. Terima kasih.", booth=booth.name)
        return flash_and_redirect(message, "cashier.start_shift")

    return submit(form, close, lambda: _leave_page(form, booth, shift))


def _leave_page(form: LeaveForm, booth: Booth, shift: Shift, *, asks_reason: bool = False) -> str:
    """Show the page; it asks for a reason only after a count that differs from the expected sum."""
    asks_reason = asks_reason or bool(form.reason.errors or form.reason.data)
    return render_template("cashier/leave.html", form=form, booth=booth, shift=shift, asks_reason=asks_reason)
