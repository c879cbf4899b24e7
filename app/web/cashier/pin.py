"""A cashier's own PIN: six digits that open an enrolled device, also without a network."""

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import PasswordField
from wtforms.validators import ValidationError

from app.accounts.services import set_pin
from app.web.cashier import blueprint
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.ui.forms import BaseForm, required
from app.web.ui.submit import Answer, flash_and_redirect, submit


class PinForm(BaseForm):
    """A PIN, typed twice."""

    pin = PasswordField(_l("PIN baru"), [required(_l("PIN"))])
    again = PasswordField(_l("Ketik PIN itu sekali lagi"), [required(_l("PIN"))])

    def validate_again(self, field: PasswordField) -> None:
        """Require the same digits both times."""
        if field.data != self.pin.data:
            raise ValidationError(_l("Dua PIN itu tidak sama. Ketik lagi keduanya."))


@blueprint.route("/pin", methods=["GET", "POST"])
@in_menu(_l("PIN saya"), order=40)
@manages_own_transaction
def set_own_pin() -> Answer:
    """Set or change the cashier's own PIN; tills load it the next time they are online."""
    form = PinForm()

    def save() -> Answer:
        set_pin(current_user.id, form.pin.data or "", actor=current_actor())
        message = _("PIN Anda disimpan. Perangkat pojok mengenalnya begitu terhubung ke jaringan.")
        return flash_and_redirect(message, "cashier.show_till")

    return submit(form, save, lambda: render_template("cashier/pin.html", form=form))
