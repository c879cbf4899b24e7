"""Labels for the codes in a person's own data, for the workbook; the JSON file has the codes."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.messages.ledger import PAYMENT_WORDS, STATE_WORDS
from app.shared.period import Period
from app.web.finance.labels import SERVICE_WORDS
from app.web.ui.exemption_form import KIND_WORDS
from app.web.ui.exemption_form import STATE_WORDS as EXEMPTION_STATES
from app.web.ui.filters import bulan, status_label
from app.web.ui.own_data import SHARED_LABELS, Label, from_words

DISPUTE_STATES: dict[str, Any] = {
    "open": _l("sedang diperiksa"),
    "granted": _l("dikabulkan"),
    "declined": _l("tidak dikabulkan"),
    "withdrawn": _l("ditarik kembali"),
}


def _month(code: str, _row: tuple[Any, ...]) -> str:
    return bulan(Period.parse(code)) if code else ""


LABELS: dict[str, Label] = SHARED_LABELS | {
    "status": lambda code, _row: str(status_label(code or None)),
    "payment": from_words(PAYMENT_WORDS),
    "sale_state": from_words(STATE_WORDS),
    "service": from_words(SERVICE_WORDS),
    "exemption_kind": from_words(KIND_WORDS),
    "exemption_state": from_words(EXEMPTION_STATES),
    "dispute_state": from_words(DISPUTE_STATES),
    "month": _month,
}
"""How to label each kind of code: column kind → function of (code, whole row)."""
