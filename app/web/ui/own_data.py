"""The copy of one's own data, for employees and makers: codes replaced by labels, sent as a file."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Response, abort, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.audit.services import record_event
from app.messages.audit import ACTION_WORDS
from app.notices.registry import find_kind
from app.privacy.registry import Section
from app.retention.own_data import as_json, as_workbook
from app.shared import clock
from app.web.http.guards import current_actor
from app.web.http.roles import role_word
from app.web.reports.request_labels import span_words
from app.web.ui.downloads import XLSX
from app.web.ui.notices import notice_sentence

EXPORTED = "access.export_own"
SUBJECTS: dict[str, Any] = {
    "user": _l("akun"),
    "employee": _l("pegawai"),
    "dispute": _l("pengaduan"),
    "sale": _l("nota"),
    "login_session": _l("masuk ke akun"),
    "maker": _l("UMKM"),
}
Label = Callable[[Any, tuple[Any, ...]], str]


def from_words(words: Mapping[str, Any]) -> Label:
    """Return the function that labels a code with these words; another code stays as it is."""
    return lambda code, _row: str(words.get(code, code or ""))


def _notice_text(facts: dict[str, Any], row: tuple[Any, ...]) -> str:
    """Return the sentence of a notice; its kind is in the column before."""
    kind = find_kind(row[1])
    return notice_sentence(kind.describe(facts)) if kind else ""


def _notice_kind(code: str, _row: tuple[Any, ...]) -> str:
    kind = find_kind(code)
    return _(kind.title) if kind and kind.title else code


def _roles(fact: Any, _row: tuple[Any, ...]) -> str:
    """Return the labels of roles; any other fact about the account stays as it is."""
    return fact if isinstance(fact, str) else ", ".join(role_word(code) for code in fact)


SHARED_LABELS: dict[str, Label] = {
    "notice": _notice_kind,
    "notice_facts": _notice_text,
    "action": from_words(ACTION_WORDS),
    "subject": from_words(SUBJECTS),
    "roles": _roles,
    "parameters": lambda parameters, _row: span_words(parameters),
    "yes_no": lambda yes, _row: "" if yes is None else _("ya") if yes else _("tidak"),
}
"""How to label each kind of code that a copy may contain: column kind → function of (code, whole row)."""


def with_labels(sections: Sequence[Section], labels: Mapping[str, Label]) -> list[Section]:
    """Return the same sections with every code replaced by the label that pages show."""
    return [_labelled(section, labels) for section in sections]


def _labelled(section: Section, words: Mapping[str, Label]) -> Section:
    labels = [words.get(kind) for _title, kind in section.columns]
    rows = [
        tuple(label(value, row) if label else value for value, label in zip(row, labels, strict=True))
        for row in section.rows
    ]
    columns = [(title, "text" if kind in words else kind) for title, kind in section.columns]
    return Section(section.title, columns, rows)


def read_shape() -> str:
    """The requested format: `xlsx` or `json`. 404 for anything else."""
    shape = request.form.get("bentuk", "xlsx")
    if shape not in ("xlsx", "json"):
        abort(404)
    return shape


def send_copy(
    sections: Sequence[Section], labels: Mapping[str, Label], shape: str, subject: str, subject_id: int
) -> Response:
    """Send the file (only the workbook has labels instead of codes), and record that in the trail (decisions 23)."""
    made_at = clock.now()
    content = as_workbook(with_labels(sections, labels)) if shape == "xlsx" else as_json(sections, made_at)
    record_event(
        EXPORTED, actor=current_actor(), subject=subject, subject_id=subject_id, details={"format": shape}
    )
    answer = Response(content, mimetype=XLSX if shape == "xlsx" else "application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=f"data-saya-{clock.today()}.{shape}")
    return answer
