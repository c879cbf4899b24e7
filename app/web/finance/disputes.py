"""Pages of the disputes of employees about their record, each with its evidence, and the form for the answer."""

from datetime import timedelta

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.closing.dossier import list_evidence
from app.directory.queries import get_employee
from app.disputes.queries import DisputeRow, get_dispute, list_answered_disputes, list_open_disputes
from app.disputes.services import DisputeOutcome, settle_dispute
from app.messages.ledger import flag_words
from app.months.queries import get_month
from app.notices.rules import Message, employee
from app.notices.services import send_notices
from app.sales.queries import SaleRow, list_unresolved
from app.sales.queries.ledger import list_sales_by_id
from app.shared import clock
from app.tills.queries.tills import list_tills
from app.web.finance import blueprint
from app.web.finance.forms_disputes import AnswerForm, answer_form
from app.web.http.access_log import record_opening
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.ui.dispute_dates import due_day
from app.web.ui.filters import bulan
from app.web.ui.periods import list_shown_periods
from app.web.ui.submit import Answer, flash_and_redirect, submit

NEAR = timedelta(days=2)
MOST_CANDIDATES = 30


@blueprint.get("/pengaduan")
@in_menu(_l("Pengaduan"), order=26, under="finance.show_decisions")
def list_disputes() -> str:
    """Show open disputes, the oldest first, and recently answered ones. `bulan`: the month of the link back."""
    back = next((one for one in list_shown_periods() if str(one) == request.args.get("bulan")), None)
    return render_template(
        "finance/disputes.html",
        open_disputes=list_open_disputes(),
        answered=list_answered_disputes(),
        back=back,
        due=due_day,
        today=clock.today(),
    )


@blueprint.route("/pengaduan/<id:dispute_id>", methods=["GET", "POST"])
def answer_dispute(dispute_id: int) -> Answer:
    """Show one dispute with the record's evidence, and answer it."""
    row = get_dispute(dispute_id)
    candidates = _candidates(row) if row.is_open and row.kind == "missing" else []
    form = answer_form(row, has_candidates=bool(candidates))
    if not form.is_submitted():
        record_opening(row.employee_id)

    def settle() -> Answer:
        done = settle_dispute(row.id, form.as_decision(current_user.username), actor=current_actor())
        facts = {"state": done.dispute.state, "number": row.number} | (
            {"waiting": True} if done.is_pending else {}
        )
        send_notices([Message(employee(row.employee_id), "dispute", f"dispute:{row.id}", facts)])
        return flash_and_redirect(_outcome_sentence(row, done), "finance.list_disputes", bulan=row.period)

    return submit(form, settle, lambda: _page(row, form, candidates))


def _outcome_sentence(row: DisputeRow, done: DisputeOutcome) -> str:
    message = _("Terjawab. Pegawainya membaca jawaban ini di halamannya.")
    if done.supplement is not None:
        where = _(
            "Sudah masuk suplemen %(number)s %(month)s.", number=done.supplement, month=bulan(row.period)
        )
        return f"{message} {where}"
    if done.is_pending:
        where = _("Belum dihitung: menunggu di daftar kiriman terlambat %(month)s.", month=bulan(row.period))
        return f"{message} {where}"
    return message


def _page(row: DisputeRow, form: AnswerForm, candidates: list[SaleRow]) -> str:
    sales = list_sales_by_id({one for one in (row.sale_id, row.outcome_id) if one is not None})
    booth_id = row.booth_id or next((sale.booth_id for sale in sales.values()), None)
    return render_template(
        "finance/dispute.html",
        row=row,
        form=form,
        person=get_employee(row.employee_id),
        sale=sales.get(row.sale_id or 0),
        outcome=sales.get(row.outcome_id or 0),
        evidence=list_evidence(sales),
        tills=list_tills([booth_id]) if booth_id else [],
        candidates=candidates,
        is_closed=get_month(row.period).is_closed,
        flag_words=flag_words,
    )


def _candidates(row: DisputeRow) -> list[SaleRow]:
    """Return sales without an identified buyer at that booth around that day, the same amount first."""
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
