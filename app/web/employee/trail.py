"""The page of who opened or changed one's own data (decisions 23)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.accounts.queries import list_names
from app.audit.models import AuditEvent
from app.audit.queries import list_events_about
from app.web.employee import blueprint
from app.web.employee.decorators import for_own_person
from app.web.employee.named_reports import list_named_reports
from app.web.http.access_log import OPENED
from app.web.http.navigation import in_menu
from app.web.http.roles import PAGES

MOST = 200
ACTIONS: dict[str, Any] = {
    OPENED: _l("Membuka data belanja Anda"),
    "report.export": _l("Mengunduh laporan belanja Anda"),
    "accounts.issue_code": _l("Menerbitkan kode aktivasi untuk akun Anda"),
    "accounts.reset": _l("Mengatur ulang akun Anda dengan kode baru"),
    "accounts.disable_user": _l("Mematikan akun Anda"),
    "accounts.enable_user": _l("Menghidupkan kembali akun Anda"),
    "accounts.set_roles": _l("Mengubah wewenang akun Anda"),
    "accounts.sign_in_failed": _l("Percobaan masuk dengan kata sandi yang salah"),
}
ROOMS: dict[str, Any] = {
    "directory": _l("Mengubah data kepegawaian Anda"),
    "compliance": _l("Mencatat pembebasan untuk Anda"),
}


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """An act of another person with one's data; `role` is the role of the act, or empty."""

    at: datetime
    who: str
    role: str
    what: str


@blueprint.get("/akses")
@in_menu(_l("Siapa membuka data saya"), order=32, under="employee.show_own_data")
@for_own_person
def show_access(employee_id: int) -> str:
    """Show openings, changes and downloads by others, the newest first."""
    return render_template(
        "employee/openings.html",
        entries=list_audit_entries(employee_id),
        reports=list_named_reports(employee_id),
        most=MOST,
    )


def list_audit_entries(employee_id: int) -> list[AuditEntry]:
    """Return acts of others with the data of the signed-in person, the newest first, at most `MOST`."""
    events = list_events_about("employee", employee_id, limit=MOST)
    events += [one for one in list_events_about("user", current_user.id, limit=MOST) if one.subject == "user"]
    mine = ("user", current_user.id)
    shown = [one for one in events if (one.actor_kind, one.actor_id) != mine and _what(one)]
    shown.sort(key=lambda one: one.id, reverse=True)
    names = list_names({one.actor_id for one in shown if one.actor_kind == "user" and one.actor_id})
    return [_audit_entry(one, names) for one in shown[:MOST]]


def _what(event: AuditEvent) -> str:
    room = event.action.partition(".")[0]
    if event.action == OPENED and event.details.get("as") == "personnel":
        return str(_l("Membuka data kepegawaian Anda"))
    return str(ACTIONS.get(event.action) or (ROOMS.get(room, "") if event.subject == "employee" else ""))


def _audit_entry(event: AuditEvent, names: dict[int, str]) -> AuditEntry:
    pages = PAGES.get(str(event.details.get("as", "")))
    who = names.get(event.actor_id or 0, event.actor_name) if event.actor_kind == "user" else event.actor_name
    return AuditEntry(event.at, who, str(pages.label) if pages else "", _what(event))
