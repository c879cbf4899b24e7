"""What the pages of all reports share: reading what is wanted, showing, handing out. Long ones: `report_jobs.py`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.audit.services import record_event
from app.directory.queries import load_tree
from app.reports.catalogue import (
    CONTENTS,
    SMALL,
    ReportRequest,
    count_expected_rows,
    find_signed_file,
    open_report,
)
from app.reports.export import export_order
from app.reports.queries.sizes import count_people
from app.reports.services import queue_report
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.transaction import begin_writing, commit
from app.web.http.guards import current_actor
from app.web.reports.files import ReportFolder
from app.web.reports.sheet_labels import report_heading, report_label
from app.web.reports.sheets import MOST_PAPER, shown_sheet
from app.web.reports.worker import notify_worker, this_app
from app.web.ui.downloads import PrivateFile
from app.web.ui.filters import tanggal
from app.web.ui.paging import page_number
from app.web.ui.periods import ensure_shown, list_shown_periods

MOST_SHOWN = 20_000
"""Of a city of more people the year's matrix is shown one OPD at a time; the workbook has all of them."""
EVENT_DAY = 7
ALL_SHEETS = "semua"


def read_order(kind: str, values: Mapping[str, str]) -> ReportRequest:
    """What the address or the form asks for, with today's choices where it says nothing; 404 for what is not there."""
    months = list_shown_periods()
    if kind == "event-day":
        return ReportRequest(kind, day=_day(values.get("hari", ""), months[-1].first_day))
    if kind == "year":
        return ReportRequest(kind, year=_year(values.get("tahun", "")), opd_id=_opd(values.get("opd", "")))
    period = ensure_shown(values["bulan"], months) if values.get("bulan") else months[0]
    if kind == "compliance":
        content = values.get("isi") or "lengkap"
        return ReportRequest(kind, period=period, content=content if content in CONTENTS else abort(404))
    if kind == "ledger":
        return ReportRequest(kind, period=period)
    abort(404)


def last_event_day() -> date:
    """The last 7th that is not ahead."""
    today = clock.today()
    month = clock.this_period() if today.day >= EVENT_DAY else clock.this_period().previous()
    return date(month.year, month.month, EVENT_DAY)


def explain_missing_day(text: str) -> str:
    """Why there is no report of a day, in a sentence with the days there are; empty where there is one."""
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


def _day(text: str, first: date) -> date:
    day = _read_day(text)
    return day if day is not None and first <= day <= clock.today() else abort(404)


def list_years() -> list[int]:
    """The calendar years there may be something of, the newest first."""
    return sorted({period.year for period in list_shown_periods()}, reverse=True)


def _year(text: str) -> int:
    years = list_years()
    if not text:
        return years[0]
    return int(text) if text in map(str, years) else abort(404)


def _opd(text: str) -> int | None:
    if not text:
        return None
    tree = load_tree()
    known = {str(unit): unit for unit in (*tree.opds(), *([tree.root] if tree.root is not None else []))}
    return known[text] if text in known else abort(404)


def is_too_large_to_show(order: ReportRequest) -> bool:
    """Whether reading it would keep a page waiting: everybody's year in a province."""
    return order.kind == "year" and order.opd_id is None and count_people() > MOST_SHOWN


def show_report(order: ReportRequest, /, *, template: str, **values: Any) -> str:
    """The preview of a report, one sheet at a time: the same rows from the same reading as the workbook's."""
    report = open_report(order, own_name())
    place = _place(len(report.sheets))
    sheet = shown_sheet(report, place, page_number())
    title, labels = report_heading(report, order), [report_label(one.name) for one in report.sheets]
    return render_template(
        template, report=report, title=title, labels=labels, sheet=sheet, place=place, **values
    )


def show_nothing(title: str, *, template: str, **values: Any) -> str:
    """The page of a report that is too large to be shown whole: choices, download, and why."""
    return render_template(template, title=title, report=None, sheet=None, place=0, **values)


def show_paper(order: ReportRequest, *, back: str) -> str:
    """One sheet laid out for A4, with letterhead and signers; all of them where the address says so."""
    report = open_report(order, own_name())
    is_all = request.args.get("lembar") == ALL_SHEETS
    places = range(len(report.sheets)) if is_all else [_place(len(report.sheets))]
    sheets = [shown_sheet(report, place, 1, on_paper=True) for place in places]
    return render_template(
        "reports/paper.html", report=report, sheets=sheets, is_all=is_all, back=back, most=MOST_PAPER
    )


def _place(count: int) -> int:
    text = request.args.get("lembar", "1")
    known = {str(number): number - 1 for number in range(1, count + 1)}
    return known[text] if text in known else abort(404)


def serve_report(order: ReportRequest, title: str, *, job_endpoint: str, back: str) -> Response:
    """Make and send a workbook; a long one is put in line, and the page tells how far it is.

    Call it before anything is written. The export is noted before the first byte leaves (decisions 23).
    """
    if count_expected_rows(order) > SMALL and find_signed_file(order) is None:
        return _queue(order, title, job_endpoint)
    with PrivateFile(current_user.id) as file:
        try:
            made = export_order(file.path, order, made_by=own_name())
        except NotFound:
            flash(_("Laporan itu tidak ada isinya untuk masa yang dipilih."), "warning")
            return redirect(back, 303)
        begin_writing()
        record_event("report.export", actor=current_actor(), subject="report", details=made.details)
        return file.send(made.name)


def _queue(order: ReportRequest, title: str, job_endpoint: str) -> Response:
    folder = ReportFolder(current_app.instance_path)
    begin_writing()
    job = queue_report(order, title, worker=folder.worker(), made_by=own_name(), actor=current_actor())
    commit()
    notify_worker(this_app())
    return redirect(url_for(job_endpoint, job_id=job.id), 303)


def own_name() -> str:
    """Who made a report, as it prints it: the person's name where the account has one."""
    return str(current_user.display_name or current_user.username)
