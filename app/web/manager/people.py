"""Cashiers of the manager's booths: an account for a day, a new PIN, an early end."""

from dataclasses import dataclass
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.lookups import StaffRow, get_staff, list_staff
from app.accounts.rules.pins import new_pin
from app.accounts.services import create_day_cashier, disable_user, set_pin
from app.shared import clock
from app.shared.errors import NotFound
from app.tills.queries.booths import list_booths
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.manager import blueprint
from app.web.manager.forms import DayCashierForm
from app.web.manager.scope import booth_scope, get_my_booth
from app.web.ui.ids import read_id
from app.web.ui.submit import Answer, submit


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A cashier with the names of the booths, and whether this manager may act on the account."""

    person: StaffRow
    booths: list[str]
    is_mine: bool


@blueprint.get("/kasir")
@in_menu(_l("Kasir"), order=33)
def show_cashiers() -> str:
    """Show the cashiers of the manager's booths, and those who work at every booth."""
    scope, names = booth_scope(), {one.id: one.name for one in list_booths()}
    lines = [
        StaffLine(one, sorted(names[booth] for booth in one.booth_ids), one.is_within(scope))
        for one in list_staff(scope, clock.today())
    ]
    return render_template("manager/cashiers.html", lines=lines, today=clock.today())


@blueprint.route("/kasir/harian", methods=["GET", "POST"])
@manages_own_transaction
def enter_day_cashier() -> Answer:
    """Create a volunteer's account: name, booth, last day. The answer shows the PIN once; only its hash is stored."""
    form = DayCashierForm()
    form.booth.choices = [(one.id, one.name) for one in list_booths(booth_scope(), active_only=True)]
    if not form.is_submitted():
        form.day.data, form.key.data = clock.today(), str(uuid4())
        chosen = request.args.get("pojok", type=read_id)
        form.booth.data = chosen if chosen in {one for one, *_rest in form.booth.choices} else None

    def create() -> Answer:
        booth = get_my_booth(form.booth.data)
        user, pin = create_day_cashier(
            form.name.data, booth.id, form.day.data, actor=current_actor(), form_key=form.key.data
        )
        person = StaffRow(
            user.id, user.username, user.display_name, user.valid_until, False, clock.now(),
            frozenset({booth.id}),
        )  # fmt: skip
        return _card(person, pin, is_new=True), 201

    return submit(form, create, lambda: render_template("manager/day_cashier.html", form=form))


@blueprint.post("/kasir/<id:user_id>/pin")
@manages_own_transaction
def renew_pin(user_id: int) -> Answer:
    """Give a cashier a new PIN, shown only in this answer; the old PIN no longer works."""
    person = get_staff(user_id, booth_scope(), clock.today())
    pin = new_pin()
    set_pin(user_id, pin, actor=current_actor())
    return _card(person, pin, is_new=False), 201


def _card(person: StaffRow, pin: str, *, is_new: bool) -> str:
    names = {one.id: one.name for one in list_booths()}
    return render_template(
        "manager/pin_card.html",
        person=person,
        pin=f"{pin[:3]} {pin[3:]}",
        booths=sorted(names[booth] for booth in person.booth_ids),
        is_new=is_new,
        today=clock.today(),
    )


@blueprint.post("/kasir/<id:user_id>/akhiri")
def end_day_cashier(user_id: int) -> Response:
    """End a day's account early; lasting accounts are the admin's. NotFound for them."""
    person = get_staff(user_id, booth_scope(), clock.today())
    if person.valid_until is None:
        raise NotFound()
    disable_user(user_id, actor=current_actor())
    flash(_("Akun %(name)s diakhiri. Penjualannya tetap tercatat.", name=person.name))
    return redirect(url_for("manager.show_cashiers"), 303)
