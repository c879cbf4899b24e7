"""Pages of receipts: those of a month or with a number, one with its evidence, voiding and correcting it (decisions
14)."""

from datetime import date
from typing import Any
from uuid import uuid4

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.closing.dossier import list_decisions, list_evidence, list_resolutions
from app.directory.queries import list_employees
from app.disputes.queries import list_disputes_about
from app.months.queries import get_month, list_late_of_sales
from app.sales.corrections.closed_month import FinanceChange, correct_for_finance, void_for_finance
from app.sales.errors import SaleNotFound
from app.sales.queries import SaleRow, get_sale
from app.sales.queries.receipts import (
    ReceiptFilter,
    count_receipts,
    list_receipts,
    list_receipts_of_number,
    list_related_receipts,
)
from app.sales.rules import read_receipt_number
from app.shared.period import Period
from app.tills.queries.booths import list_booths
from app.web.finance import blueprint
from app.web.finance.forms_receipts import CorrectForm, VoidForm, correct_form
from app.web.finance.labels import action_words, flag_words, offset_words
from app.web.finance.person import WORDS
from app.web.http.access_log import record_opening
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.ui.corrected_buyer import read_buyer
from app.web.ui.filters import bulan
from app.web.ui.ids import read_id
from app.web.ui.paging import page_number, pages_of
from app.web.ui.periods import chosen_period, list_shown_periods
from app.web.ui.submit import Answer, flash_and_redirect, submit

PER_PAGE = 25


@blueprint.get("/nota")
@in_menu(_l("Nota"), order=22, under="finance.list_people")
def list_month_receipts() -> str:
    """Show the receipts dated in a month, or those with a number."""
    months = list_shown_periods()
    period, number = chosen_period(months), request.args.get("nomor", "").strip()
    booths = list_booths()
    filters = ReceiptFilter(period, _booth({one.id for one in booths}), _day(period))
    read = read_receipt_number(number) if number else None
    count = count_receipts(filters) if not number else 0
    pages = pages_of(count, PER_PAGE)
    page = min(page_number(), pages)
    return render_template(
        "finance/receipts.html",
        period=period,
        months=months,
        booths=booths,
        filters=filters,
        number=number,
        is_number=read is not None,
        sales=_list_receipts(read, number, filters, page),
        count=count,
        page=page,
        pages=pages,
        words=WORDS,
    )


def _list_receipts(read: str | None, number: str, filters: ReceiptFilter, page: int) -> list[SaleRow]:
    if number:
        return list_receipts_of_number(read) if read else []
    return list_receipts(filters, page=page, size=PER_PAGE)


def _booth(offered: set[int]) -> int | None:
    booth_id = request.args.get("pojok", type=read_id)
    return booth_id if booth_id in offered else None


def _day(period: Period) -> date | None:
    try:
        day = date.fromisoformat(request.args.get("hari", ""))
    except ValueError:
        return None
    return day if Period.of(day) == period else None


@blueprint.get("/nota/<id:sale_id>")
def show_receipt(sale_id: int) -> str:
    """Show one receipt with its evidence and the possible actions. The opening is recorded for its buyer to read."""
    sale = _get_original(sale_id)
    if sale.employee_id is not None:
        record_opening(sale.employee_id)
    return _page(_get_original(sale_id), VoidForm(formdata=None))


@blueprint.post("/nota/<id:sale_id>/batal")
def void_receipt(sale_id: int) -> Answer:
    """Void a receipt, with the reason; in a closed month through the next supplement, or as a late entry."""
    sale, form = _get_original(sale_id), VoidForm()

    def void() -> Answer:
        done = void_for_finance(
            sale.id, form.reason.data or "", take_in=form.take_in.data, actor=current_actor()
        )
        message = _outcome_sentence(_("Nota %(receipt)s dibatalkan.", receipt=sale.receipt), sale, done)
        return flash_and_redirect(message, "finance.show_receipt", sale_id=sale.id)

    return submit(form, void, lambda: _page(_get_original(sale_id), form))


@blueprint.route("/nota/<id:sale_id>/perbaiki", methods=["GET", "POST"])
def correct_receipt(sale_id: int) -> Answer:
    """Correct buyer, goods or amount: one act reverses the receipt and records the right one in its place."""
    sale = _get_original(sale_id)
    form = correct_form(sale, is_new=request.method == "GET")
    if request.method == "GET":
        form.uuid.data = str(uuid4())

    def correct() -> Answer:
        buyer = read_buyer(sale, form)
        if buyer is None:
            return _correct_page(sale, form), 422
        draft = form.as_draft(sale, buyer, current_user.username)
        done = correct_for_finance(
            sale.id, draft, form.reason.data or "", take_in=form.take_in.data, actor=current_actor()
        )
        message = _("Nota diperbaiki. Nota yang benar: %(receipt)s.", receipt=done.recorded.receipt)
        return flash_and_redirect(
            _outcome_sentence(message, sale, done), "finance.show_receipt", sale_id=done.recorded.sale_id
        )

    return submit(form, correct, lambda: _correct_page(sale, form))


def _outcome_sentence(message: str, sale: SaleRow, done: FinanceChange) -> str:
    month = bulan(sale.period)
    if done.supplement is not None:
        where = _("Sudah masuk suplemen %(number)s %(month)s.", number=done.supplement, month=month)
        return f"{message} {where}"
    if done.is_pending:
        return (
            f"{message} {_('Belum dihitung: menunggu di daftar kiriman terlambat %(month)s.', month=month)}"
        )
    return message


def _get_original(sale_id: int) -> SaleRow:
    """Return a receipt. SaleNotFound for a reversal, which has no page of its own."""
    sale = get_sale(sale_id)
    if sale.void_of is not None:
        raise SaleNotFound()
    return sale


def _page(sale: SaleRow, form: VoidForm) -> str:
    related = list_related_receipts(sale)
    resolutions = list_resolutions([sale.id])
    return render_template(
        "finance/receipt.html",
        sale=sale,
        form=form,
        related=related,
        proof=list_evidence([sale.id])[sale.id],
        late=list_late_of_sales([sale.id]).get(sale.id),
        resolutions=resolutions,
        people=list_employees(sorted({one.employee_id for one in resolutions if one.employee_id})),
        disputes=list_disputes_about([sale.id]).get(sale.id, []),
        events=list_decisions({"sale": [sale.id, *(one.id for one in related)]}),
        is_closed=get_month(sale.period).is_closed,
        words=WORDS,
        flag_words=flag_words,
        offset_words=offset_words,
        action_words=action_words,
    )


def _correct_page(sale: SaleRow, form: CorrectForm) -> str:
    values: dict[str, Any] = {"sale": sale, "form": form, "is_closed": get_month(sale.period).is_closed}
    return render_template("finance/receipt_correct.html", **values)
