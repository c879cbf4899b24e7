"""Reads the parameters of a report from a URL or a form; 404 for values that do not exist."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import abort
from flask_babel import gettext as _

from app.directory.queries import load_tree
from app.reports.registry import Parameter, ReportKind, ReportRequest
from app.shared import clock
from app.training.queries.events import get_event
from app.turns.rules import EVENT_DAY
from app.web.ui.filters import tanggal
from app.web.ui.periods import ensure_shown, list_shown_periods

Values = Mapping[str, str]
MOST_DIGITS = 15
"""The largest number of digits of a row's id in a URL."""


def read_request(kind: ReportKind, values: Values) -> ReportRequest:
    """Return the requested report; a missing parameter gets today's default."""
    fields: dict[str, Any] = {}
    for parameter in kind.parameters:
        fields |= _READ[parameter](kind, values) if parameter in _READ else abort(404)
    return ReportRequest(kind.slug, **fields)


def _month(_kind: ReportKind, values: Values) -> dict[str, Any]:
    months = list_shown_periods()
    return {"period": ensure_shown(values["bulan"], months) if values.get("bulan") else months[0]}


def _content(kind: ReportKind, values: Values) -> dict[str, Any]:
    return {"content": kind.get_content(values.get("isi") or None).slug}


def _day(_kind: ReportKind, values: Values) -> dict[str, Any]:
    day, first = _read_day(values.get("hari", "")), list_shown_periods()[-1].first_day
    return {"day": day if day is not None and first <= day <= clock.today() else abort(404)}


def _year(_kind: ReportKind, values: Values) -> dict[str, Any]:
    text, years = values.get("tahun", ""), list_years()
    if not text:
        return {"year": years[0]}
    return {"year": int(text) if text in map(str, years) else abort(404)}


def _opd(_kind: ReportKind, values: Values) -> dict[str, Any]:
    text = values.get("opd", "")
    if not text:
        return {"opd_id": None}
    tree = load_tree()
    unit_of_text = {
        str(unit): unit for unit in (*tree.opds(), *([tree.root] if tree.root is not None else []))
    }
    return {"opd_id": unit_of_text[text] if text in unit_of_text else abort(404)}


def read_span(text: str, *, is_year_default: bool) -> dict[str, Any]:
    """Return `2026` as a year and `2026-11` as a month, by default the newest; 404 for one that is not shown."""
    years, months = list_years(), list_shown_periods()
    if not text:
        return {"year": years[0]} if is_year_default else {"period": months[0]}
    return {"year": int(text)} if text in map(str, years) else {"period": ensure_shown(text, months)}


def span_text(request: ReportRequest) -> str:
    """Return the span as URLs write it."""
    return str(request.period or request.year)


def _event(_kind: ReportKind, values: Values) -> dict[str, Any]:
    text = values.get("pelatihan", "")
    is_id = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return {"event_id": get_event(int(text)).id if is_id else abort(404)}


_READ: dict[Parameter, Callable[[ReportKind, Values], dict[str, Any]]] = {
    "month": _month,
    "content": _content,
    "day": _day,
    "year": _year,
    "opd": _opd,
    "event": _event,
}
"""Units and persons are not here: the audiences with such reports take them from the login."""


def fields_of(request: ReportRequest) -> dict[str, Any]:
    """Return the parameters as fields of a URL or a form."""
    fields = {
        "bulan": request.period,
        "isi": request.content,
        "hari": request.day,
        "tahun": request.year,
        "opd": request.opd_id,
        "pelatihan": request.event_id,
    }
    return {name: value for name, value in fields.items() if value is not None}


def last_event_day() -> date:
    """Return the last 7th that is not in the future."""
    today = clock.today()
    month = clock.this_period() if today.day >= EVENT_DAY else clock.this_period().previous()
    return date(month.year, month.month, EVENT_DAY)


def list_years() -> list[int]:
    """Return the calendar years with recorded months, the newest first."""
    return sorted({period.year for period in list_shown_periods()}, reverse=True)


def explain_missing_day(text: str) -> str:
    """Return why there is no report of a day, with the days that have one; empty if there is one."""
    first, last = list_shown_periods()[-1].first_day, clock.today()
    day = _read_day(text)
    if day is not None and first <= day <= last:
        return ""
    between = _("Pilih tanggal dari %(first)s sampai %(last)s.", first=tanggal(first), last=tanggal(last))
    if day is not None and day > last:
        return _("%(day)s belum tiba, jadi belum ada belanjanya.", day=tanggal(day)) + " " + between
    return _("Tanggal ini tidak ada laporannya.") + " " + between


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else last_event_day()
    except ValueError:
        return None
