"""Tills: enrolling a device shows its token once; withdrawing it is for good."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.booths.queries import get_till, list_booths, list_tills
from app.booths.services import enrol_till, revoke_till
from app.shared.errors import DomainError
from app.web.access import current_actor
from app.web.errors import show_refusal
from app.web.manager import blueprint
from app.web.manager.forms import TillForm
from app.web.manager.scope import booth_scope, get_my_booth
from app.web.navigation import in_menu

Page = str | Response | tuple[str, int]


@blueprint.get("/perangkat")
@in_menu(_l("Perangkat"), order=32)
def list_of_tills() -> str:
    """Every till with when it was last heard."""
    return render_template("manager/tills.html", tills=list_tills(booth_scope()))


@blueprint.route("/perangkat/baru", methods=["GET", "POST"])
def new_till() -> Page:
    """Enrol a device. The answer itself shows the token: it is kept nowhere, so no page could."""
    form = TillForm()
    form.booth.choices = [(one.id, one.name) for one in list_booths(booth_scope(), active_only=True)]
    if not form.is_submitted():
        return render_template("manager/till_form.html", form=form)
    if form.validate():
        booth = get_my_booth(form.booth.data)
        try:
            till, token = enrol_till(booth.id, form.name.data, actor=current_actor())
        except DomainError as error:
            show_refusal(form, error)
        else:
            return render_template("manager/till_token.html", till=till, booth=booth, token=token), 201
    return render_template("manager/till_form.html", form=form), 422


@blueprint.post("/perangkat/<id:till_id>/cabut")
def withdraw_till(till_id: int) -> Response:
    """Withdraw a till's token."""
    till = get_till(till_id)
    get_my_booth(till.booth_id)
    revoke_till(till_id, actor=current_actor())
    flash(_("Token %(name)s dicabut. Perangkat itu tidak dapat mengirim penjualan lagi.", name=till.name))
    return redirect(url_for("manager.list_of_tills"), 303)
