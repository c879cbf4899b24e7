"""The inbox of what employees say of their record, each with its evidence, and the answers."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from app.booths.queries import list_tills
from app.directory.queries import get_employee
from app.disputes import services
from app.disputes.models import Dispute
from app.disputes.queries import DisputeRow, get_dispute, list_answered_disputes, list_open_disputes
from app.notices.rules import Message, employee
from app.notices.services import tell
from app.sales.queries import SaleRow, list_unresolved
from app.sales.queries.ledger import list_sales_by_id
from app.shared import clock
from app.shared.errors import DomainError
from app.web.access import current_actor
from app.web.errors import show_refusal
from app.web.finance import blueprint
from app.web.forms import BaseForm, ChoiceField, IdField, ParagraphField, at_most, optional, required
from app.web.ledger_words import flag_words
from app.web.navigation import in_menu
from app.web.openings import note_opening

Answer = str | Response | tuple[str, int]
NEAR = timedelta(days=2)
MOST_CANDIDATES = 30


class AnswerForm(BaseForm):
    """What is decided, and why: the person reads the reason."""

    decision = ChoiceField(_l("Keputusan"))
    sale = IdField(_l("Nota"), [optional()])
    answer = ParagraphField(_l("Jawaban untuk pegawai"), [required(_l("Jawaban")), at_most(250)])


DECISIONS = {
    "not_mine": [("void", _l("Benar, batalkan nota ini")), ("decline", _l("Nota ini sudah benar"))],
    "missing": [
        ("found", _l("Sudah ada: nota tanpa nama di bawah")),
        ("record", _l("Catat sekarang dengan tanggal aslinya")),
        ("decline", _l("Tidak dapat dicatat")),
    ],
}


@blueprint.get("/pengaduan")
@in_menu(_l("Pengaduan"), order=26, under="finance.resolving")
def disputes() -> str:
    """What waits, the oldest first, and what was answered lately."""
    return render_template(
        "finance/disputes.html", waiting=list_open_disputes(), answered=list_answered_disputes()
    )


@blueprint.route("/pengaduan/<id:dispute_id>", methods=["GET", "POST"])
def dispute(dispute_id: int) -> Answer:
    """One dispute: what was said, what the record says, and the answer."""
    row, form = get_dispute(dispute_id), AnswerForm()
    form.decision.choices = DECISIONS[row.kind]
    if not form.is_submitted():
        note_opening(row.employee_id)
        return _page(row, form)
    if form.validate():
        try:
            done = _decide(row, form)
        except DomainError as error:
            show_refusal(form, error)
        else:
            message = Message(
                employee(row.employee_id), "dispute", f"dispute:{row.id}", {"state": done.state}
            )
            tell([message])
            flash(_("Terjawab. Pegawainya membaca jawaban ini di halamannya."))
            return redirect(url_for("finance.disputes"), 303)
    return _page(row, form), 422


def _decide(row: DisputeRow, form: AnswerForm) -> Dispute:
    actor, answer = current_actor(), form.answer.data
    match form.decision.data:
        case "void":
            return services.grant_not_mine(row.id, answer, actor=actor)
        case "found":
            return services.grant_found(row.id, form.sale.data or 0, answer, actor=actor)
        case "record":
            return services.grant_recorded(row.id, current_user.username, answer, actor=actor)
    return services.decline(row.id, answer, actor=actor)


def _page(row: DisputeRow, form: AnswerForm) -> str:
    sales = list_sales_by_id({one for one in (row.sale_id, row.outcome_id) if one is not None})
    booth_id = row.booth_id or next((sale.booth_id for sale in sales.values()), None)
    return render_template(
        "finance/dispute.html",
        row=row,
        form=form,
        person=get_employee(row.employee_id),
        sale=sales.get(row.sale_id or 0),
        outcome=sales.get(row.outcome_id or 0),
        tills=list_tills([booth_id]) if booth_id else [],
        candidates=_candidates(row) if row.is_open and row.kind == "missing" else [],
        flag_words=flag_words,
    )


def _candidates(row: DisputeRow) -> list[SaleRow]:
    """Sales of unknown buyers at that booth around that day, the same amount first."""
    if row.bought_at is None:
        return []
    day = clock.local_date(row.bought_at)
    near = [
        sale
        for sale in list_unresolved(row.period)
        if sale.booth_id == row.booth_id and abs(sale.business_date - day) <= NEAR
    ]
    near.sort(key=lambda sale: (sale.amount != row.amount, abs(sale.business_date - day), sale.id))
    return near[:MOST_CANDIDATES]
