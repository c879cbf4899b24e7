"""Statements, payments and makers' answers of the demo city's first month."""

from uuid import uuid4

from app.accounts.queries import find_user_id
from app.audit.rules import SYSTEM, Actor
from app.reports.settlement import build_statement_file
from app.settlement.queries.payouts import list_payouts
from app.settlement.queries.statements import list_statements
from app.settlement.services.payouts import answer_payout, pay_or_prepare
from app.settlement.services.statements import make_statements

PAYER = "keuangan"
MISSING, UNANSWERED, UNPAID = 1, 2, 5
"""From the largest: the payment that did not arrive, the one nobody answered, and how often one is not paid."""


def make_first_statements() -> None:
    """Make one statement per maker and booth of the sales so far."""
    make_statements(actor=SYSTEM, build=build_statement_file(SYSTEM.name))


def pay_first_statements() -> None:
    """Pay most of the due sums; a payout above the limit is prepared for approval."""
    payer = Actor("user", find_user_id(PAYER), PAYER)
    unpaid = sorted(
        list_statements(unpaid_only=True), key=lambda statement: (-statement.unpaid, statement.id)
    )
    for place, one in enumerate(unpaid):
        if place % UNPAID == UNPAID - 1:
            continue
        is_paid = pay_or_prepare(
            one.number, amount=one.unpaid, way="cash", reference=f"Kuitansi contoh {place + 1}", actor=payer,
            uuid=str(uuid4()),
        )  # fmt: skip
        if is_paid and place != UNANSWERED:
            (payout,) = list_payouts(one.id)
            answer = "missing" if place == MISSING else "received"
            answer_payout(payout.id, answer, actor=payer, is_by_officer=True)
