"""Merges two records of one person: find both, compare, merge with a reason, undo the merge (ADR 0023)."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.queries import list_names
from app.directory import queries
from app.messages.errors import sentence
from app.messages.roster import MERGE_OBSTACLES, SERVICES
from app.person_merge.errors import MergeUndoPrevented
from app.person_merge.queries import find_obstacle, get_merge_preview, list_merges, list_names_of
from app.person_merge.services import merge_people, undo_merge
from app.web.http.access_log import record_opening
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.personnel import blueprint
from app.web.personnel.forms import MergeForm, SearchForm
from app.web.ui.filters import angka
from app.web.ui.submit import Answer, flash_and_redirect, submit

MOST_HITS = 20


@blueprint.route("/ganda", methods=["GET", "POST"])
@in_menu(_l("Data ganda"), order=26, under="personnel.list_missing")
def list_duplicates() -> Answer:
    """Search the record that remains; also list earlier merges, each with the reason if it cannot be undone."""
    form = SearchForm()
    hits = None
    if form.is_submitted():
        if not form.validate():
            return _duplicates_page(form, None), 422
        hits = queries.search_employees(form.text.data, limit=MOST_HITS, by_part=True)
    return _duplicates_page(form, hits)


def _duplicates_page(form: SearchForm, hits: list[queries.EmployeeHit] | None) -> str:
    merges = list_merges()
    return render_template(
        "personnel/duplicates.html",
        form=form,
        hits=hits,
        services=SERVICES,
        merges=[(one, find_obstacle(one)) for one in merges],
        people=list_names_of(merges),
        obstacles=MERGE_OBSTACLES,
        names=list_names({one.actor_id for one in merges if one.actor_id}),
    )


@blueprint.route("/pegawai/<id:employee_id>/gabung", methods=["GET", "POST"])
def choose_duplicate(employee_id: int) -> Answer:
    """Search the other record of this person; without a search, show people of the same name."""
    person = queries.get_employee(employee_id)
    form = SearchForm()
    text = person.name
    if form.is_submitted():
        if not form.validate():
            return _choose_page(person, form, []), 422
        text = form.text.data
    hits = queries.search_employees(text, limit=MOST_HITS + 1, by_part=True)
    return _choose_page(person, form, [one for one in hits if one.id != employee_id])


def _choose_page(person: queries.EmployeeCard, form: SearchForm, hits: list[queries.EmployeeHit]) -> str:
    return render_template(
        "personnel/merge_search.html", person=person, form=form, hits=hits, services=SERVICES
    )


@blueprint.route("/pegawai/<id:employee_id>/gabung/<id:other_id>", methods=["GET", "POST"])
@manages_own_transaction
def merge_persons(employee_id: int, other_id: int) -> Answer:
    """Show both records side by side, which one remains and what moves to it; the button merges them."""
    form = MergeForm()

    def merge_now() -> Answer:
        done = merge_people(employee_id, other_id, form.reason.data, actor=current_actor())
        moved = len(done.details["pairs"]) + len(done.details["resolutions"])
        message = _(
            "Digabung. %(count)s nota ikut pindah; nomor dan kartu lama tetap dikenal. Dapat diurungkan di data ganda.",
            count=angka(moved),
        )
        return flash_and_redirect(message, "personnel.show_person", employee_id=employee_id)

    return submit(form, merge_now, lambda: _merge_page(employee_id, other_id, form))


def _merge_page(employee_id: int, other_id: int, form: MergeForm) -> str:
    for one in (employee_id, other_id):
        queries.get_employee(one)  # raises before anything is recorded about somebody who does not exist
        if not form.is_submitted():
            record_opening(one)
    preview = get_merge_preview(employee_id, other_id)
    return render_template(
        "personnel/merge.html", form=form, preview=preview, tree=queries.load_tree(), services=SERVICES
    )


@blueprint.post("/ganda/<id:merge_id>/urungkan")
@manages_own_transaction
def undo_this_merge(merge_id: int) -> Response:
    """Undo a merge, so that there are two records again."""
    try:
        undo_merge(merge_id, actor=current_actor())
    except MergeUndoPrevented as error:
        flash(sentence(error))
    else:
        flash(_("Diurungkan. Keduanya berdiri sendiri lagi, dengan belanja masing-masing."))
    return redirect(url_for("personnel.list_duplicates"), 303)
