"""The tree of units and its file: upload, preview with its consequences, confirm. Nothing changes before that."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.queries import list_names
from app.compliance.unit_effects import preview_tree_change
from app.directory import queries
from app.directory.errors import RosterUploadNotFound, UndoPrevented
from app.directory.services import (
    UnitsPlan,
    default_as_of,
    find_obstacle,
    import_units,
    list_unit_acts,
    plan_units,
    undo_unit_act,
)
from app.messages.errors import sentence
from app.messages.roster import UNDO_OBSTACLES, UNIT_ACTS, refusal_sentence
from app.shared.errors import DomainError
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.personnel import blueprint
from app.web.personnel.forms import UnitsConfirmForm, UnitsForm
from app.web.ui.filters import angka
from app.web.ui.uploads import find_upload, remove_upload, store_upload, takes_files

Answer = str | Response | tuple[str, int]
MOST_ROWS = 200
"""So many changed and refused rows are listed on the preview."""


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
        plan = plan_units(path, form.as_of.data, name=file_name)
    except DomainError as error:
        remove_upload(stored)
        show_refusal(form, error)
        return _page(form), 422
    confirm = UnitsConfirmForm(
        formdata=None, upload=stored, file_name=file_name[:200], as_of=plan.as_of, letter=form.letter.data
    )
    return _preview(plan, confirm)


def _page(form: UnitsForm) -> str:
    return render_template(
        "personnel/units.html", form=form, tree=queries.load_tree(), people=queries.count_by_unit()
    )


def _preview(plan: UnitsPlan, form: UnitsConfirmForm, problem: str = "") -> str:
    form.promise.data = plan.promise
    before, after = plan.before.on(plan.as_of), plan.after.on(plan.as_of)
    return render_template(
        "personnel/units_preview.html",
        plan=plan,
        form=form,
        problem=problem,
        counts=plan.outcome.counts(),
        effect=preview_tree_change(plan.before, plan.after, plan.as_of) if plan.changes else None,
        before=before,
        after=after,
        changes=plan.changes[:MOST_ROWS],
        new=[(line.row, line.name, line.parent) for line in plan.new[:MOST_ROWS]],
        refused=[
            (one.row, one.name, refusal_sentence(one.reason, one.facts))
            for one in plan.outcome.refused[:MOST_ROWS]
        ],
    )


@blueprint.post("/unit/terapkan")
@manages_own_transaction
def apply_units() -> Answer:
    """Confirm: exactly the file and the figures of the preview, or nothing."""
    form = UnitsConfirmForm()
    path = find_upload(form.upload.data) if form.validate() else None
    if path is None:
        raise RosterUploadNotFound()
    try:
        outcome = import_units(
            path,
            actor=current_actor(),
            as_of=form.as_of.data,
            letter=form.letter.data or "",
            promise=form.promise.data or "",
            name=form.file_name.data or None,
        )
    except DomainError as error:
        return _preview(
            plan_units(path, form.as_of.data, name=form.file_name.data), form, sentence(error)
        ), 409
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
