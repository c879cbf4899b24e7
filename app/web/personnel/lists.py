"""Lists of people who need an act: those missing from a roster, and structural posts without an echelon."""

from collections import Counter

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.directory import queries
from app.directory.rules import ECHELONS, UnitTree
from app.directory.services import confirm_echelons, confirm_present, default_as_of, record_departure
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.personnel import blueprint
from app.web.personnel.forms import DepartureForm, LetterForm, PresentForm
from app.web.ui.forms import BaseForm
from app.web.ui.ids import read_id
from app.web.ui.submit import Answer, flash_and_redirect, submit

MOST_MISSING = 500
"""The largest number of people on one page; all of an OPD can be settled at once nevertheless."""


def _selected_ids(name: str = "orang") -> list[int]:
    """Return the ids whose boxes are checked, sorted; text that is no id is left out."""
    return sorted(set(request.form.getlist(name, type=read_id)))


@blueprint.get("/periksa")
@in_menu(_l("Perlu diperiksa"), order=25)
def list_missing() -> str:
    """Show people who are missing from the newest roster of their status (decisions 9), of one OPD or of all."""
    return _missing_page(DepartureForm(prefix="keluar"), PresentForm(prefix="masih"))


def _missing_page(leave: DepartureForm, stay: PresentForm, ticked: list[int] | None = None) -> str:
    if not leave.is_submitted():
        leave.effective_from.data = default_as_of()
    tree = queries.load_tree()
    everybody = queries.list_missing_at(None)
    opd = _chosen_opd(tree)
    people = [one for one in everybody if opd is None or tree.opd_of(one.unit_id) == opd]
    counts = Counter(tree.opd_of(one.unit_id) for one in everybody)
    return render_template(
        "personnel/missing.html",
        people=people[:MOST_MISSING],
        total=len(people),
        everybody=len(everybody),
        opd=opd,
        opds=sorted(
            ((unit, tree.name(unit), count) for unit, count in counts.items() if unit), key=lambda one: one[1]
        ),
        tree=tree,
        leave=leave,
        stay=stay,
        ticked=frozenset(ticked or ()),
    )


def _chosen_opd(tree: UnitTree) -> int | None:
    """Return the OPD of the URL; None for all."""
    text = request.args.get("opd", "")
    return next((unit for unit in (*tree.opds(), tree.root) if text and str(unit) == text), None)


def _everybody_of_opd() -> list[int]:
    """Return the ids of all people of the URL's OPD, shown or not."""
    tree = queries.load_tree()
    opd = _chosen_opd(tree)
    units = None if opd is None else frozenset(unit for unit in tree.rows if tree.opd_of(unit) == opd)
    return [one.id for one in queries.list_missing_at(units)]


@blueprint.post("/periksa")
def settle_missing() -> Answer:
    """Record the departure of many people at once, or confirm that they are still in service."""
    selected = _everybody_of_opd() if request.form.get("semua") else _selected_ids()
    is_stay = request.form.get("langkah") == "masih"
    leave = DepartureForm(prefix="keluar", formdata=None) if is_stay else DepartureForm(prefix="keluar")
    stay = PresentForm(prefix="masih") if is_stay else PresentForm(prefix="masih", formdata=None)
    form: BaseForm = stay if is_stay else leave

    def settle() -> Answer:
        if is_stay:
            count = confirm_present(selected, stay.reason.data, actor=current_actor())
        else:
            count = record_departure(
                selected,
                leave.service.data,
                leave.effective_from.data,
                leave.letter.data,
                actor=current_actor(),
            )
        message = _("Tersimpan untuk %(count)s orang.", count=count)
        return flash_and_redirect(message, "personnel.list_missing", opd=request.args.get("opd") or None)

    return submit(form, settle, lambda: _missing_page(leave, stay, selected))


@blueprint.route("/eselon", methods=["GET", "POST"])
def settle_echelons() -> Answer:
    """Show structural posts without an echelon, each with a proposal from its title; set the selected ones."""
    form = LetterForm()
    if not form.is_submitted():
        form.effective_from.data = default_as_of()
    chosen = {
        employee_id: echelon
        for employee_id in _selected_ids()
        if (echelon := request.form.get(f"eselon-{employee_id}", "")) in ECHELONS
    }

    def confirm() -> Answer:
        count = confirm_echelons(chosen, form.effective_from.data, form.letter.data, actor=current_actor())
        return flash_and_redirect(
            _("Eselon tersimpan untuk %(count)s orang.", count=count), "personnel.settle_echelons"
        )

    return submit(form, confirm, lambda: _echelon_page(form, chosen))


def _echelon_page(form: LetterForm, chosen: dict[int, str]) -> str:
    return render_template(
        "personnel/echelons.html",
        people=queries.list_without_echelon(),
        total=queries.count_without_echelon(),
        tree=queries.load_tree(),
        form=form,
        chosen=chosen,
        echelons=ECHELONS,
    )
