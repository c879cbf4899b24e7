"""The tree of units and its file: upload, preview with its consequences, confirm. Nothing changes before that."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.queries import list_names
from app.compliance.unit_effects import preview_tree_change
from app.directory import queries
from app.directory.errors import UndoPrevented
from app.directory.imports import UNITS
from app.directory.services import (
    UnitsPlan,
    default_as_of,
    find_obstacle,
    list_unit_acts,
    plan_units,
    read_unit_file,
    undo_unit_act,
)
from app.imports.errors import ImportFileGone
from app.imports.services import apply_import
from app.imports.sheet import SheetFile
from app.messages.errors import sentence
from app.messages.roster import UNDO_OBSTACLES, UNIT_ACTS
from app.shared.errors import DomainError
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.personnel import blueprint
from app.web.personnel.forms import UnitsConfirmForm, UnitsForm
from app.web.ui.filters import angka
from app.web.ui.imports import MOST_ROWS, fault_rows
from app.web.ui.uploads import find_upload, remove_upload, store_upload, takes_files

Answer = str | Response | tuple[str, int]


@blueprint.route("/unit", methods=["GET", "POST"])
@in_menu(_l("Unit kerja"), order=40)
@takes_files
@manages_own_transaction
def units() -> Answer:
    """The tree with people counted at each place; a file is read and compared, and nothing changes yet."""
    form = UnitsForm()
    if not form.is_submitted():
        form.as_of.data = default_as_of()
        return _page(form)
    if not form.validate():
        return _page(form), 422
    file_name = form.file.data.filename or ""
    stored, path = store_upload(form.file.data)
    try:
        file = read_unit_file(path, file_name)
        plan = plan_units(file, form.as_of.data)
    except DomainError as error:
        remove_upload(stored)
        show_refusal(form, error)
        return _page(form), 422
    confirm = UnitsConfirmForm(
        formdata=None, upload=stored, file_name=file_name[:200], as_of=plan.as_of, letter=form.letter.data
    )
    return _preview(file, plan, confirm)


def _page(form: UnitsForm) -> str:
    return render_template(
        "personnel/units.html", form=form, tree=queries.load_tree(), people=queries.count_by_unit()
    )


def _preview(file: SheetFile[Any], plan: UnitsPlan, form: UnitsConfirmForm, problem: str = "") -> str:
    form.promise.data = plan.promise
    before, after = plan.before.on(plan.as_of), plan.after.on(plan.as_of)
    return render_template(
        "personnel/units_preview.html",
        plan=plan,
        file=file,
        form=form,
        problem=problem,
        counts=plan.counts(),
        effect=preview_tree_change(plan.before, plan.after, plan.as_of) if plan.changes else None,
        before=before,
        after=after,
        changes=plan.changes[:MOST_ROWS],
        new=[(line.row, line.name, line.parent) for line in plan.new[:MOST_ROWS]],
        refused=fault_rows(UNITS, plan.refused),
    )


@blueprint.post("/unit/terapkan")
@manages_own_transaction
def apply_units() -> Answer:
    """Confirm: exactly the file and the figures of the preview, or nothing."""
    form = UnitsConfirmForm()
    path = find_upload(form.upload.data) if form.validate() else None
    if path is None:
        raise ImportFileGone()
    file = read_unit_file(path, form.file_name.data or None)
    options = {"as_of": form.as_of.data, "letter": form.letter.data or ""}
    try:
        outcome = apply_import(UNITS, file, options, actor=current_actor(), promise=form.promise.data or "")
    except DomainError as error:
        return _preview(file, plan_units(file, form.as_of.data), form, sentence(error)), 409
    remove_upload(path.name)
    flash(
        _(
            "Unit kerja: %(created)s baru, %(changed)s berubah, %(unchanged)s tetap, %(refused)s ditolak.",
            **{name: angka(count) for name, count in outcome.counts().items()},
        )
    )
    return redirect(url_for("personnel.units"), 303)


@blueprint.get("/unit/riwayat")
def list_units_history() -> str:
    """What was done to the tree, newest first, each with what keeps it from being undone."""
    acts = list_unit_acts()
    return render_template(
        "personnel/unit_history.html",
        acts=[(act, find_obstacle(act)) for act in acts[:20]],
        kinds=UNIT_ACTS,
        obstacles=UNDO_OBSTACLES,
        names=list_names({act.actor_id for act in acts[:20] if act.actor_id}),
    )


@blueprint.post("/unit/riwayat/<id:act_id>/urungkan")
@manages_own_transaction
def undo_units(act_id: int) -> Response:
    """Take one act back as a whole."""
    try:
        undo_unit_act(act_id, actor=current_actor())
    except UndoPrevented as error:
        flash(sentence(error))
    else:
        flash(_("Diurungkan. Unit kerja seperti sebelum perubahan itu."))
    return redirect(url_for("personnel.list_units_history"), 303)
