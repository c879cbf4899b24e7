"""Titles of reports and of their time span in the reader's language, for pages and lists of downloads."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.closing.authenticity import BOOK
from app.reports.registry import ReportRequest, find_exported, get_kind
from app.reports.report import Report
from app.shared.period import Period
from app.web.ui.booth_places import day_name
from app.web.ui.filters import bulan, tanggal


def report_title(request: ReportRequest) -> str:
    """Return a report's title with its time span, for lists; it contains no person's name."""
    kind, day = get_kind(request.kind), tanggal(request.day) if request.day else ""
    return _(kind.dated_title, **_time_words(request, day)) if kind.dated_title else _(kind.title)


def report_heading(report: Report, request: ReportRequest) -> str:
    """Return the heading of a report's page, with names of units and people."""
    kind, day = get_kind(request.kind), request.day
    if not kind.page_title:
        return report.title
    weekday = f"{day_name(day.weekday())}, {tanggal(day)}" if day else ""
    unit = report.title.partition(", ")[2] if "opd" in kind.parameters else ""
    return _(kind.page_title, **_time_words(request, weekday)) + (f", {unit}" if unit else "")


def _time_words(request: ReportRequest, day: str) -> dict[str, Any]:
    month = bulan(request.period) if request.period else ""
    return {"month": month, "day": day, "year": request.year, "span": month or request.year}


def report_words(action: str, details: Mapping[str, Any]) -> str:
    """Return the title of the report in an event of the trail."""
    if details.get("kind") == BOOK:
        return _("Buku yang ditandatangani (PDF)")
    exported = find_exported(details)
    if exported is not None:
        return _(exported.title)
    return {"report.export": _("laporan"), "report.download": _("Berkas yang ditandatangani")}.get(action, "")


def span_words(details: Mapping[str, Any]) -> str:
    """Return a report's time span in words: the trail stores `2026-10-07`, `2026-10` or `2026`; "–" for none."""
    text = str(
        details.get("period") or details.get("day") or details.get("months") or details.get("year") or "–"
    )
    words: dict[int, Callable[[], str]] = {
        10: lambda: tanggal(date.fromisoformat(text)),
        7: lambda: bulan(Period.parse(text)),
        4: lambda: _("tahun %(year)s", year=text),
    }
    return words.get(len(text), lambda: text)()
