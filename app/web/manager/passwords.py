"""A forgotten password at a booth: the manager scans the person's card and prints a new code."""

from flask import render_template
from flask_babel import lazy_gettext as _l

from app.accounts.errors import UserNotFound
from app.accounts.services import find_account_by_card, reissue_code_by_card, write_letter
from app.directory.queries import get_employee, load_tree
from app.settings.queries import get_letterhead
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.manager import blueprint
from app.web.ui.forms import BaseForm, TextField, at_most, required
from app.web.ui.submit import Answer, submit


class CardForm(BaseForm):
    """The text of the shopping card, as the scanner reads it."""

    card = TextField(_l("Kartu QR pegawai"), [required(_l("Kartu")), at_most(64)])


@blueprint.route("/sandi", methods=["GET", "POST"])
@in_menu(_l("Lupa kata sandi"), order=34, under="manager.show_cashiers")
def find_card() -> Answer:
    """Find the holder of a card, and show what a new code would end."""
    form = CardForm()
    if not form.is_submitted():
        return render_template("manager/card.html", form=form)
    user = find_account_by_card(form.card.data) if form.validate() else None
    if form.card.data and user is None and not form.errors:
        show_refusal(form, UserNotFound("card"))
    if user is None:
        return render_template("manager/card.html", form=form), 422
    person = get_employee(user.employee_id or 0)
    return render_template(
        "manager/card_found.html", form=form, person=person, unit=load_tree().name(person.unit_id)
    )


@blueprint.post("/sandi/kode")
def print_code() -> Answer:
    """Show the letter with the new code once; the old password and every session end."""
    form = CardForm()

    def reissue() -> Answer:
        user, code = reissue_code_by_card(form.card.data, actor=current_actor())
        return render_template(
            "manager/card_letter.html", letters=[write_letter(user, code)], letterhead=get_letterhead()
        )

    return submit(form, reissue, lambda: render_template("manager/card.html", form=form))
