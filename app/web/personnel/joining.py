"""Adds one person by form, after a preview of that person's minimum (decisions 11)."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.directory import queries
from app.directory.errors import PersonExists, PersonLooksStored, PersonRefused
from app.directory.imports import PEOPLE
from app.directory.services import add_person, default_as_of, plan_person
from app.messages.imports import fault_sentence
from app.shared.errors import DomainError
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.personnel import blueprint
from app.web.personnel.duties import preview_duty
from app.web.personnel.forms import NewPersonForm

Answer = str | Response | tuple[str, int]


@blueprint.route("/pegawai/baru", methods=["GET", "POST"])
@in_menu(_l("Tambah pegawai"), order=22)
@manages_own_transaction
def add_employee() -> Answer:
    """Add a person: the first button shows the minimum and who has the same name, the second one saves."""
    form = NewPersonForm()
    form.offer(queries.load_tree())
    if not form.is_submitted():
        form.effective_from.data = default_as_of()
        return _page(form)
    if not form.validate():
        return _page(form), 422
    try:
        if request.form.get("langkah") == "simpan":
            return _save(form)
        plan = plan_person(form.person(), form.value(), form.effective_from.data)
    except PersonRefused as error:
        form.form_errors.append(fault_sentence(PEOPLE, error.fault))
    except (PersonExists, PersonLooksStored) as error:
        show_refusal(form, error)
        return _page(form, likely=error.facts["employee_id"], is_checked=True), 422
    except DomainError as error:
        show_refusal(form, error)
    else:
        likely = plan.suggestions[0].employee_id if plan.suggestions else None
        return _page(form, likely=likely, is_checked=True)
    return _page(form), 422


def _save(form: NewPersonForm) -> Response:
    employee_id = add_person(
        form.person(),
        form.value(),
        form.effective_from.data,
        form.letter.data,
        actor=current_actor(),
        is_somebody_else=form.is_somebody_else.data,
    )
    flash(_("Pegawai ditambahkan. Buat akunnya lewat admin, dan kartu QR-nya ada di sana."))
    return redirect(url_for("personnel.show_person", employee_id=employee_id), 303)


def _page(form: NewPersonForm, *, likely: int | None = None, is_checked: bool = False) -> str:
    shown: dict[str, Any] = (
        {"duty": preview_duty(form.value(), form.effective_from.data)} if is_checked else {}
    )
    return render_template(
        "personnel/new_person.html",
        form=form,
        likely=queries.get_employee(likely) if likely is not None else None,
        is_checked=is_checked,
        tree=queries.load_tree(),
        **shown,
    )
