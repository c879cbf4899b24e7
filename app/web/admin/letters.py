"""Activation letters of an OPD: accounts, one-time codes and QR cards, printed once."""

from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _l

from app.accounts.services import BATCH, count_letters_due, prepare_letters
from app.directory.queries import load_tree
from app.settings.queries import get_letterhead
from app.web.admin import blueprint
from app.web.admin.forms import LettersForm
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu


@blueprint.route("/surat", methods=["GET", "POST"])
@in_menu(_l("Surat aktivasi"), order=20)
def print_letters() -> Any:
    """Choose an OPD; the POST creates the codes and shows the letters once."""
    form = LettersForm()
    if not form.is_submitted():
        return render_template("admin/letters.html", form=form, batch=BATCH)
    if not form.validate():
        return render_template("admin/letters.html", form=form, batch=BATCH), 422
    units = load_tree().below(int(form.unit_id.data))
    made = prepare_letters(units, actor=current_actor(), again=form.again.data == "1")
    if not made:
        return render_template("admin/letters.html", form=form, batch=BATCH, nobody=True)
    return render_template(
        "admin/letters_paper.html",
        letters=made,
        letterhead=get_letterhead(),
        left=count_letters_due(units),
    )
