"""Labels for the codes in one's own data, for the workbook; the JSON file has the codes."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.messages.audit import ACTION_WORDS
from app.messages.ledger import PAYMENT_WORDS, STATE_WORDS
from app.notices.registry import find_kind
from app.privacy.registry import Section
from app.shared.period import Period
from app.web.finance.labels import SERVICE_WORDS
from app.web.http.roles import role_word
from app.web.reports.request_labels import span_words
from app.web.ui.exemption_form import KIND_WORDS
from app.web.ui.exemption_form import STATE_WORDS as EXEMPTION_STATES
from app.web.ui.filters import bulan, status_label
from app.web.ui.notices import notice_sentence

DISPUTE_STATES: dict[str, Any] = {
    "open": _l("sedang diperiksa"),
    "granted": _l("dikabulkan"),
    "declined": _l("tidak dikabulkan"),
    "withdrawn": _l("ditarik kembali"),
}
SUBJECTS: dict[str, Any] = {
    "user": _l("akun"),
    "employee": _l("pegawai"),
    "dispute": _l("pengaduan"),
    "sale": _l("nota"),
    "login_session": _l("masuk ke akun"),
}
Label = Callable[[Any, tuple[Any, ...]], str]


def _from(words: dict[str, Any]) -> Label:
    return lambda code, _row: str(words.get(code, code or ""))


def _notice_text(facts: dict[str, Any], row: tuple[Any, ...]) -> str:
    """Return the sentence its reader saw; the kind of the notice is the column before."""
    kind = find_kind(row[1])
    return notice_sentence(kind.describe(facts)) if kind else ""


def _notice_kind(code: str, _row: tuple[Any, ...]) -> str:
    kind = find_kind(code)
    return _(kind.title) if kind and kind.title else code


def _roles(fact: Any, _row: tuple[Any, ...]) -> str:
    """Return roles as words; any other fact about the account stays as it is."""
    return fact if isinstance(fact, str) else ", ".join(role_word(code) for code in fact)


def _month(code: str, _row: tuple[Any, ...]) -> str:
    return bulan(Period.parse(code)) if code else ""


LABELS: dict[str, Label] = {
    "status": lambda code, _row: str(status_label(code or None)),
    "payment": _from(PAYMENT_WORDS),
    "sale_state": _from(STATE_WORDS),
    "service": _from(SERVICE_WORDS),
    "exemption_kind": _from(KIND_WORDS),
    "exemption_state": _from(EXEMPTION_STATES),
    "dispute_state": _from(DISPUTE_STATES),
    "notice": _notice_kind,
    "notice_facts": _notice_text,
    "action": _from(ACTION_WORDS),
    "subject": _from(SUBJECTS),
    "roles": _roles,
    "parameters": lambda parameters, _row: span_words(parameters),
    "month": _month,
    "yes_no": lambda yes, _row: _("ya") if yes else _("tidak"),
}
"""The label of each kind of code: column kind → (code, whole row) → words."""


def with_labels(sections: Sequence[Section]) -> list[Section]:
    """Return the same sections with every code replaced by the words pages use for it."""
    return [_labelled(section) for section in sections]


def _labelled(section: Section) -> Section:
    labels = [LABELS.get(kind) for _title, kind in section.columns]
    rows = [
        tuple(label(value, row) if label else value for value, label in zip(row, labels, strict=True))
        for row in section.rows
    ]
    columns = [(title, "text" if kind in LABELS else kind) for title, kind in section.columns]
    return Section(section.title, columns, rows)
