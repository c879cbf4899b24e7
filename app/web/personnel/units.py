"""The tree of units, and its file."""

from pathlib import Path

from flask import flash, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.directory import queries
from app.directory.services import UnitsOutcome, import_units
from app.shared.errors import DomainError
from app.web.access import current_actor
from app.web.errors import show_refusal
from app.web.navigation import in_menu
from app.web.personnel import blueprint
from app.web.personnel.forms import UnitsForm
from app.web.personnel.words import refusal_sentence
from app.web.transaction import begins_writing_itself
from app.web.uploads import remove_upload, store_upload, takes_files


@blueprint.route("/unit", methods=["GET", "POST"])
@in_menu(_l("Unit kerja"), order=40)
@takes_files
@begins_writing_itself
def units() -> tuple[str, int]:
    """The tree with people counted at each place; a file adds and changes units at once."""
    form = UnitsForm()
    if not form.is_submitted():
        return _page(form), 200
    if not form.validate():
        return _page(form), 422
    name, path = store_upload(form.file.data)
    try:
        outcome = import_units(Path(path), actor=current_actor(), name=form.file.data.filename)
    except DomainError as error:
        show_refusal(form, error)
        return _page(form), 422
    finally:
        remove_upload(name)
    flash(
        _(
            "Unit kerja: %(created)s baru, %(changed)s berubah, %(unchanged)s tetap, %(refused)s ditolak.",
            **outcome.counts(),
        )
    )
    return _page(UnitsForm(formdata=None), outcome), 200


def _page(form: UnitsForm, outcome: UnitsOutcome | None = None) -> str:
    tree = queries.load_tree()
    refused = outcome.refused if outcome else []
    return render_template(
        "personnel/units.html",
        form=form,
        tree=tree,
        ignored=outcome.ignored if outcome else [],
        hidden=outcome.hidden if outcome else [],
        people=queries.count_by_unit(),
        refused=[(one.row, one.name, refusal_sentence(one.reason, one.facts)) for one in refused],
    )
