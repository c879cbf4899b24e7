"""The tree of units, the upload of its file with a preview, and its history."""

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
    find_obstacle,
    list_unit_acts,
    undo_unit_act,
)
from app.messages.errors import sentence
from app.messages.roster import UNDO_OBSTACLES, UNIT_ACTS
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.personnel import blueprint
from app.web.personnel.forms import UnitsConfirmForm, UnitsForm
from app.web.ui.imports import MOST_ROWS, ImportPages, add_common_pages, add_import_pages


def _show_tree() -> dict[str, Any]:
    return {"tree": queries.load_tree(), "people": queries.count_by_unit()}


def _show_consequences(plan: UnitsPlan) -> dict[str, Any]:
    return {
        "effect_on_months": preview_tree_change(plan.before, plan.after, plan.as_of)
        if plan.changes
        else None,
        "before": plan.before.on(plan.as_of),
        "after": plan.after.on(plan.as_of),
        "changes": plan.changes[:MOST_ROWS],
        "new": plan.new[:MOST_ROWS],
    }


PAGES = ImportPages(
    UNITS,
    form=UnitsForm,
    confirm=UnitsConfirmForm,
    choose="personnel/units.html",
    choose_context=_show_tree,
    preview="personnel/units_preview.html",
    preview_context=_show_consequences,
    crumbs=((_l("Kepegawaian"), "personnel.show_home"),),
    sample="unit-kerja",
    label=_l("Unit"),
    button=_l("Terapkan unit kerja ini"),
    done=_l("Unit kerja: %(created)s baru, %(changed)s berubah, %(unchanged)s tetap, %(refused)s ditolak."),
)
add_import_pages(blueprint, "/unit", "upload_units", lambda: PAGES, in_menu(_l("Unit kerja"), order=40))
add_common_pages(blueprint)


@blueprint.get("/unit/riwayat")
def list_units_history() -> str:
    """Show the changes of the tree, newest first, each with the reason if it cannot be undone."""
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
    """Undo one change of the tree as a whole."""
    try:
        undo_unit_act(act_id, actor=current_actor())
    except UndoPrevented as error:
        flash(sentence(error))
    else:
        flash(_("Diurungkan. Unit kerja seperti sebelum perubahan itu."))
    return redirect(url_for("personnel.list_units_history"), 303)
