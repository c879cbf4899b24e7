"""Long reports as jobs, with their pages in each blueprint that has reports."""

from collections.abc import Callable

from flask import Blueprint, redirect, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.reports.kinds import REPORT_JOB
from app.reports.registry import ReportRequest
from app.web.reports.request_labels import report_title
from app.web.ui.jobs import JobRoom, add_job_pages, start_job


def add_report_jobs(blueprint: Blueprint, *, home: str, is_of_room: Callable[[ReportRequest], bool]) -> str:
    """Add the pages to a blueprint; `home` is the endpoint of its reports, `is_of_room` whether the person may request
    such a report there now. Return the endpoint that shows a job's progress."""
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
    """Queue a report, and redirect to the page that shows its progress."""
    job = start_job(REPORT_JOB, report_request.as_json(), report_title(report_request), made_by=made_by)
    return redirect(url_for(job_endpoint, job_id=job.id), 303)
