"""Long reports: put in line, and their pages in each room that has reports."""

from collections.abc import Callable

from flask import Blueprint, redirect, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.reports.kinds import REPORT_JOB
from app.reports.registry import ReportRequest
from app.web.reports.request_labels import report_title
from app.web.ui.jobs import JobRoom, add_job_pages, start_job


def add_report_jobs(blueprint: Blueprint, *, home: str, is_of_room: Callable[[ReportRequest], bool]) -> str:
    """Give a room the pages; `home` is the endpoint of its reports, `is_of_room` whether one may order such a report
    there now. Returns the endpoint that tells how far one is."""
    room = JobRoom(
        REPORT_JOB,
        path="/laporan/kerja",
        home=home,
        home_title=_l("Laporan"),
        is_of_room=lambda parameters: is_of_room(ReportRequest.of_json(dict(parameters))),
        template="reports/job.html",
    )
    return add_job_pages(blueprint, room)


def queue_report(report_request: ReportRequest, *, made_by: str, job_endpoint: str) -> Response:
    """Put a report in line, and go to the page that tells how far it is."""
    job = start_job(REPORT_JOB, report_request.as_json(), report_title(report_request), made_by=made_by)
    return redirect(url_for(job_endpoint, job_id=job.id), 303)
