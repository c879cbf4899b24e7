"""The acts that record a maker's payment of what it owes, and reverse a wrong one."""

from flask import flash, redirect
from flask_babel import gettext as _

from app.settlement.queries.remittances import get_remittance_row
from app.settlement.services.remittances import receive_remittance, reverse_remittance
from app.web.http.guards import current_actor
from app.web.settlement.forms import ReceiveForm, ReverseForm
from app.web.settlement.scope import MoneyScope
from app.web.settlement.statements import show_page
from app.web.ui.filters import rupiah
from app.web.ui.submit import Answer, submit


def receive(scope: MoneyScope, statement_id: int) -> Answer:
    """Record what the maker paid in; the same form sent twice is recorded once."""
    row = scope.get_statement(statement_id)
    form = ReceiveForm()

    def receive_now() -> Answer:
        amount = form.amount.data
        receive_remittance(
            row.number, amount=amount, way=form.way.data, reference=form.reference.data, actor=current_actor(),
            uuid=form.key.data,
        )  # fmt: skip
        flash(_("%(amount)s tercatat disetor oleh %(maker)s.", amount=rupiah(amount), maker=row.maker))
        return redirect(scope.url("show_statement", statement_id=row.id), 303)

    return submit(form, receive_now, lambda: show_page(scope, row, receive_form=form))


def reverse(scope: MoneyScope, statement_id: int, remittance_id: int) -> Answer:
    """Reverse a wrong payment, with a reason; both rows remain."""
    row = scope.get_statement(statement_id)
    wrong = get_remittance_row(remittance_id, row.id)
    form = ReverseForm()

    def reverse_now() -> Answer:
        reverse_remittance(wrong.id, form.reason.data or "", actor=current_actor())
        flash(_("Setoran %(amount)s dibatalkan.", amount=rupiah(wrong.amount)))
        return redirect(scope.url("show_statement", statement_id=row.id), 303)

    key = f"setoran-{wrong.id}"
    return submit(form, reverse_now, lambda: show_page(scope, row, reversing=key, reverse_form=form))
