"""Changes of one person: transfer or promotion, departure, new number; each with its letter (decisions 11)."""

from flask import render_template
from flask_babel import gettext as _

from app.directory import queries
from app.directory.rules import read_code
from app.directory.services import change_number, change_posting, default_as_of, record_departure
from app.web.http.guards import current_actor
from app.web.personnel import blueprint
from app.web.personnel.forms import DepartureForm, NumberForm, PostingForm
from app.web.ui.forms import BaseForm
from app.web.ui.submit import Answer, flash_and_redirect, submit


def _page(template: str, form: BaseForm, employee_id: int) -> str:
    person = queries.get_employee(employee_id)
    return render_template(f"personnel/{template}.html", form=form, person=person)


def _done(employee_id: int, message: str) -> Answer:
    return flash_and_redirect(message, "personnel.show_person", employee_id=employee_id)


@blueprint.route("/pegawai/<id:employee_id>/jabatan", methods=["GET", "POST"])
def transfer_person(employee_id: int) -> Answer:
    """Give a person another unit, post, echelon, status or grade from a day on; also a return into service."""
    person = queries.get_employee(employee_id)
    form = PostingForm(obj=None if not person.status else person)
    form.offer(queries.load_tree())
    if not form.is_submitted():
        form.effective_from.data = default_as_of()

    def post() -> Answer:
        change_posting(
            employee_id, form.value(), form.effective_from.data, form.letter.data, actor=current_actor()
        )
        return _done(employee_id, _("Jabatan baru tersimpan. Yang lama tetap ada di riwayat."))

    return submit(form, post, lambda: _page("transfer", form, employee_id))


@blueprint.route("/pegawai/<id:employee_id>/berhenti", methods=["GET", "POST"])
def enter_departure(employee_id: int) -> Answer:
    """Record a pension, death, unpaid leave, dismissal or move away from a day on."""
    form = DepartureForm()
    if not form.is_submitted():
        form.effective_from.data = default_as_of()

    def end_service() -> Answer:
        record_departure(
            [employee_id],
            form.service.data,
            form.effective_from.data,
            form.letter.data,
            actor=current_actor(),
        )
        return _done(employee_id, _("Tersimpan. Bulan-bulan sebelumnya tidak berubah."))

    return submit(form, end_service, lambda: _page("departure", form, employee_id))


@blueprint.route("/pegawai/<id:employee_id>/nomor", methods=["GET", "POST"])
def enter_new_number(employee_id: int) -> Answer:
    """Give a person a new NIP or code; a search by the old one still finds the person."""
    form = NumberForm()

    def change() -> Answer:
        if not (form.nip.data or form.code.data):
            form.form_errors.append(_("Isi NIP baru atau kode baru."))
        if form.errors or not _is_own_birth_date(form, employee_id):
            return _page("number", form, employee_id), 422
        change_number(
            employee_id,
            nip=form.nip.data or None,
            code=read_code(form.code.data or "") or None,
            letter=form.letter.data,
            actor=current_actor(),
        )
        return _done(employee_id, _("Nomor baru tersimpan. Nomor lama tetap dikenali."))

    return submit(form, change, lambda: _page("number", form, employee_id))


def _is_own_birth_date(form: NumberForm, employee_id: int) -> bool:
    """Whether the new NIP fits this person's birth date; a NIP of another person is refused later, as taken."""
    holder = queries.find_employee_id(nip=form.nip.data) if form.nip.data else None
    return holder is not None or form.ensure_same_birth_date(queries.get_employee(employee_id).nip)
