"""Pages of statements: the list, one with its lines and payments, the act of paying, and the paper."""

from uuid import uuid4

from flask import Response, flash, redirect, render_template, request
from flask_babel import gettext as _

from app.reports.settlement import build_statement_file
from app.settings.queries import get_letterhead, get_setting
from app.settlement.queries.payouts import (
    get_payout_row,
    list_dismissed_requests,
    list_missing_payouts,
    list_open_requests,
    list_payouts,
)
from app.settlement.queries.remittances import list_remittances
from app.settlement.queries.settled import (
    get_statement_file,
    has_statement_file,
    list_settled_losses,
    list_settled_products,
)
from app.settlement.queries.statements import StatementRow, list_statements, sum_statements
from app.settlement.rules import unprepared
from app.settlement.services.files import store_missing_files
from app.settlement.services.payouts import pay_or_prepare, reverse_payout
from app.shared import clock
from app.web.http.guards import current_actor
from app.web.reports.pages import own_name
from app.web.settlement.forms import PayForm, ReceiveForm, ReverseForm
from app.web.settlement.labels import MONEY_WITH, WAYS, state_words
from app.web.settlement.scope import MoneyScope
from app.web.ui.downloads import send_bytes
from app.web.ui.filters import rupiah
from app.web.ui.forms import BaseForm
from app.web.ui.paging import page_number, pages_of
from app.web.ui.submit import Answer, submit

PER_PAGE = 50
STATES = ("belum-lunas", "lewat-waktu", "belum-disetor", "semua")


def show_list(scope: MoneyScope) -> str:
    """Show statements of one state (`?keadaan=`): unpaid, past due by age, or all, newest first."""
    today = clock.today()
    totals = sum_statements(scope.booth_ids, today)
    counts = dict(zip(STATES, (totals.unpaid, totals.overdue, totals.owed, totals.count), strict=True))
    state = request.args.get("keadaan", STATES[0])
    state = state if state in STATES else STATES[0]
    pages = pages_of(counts[state], PER_PAGE)
    page = min(page_number(), pages)
    rows = list_statements(
        booth_ids=scope.booth_ids, unpaid_only=state == "belum-lunas", page=page, size=PER_PAGE,
        due_before=today if state == "lewat-waktu" else None, owed_only=state == "belum-disetor",
    )  # fmt: skip
    return render_template(
        "settlement/statements.html", scope=scope, rows=rows, state=state, counts=counts, totals=totals, page=page,
        pages=pages, today=today, state_words=state_words, missing=list_missing_payouts(scope.booth_ids),
    )  # fmt: skip


def show_statement(scope: MoneyScope, statement_id: int) -> str:
    """Show one statement: its products and losses, the payments, and the form to pay the rest."""
    return show_page(scope, scope.get_statement(statement_id))


def pay(scope: MoneyScope, statement_id: int) -> Answer:
    """Pay a statement; above the city's limit, request the payment, which another person in finance approves."""
    row = scope.get_statement(statement_id)
    form = PayForm()

    def pay_now() -> Answer:
        amount = form.amount.data
        is_paid = pay_or_prepare(
            row.number, amount=amount, way=form.way.data, reference=form.reference.data,
            actor=current_actor(), uuid=form.key.data,
        )  # fmt: skip
        if is_paid:
            flash(_("%(amount)s tercatat dibayar kepada %(maker)s.", amount=rupiah(amount), maker=row.maker))
        else:
            flash(
                _(
                    "%(amount)s disiapkan. Keuangan lain menyetujuinya dulu, baru dibayar.",
                    amount=rupiah(amount),
                )
            )
        return redirect(scope.url("show_statement", statement_id=row.id), 303)

    return submit(form, pay_now, lambda: show_page(scope, row, pay_form=form))


def reverse(scope: MoneyScope, statement_id: int, payout_id: int) -> Answer:
    """Reverse a wrong payout, with a reason; both rows remain."""
    row = scope.get_statement(statement_id)
    payout = get_payout_row(payout_id, row.id)
    form = ReverseForm()

    def reverse_now() -> Answer:
        reverse_payout(payout.id, form.reason.data or "", actor=current_actor())
        flash(_("Pembayaran %(amount)s dibatalkan.", amount=rupiah(payout.amount)))
        return redirect(scope.url("show_statement", statement_id=row.id), 303)

    return submit(
        form, reverse_now, lambda: show_page(scope, row, reversing=str(payout.id), reverse_form=form)
    )


def print_statement(scope: MoneyScope, statement_id: int) -> str:
    """Show the statement on one A4 page, with letterhead and both signatures."""
    row = scope.get_statement(statement_id)
    return render_template(
        "settlement/statement_paper.html", scope=scope, row=row, letterhead=get_letterhead(),
        products=list_settled_products(row.id), losses=list_settled_losses(row.id), payouts=list_payouts(row.id),
        remittances=list_remittances([row.id]).get(row.id, []), ways=WAYS, money_with=MONEY_WITH, now=clock.now(),
    )  # fmt: skip


def send_file(scope: MoneyScope, statement_id: int) -> Response:
    """Send the stored workbook, byte for byte."""
    name, content = get_statement_file(scope.get_statement(statement_id))
    return send_bytes(content, name)


def store_file(scope: MoneyScope, statement_id: int) -> Answer:
    """Build and store the workbook of a statement that was made among too many at once."""
    row = scope.get_statement(statement_id)
    store_missing_files([row.id], build_statement_file(own_name()), actor=current_actor())
    flash(_("Berkas Excel nota ini tersimpan."))
    return redirect(scope.url("show_statement", statement_id=row.id), 303)


def show_page(scope: MoneyScope, row: StatementRow, reversing: str = "", **forms: BaseForm) -> str:
    """Show a statement's page; `forms`: refused forms to show again; `reversing`: the payment whose reversal was
    refused."""
    key, payouts = str(uuid4()), list_payouts(row.id)
    remittances = list_remittances([row.id]).get(row.id, [])
    requests = list_open_requests(statement_id=row.id)
    rest = unprepared(row.unpaid, [one.amount for one in requests])
    reversible = {str(one.id) for one in payouts if one.is_reversible}
    reversible |= {f"setoran-{one.id}" for one in remittances if one.is_reversible}
    shown = {
        "pay_form": PayForm(formdata=None, key=key, amount=rest),
        "receive_form": ReceiveForm(formdata=None, key=key, amount=row.owed),
        "reverse_form": ReverseForm(formdata=None),
    } | forms
    return render_template(
        "settlement/statement.html", scope=scope, row=row, products=list_settled_products(row.id),
        losses=list_settled_losses(row.id), payouts=payouts, remittances=remittances,
        has_file=has_statement_file(row.id), requests=requests, rest=rest, reversing=reversing,
        dismissed=list_dismissed_requests(row.id),
        is_gone=bool(reversing) and reversing not in reversible, limit=get_setting("payout_limit"),
        today=clock.today(), state_words=state_words, money_with=MONEY_WITH, ways=WAYS, **shown,
    )  # fmt: skip
