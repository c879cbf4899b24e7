"""Pages of one unit: its people, and its changes by form; each form shows the consequences before it saves."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.compliance.unit_effects import preview_tree_change
from app.directory import queries
from app.directory.errors import UnitNotFound
from app.directory.services import UnitDraft, apply_unit_act, default_as_of, plan_unit_act
from app.messages.roster import UNIT_ACTS
from app.shared.errors import DomainError
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.http.transaction import manages_own_transaction
from app.web.personnel import blueprint
from app.web.personnel.forms import UnitActForm

Answer = str | Response | tuple[str, int]
ROUTES = {"nama": "rename", "pindah": "move", "gabung": "merge", "akhiri": "end"}
MOST_PEOPLE = 100


@blueprint.get("/unit/<id:unit_id>")
def show_unit(unit_id: int) -> str:
    """Show a unit's place in the tree, the people posted to it, the units below, and the possible changes."""
    tree = queries.load_tree()
    if unit_id not in tree:
        raise UnitNotFound()
    people = queries.list_people_at(unit_id, MOST_PEOPLE + 1)
    return render_template(
        "personnel/unit.html",
        unit_id=unit_id,
        tree=tree,
        people=people[:MOST_PEOPLE],
        is_cut=len(people) > MOST_PEOPLE,
        total=queries.count_by_unit().get(unit_id, 0),
    )


@blueprint.route("/unit/baru", methods=["GET", "POST"])
@manages_own_transaction
def add_unit() -> Answer:
    """Add a unit below another one."""
    return _change("add", None)


@blueprint.route("/unit/<id:unit_id>/<string(maxlength=10):step>", methods=["GET", "POST"])
@manages_own_transaction
def change_unit(unit_id: int, step: str) -> Answer:
    """Rename, move, merge or end a unit from a day on."""
    if step not in ROUTES:
        abort(404)
    return _change(ROUTES[step], unit_id)


def _change(kind: str, unit_id: int | None) -> Answer:
    """Show the form, then the consequences; only the second button saves."""
    tree = queries.load_tree()
    if unit_id is not None and unit_id not in tree:
        raise UnitNotFound()
    form = UnitActForm(kind)
    form.offer(tree, unit_id)
    if not form.is_submitted():
        form.effective_from.data = default_as_of()
        if unit_id is not None and kind == "rename":
            form.name.data = tree.name(unit_id)
        return _page(form, kind, unit_id)
    if not form.validate():
        return _page(form, kind, unit_id), 422
    draft = UnitDraft(
        kind,
        unit_id,
        form.effective_from.data,
        form.letter.data,
        name=form.value("name") or "",
        other_id=form.value("other_id"),
        external_id=form.value("external_id") or "",
    )
    try:
        if request.form.get("langkah") == "simpan":
            apply_unit_act(draft, actor=current_actor())
        else:
            return _page(form, kind, unit_id, _consequences(draft))
    except DomainError as error:
        show_refusal(form, error)
        return _page(form, kind, unit_id), 422
    flash(_("Tersimpan. Dapat diurungkan di riwayat unit kerja."))
    return redirect(url_for("personnel.upload_units"), 303)


def _consequences(draft: UnitDraft) -> dict[str, Any]:
    plan = plan_unit_act(draft)
    day = draft.effective_from
    effect = preview_tree_change(plan.before, plan.after, day) if plan.changes else None
    return {"plan": plan, "effect": effect, "before": plan.before.on(day), "after": plan.after.on(day)}


def _page(
    form: UnitActForm, kind: str, unit_id: int | None, consequences: dict[str, Any] | None = None
) -> str:
    return render_template(
        "personnel/unit_change.html",
        form=form,
        kind=kind,
        title=UNIT_ACTS[kind],
        unit_id=unit_id,
        tree=queries.load_tree(),
        consequences=consequences,
    )
