"""Disputes of an employee about the own record: "bukan saya", "belum tercatat", and the answers."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.validators import ValidationError

from app.disputes.errors import DisputeAnswered
from app.disputes.models import Dispute
from app.disputes.queries import get_dispute, list_disputes_of
from app.disputes.services import MissingPurchase, dispute_sale, report_missing, withdraw
from app.messages.errors import sentence
from app.sales.queries import SaleRow, get_sale
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.reason import MAX_REASON
from app.shared.transaction import rollback
from app.tills.queries.booths import list_booths
from app.web.decisions.forms import TimeField
from app.web.employee import blueprint
from app.web.employee.decorators import for_own_person
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.ui.dispute_dates import due_day
from app.web.ui.filters import tanggal
from app.web.ui.forms import (
    BaseForm,
    ChoiceField,
    LocalDateField,
    ParagraphField,
    RupiahField,
    TextField,
    at_most,
    optional,
    required,
)
from app.web.ui.submit import Answer, flash_and_redirect, submit

WHY = (
    _l("Saya tidak belanja di pojok ini"),
    _l("Saya belanja, tetapi barang atau jumlahnya lain"),
    _l("Nota ini tercatat dua kali"),
    _l("Sebab lain"),
)


class NotMineForm(BaseForm):
    """The reason why a receipt is not one's own."""

    why = ChoiceField(
        _l("Apa yang keliru?"), choices=[(str(place), label) for place, label in enumerate(WHY)]
    )
    more = ParagraphField(_l("Keterangan"), [optional(), at_most(200)])

    def read(self) -> str:
        """Return the reason as one sentence."""
        reason = str(WHY[int(self.why.data)])
        return f"{reason}. {self.more.data}" if self.more.data else reason


class MissingForm(BaseForm):
    """A purchase that is missing from the record: where, when, how much (rupiah)."""

    booth = ChoiceField(_l("Belanja di pojok"), coerce=str)
    day = LocalDateField(_l("Tanggal"), [required(_l("Tanggal"))])
    time = TimeField(_l("Kira-kira jam"), [required(_l("Jam"))])
    amount = RupiahField(_l("Jumlah di nota"), [required(_l("Jumlah"))])
    receipt = TextField(_l("Nomor nota"), [optional(), at_most(12)])
    reason = ParagraphField(
        _l("Apa yang dibeli, dan dilayani siapa?"), [required(_l("Keterangan")), at_most(MAX_REASON)]
    )

    def validate_amount(self, field: RupiahField) -> None:
        """Refuse an amount of zero."""
        if field.data == 0:
            raise ValidationError(RupiahField.sentence)

    def read(self) -> MissingPurchase:
        """Return the form as a value."""
        hour, minute = (int(part) for part in self.time.data.split(":"))
        moment = clock.at_local(self.day.data, hour, minute)
        return MissingPurchase(
            int(self.booth.data),
            moment,
            self.amount.data,
            (self.receipt.data or "").upper(),
            self.reason.data,
        )


def disputes_by_sale(employee_id: int) -> Mapping[int, str]:
    """Return the state of this person's latest dispute of each own sale, by sale id."""
    states = {row.sale_id: row.state for row in reversed(list_disputes_of(employee_id))}
    return {sale_id: state for sale_id, state in states.items() if sale_id is not None}


@blueprint.get("/pengaduan")
@in_menu(_l("Pengaduan saya"), order=25)
@for_own_person
def list_own_disputes(employee_id: int) -> str:
    """Show this person's disputes and their answers."""
    return render_template("employee/disputes.html", rows=list_disputes_of(employee_id), due=due_day)


@blueprint.post("/pengaduan/<id:dispute_id>/tarik")
@for_own_person
def withdraw_dispute(employee_id: int, dispute_id: int) -> Response:
    """Withdraw an own dispute; 404 for another person's, as for a missing one."""
    try:
        withdraw(dispute_id, employee_id, actor=current_actor())
    except DisputeAnswered as error:
        rollback()
        flash(sentence(error))
    else:
        flash(_("Pengaduan ditarik kembali."))
    return redirect(url_for("employee.list_own_disputes"), 303)


@blueprint.route("/nota/<id:sale_id>/bukan-saya", methods=["GET", "POST"])
@for_own_person
def dispute_receipt(employee_id: int, sale_id: int) -> Answer:
    """Dispute a receipt as "bukan saya". Nothing changes before finance decides."""
    sale, form = _get_own_receipt(employee_id, sale_id), NotMineForm()

    def ask() -> Answer:
        dispute = dispute_sale(employee_id, sale_id, form.read(), actor=current_actor())
        return flash_and_redirect(_received(dispute), "employee.list_own_disputes")

    return submit(form, ask, lambda: render_template("employee/not_mine.html", sale=sale, form=form))


def _received(dispute: Dispute) -> str:
    row = get_dispute(dispute.id)
    message = _("Pengaduan nomor %(number)s diterima. Dijawab paling lambat %(day)s; jawabannya tampil di sini.",
             number=row.number, day=tanggal(due_day(row)))  # fmt: skip
    return f"{message} {_('Simpan notanya sampai ada jawaban.')}" if row.kind == "missing" else str(message)


def _get_own_receipt(employee_id: int, sale_id: int) -> SaleRow:
    sale = get_sale(sale_id)
    if sale.employee_id != employee_id or sale.void_of is not None:
        raise NotFound()
    return sale


@blueprint.route("/belum-tercatat", methods=["GET", "POST"])
@for_own_person
def report_missing_purchase(employee_id: int) -> Answer:
    """Report a purchase as "belum tercatat"; refused while a till may still send it."""
    form = MissingForm()
    form.booth.choices = [(str(booth.id), booth.name) for booth in list_booths()]
    if not form.is_submitted():
        form.day.data = clock.today()

    def report() -> Answer:
        dispute = report_missing(employee_id, form.read(), actor=current_actor())
        return flash_and_redirect(_received(dispute), "employee.list_own_disputes")

    return submit(form, report, lambda: render_template("employee/missing.html", form=form))
