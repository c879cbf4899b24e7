"""The pages of a report that takes longer, the same for each room that has them: how far, stop it, its file."""

from collections.abc import Callable

from flask import Blueprint, abort, current_app, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.reports.models import ReportJob
from app.reports.queries.jobs import get_job
from app.reports.registry import ReportRequest
from app.reports.services import cancel_report
from app.shared.errors import NotFound
from app.web.http.guards import current_actor
from app.web.reports.files import KEPT_SECONDS, ReportFolder
from app.web.reports.worker import notify_worker, this_app
from app.web.ui.downloads import file_type


def add_report_jobs(blueprint: Blueprint, *, home: str, is_of_room: Callable[[ReportRequest], bool]) -> str:
    """Give a room the pages; `home` is the endpoint of its reports. Returns the endpoint that tells how far one is.

    `is_of_room`: whether the person may order such a report in this room now. A report is its owner's only as long
    as that is so: one ordered in another room, or under a role that was lost, is none of this room's.
    """
    name = blueprint.name

    @blueprint.get("/laporan/kerja/<id:job_id>")
    def show_report_job(job_id: int) -> str:
        """How far one's own long report is. Works by reloading; a small script asks again by itself."""
        folder = ReportFolder(current_app.instance_path)
        job = _get_own(job_id, is_of_room)
        state = job_state(job, folder)
        if state in ("waiting", "running") and job.worker == folder.worker():
            notify_worker(this_app())  # the line's thread may have ended with an error
        return render_template(
            "reports/job.html",
            job=job,
            state=state,
            kept_hours=KEPT_SECONDS // 3600,
            crumbs=[(_("Laporan"), url_for(home))],
            cancel_url=url_for(f"{name}.cancel_report_job", job_id=job_id),
            result_url=url_for(f"{name}.send_report_file", job_id=job_id),
            again_url=url_for(home),
        )

    @blueprint.post("/laporan/kerja/<id:job_id>/batal")
    def cancel_report_job(job_id: int) -> Response:
        """Ask it to stop."""
        _get_own(job_id, is_of_room)
        cancel_report(job_id, actor=current_actor())
        return redirect(url_for(f"{name}.show_report_job", job_id=job_id), 303)

    @blueprint.get("/laporan/kerja/<id:job_id>/berkas")
    def send_report_file(job_id: int) -> Response:
        """Its file, once it is done, for whoever asked for it."""
        return send_result(_get_own(job_id, is_of_room))

    return f"{name}.show_report_job"


def _get_own(job_id: int, is_of_room: Callable[[ReportRequest], bool]) -> ReportJob:
    """One's own report of this room. NotFound."""
    job = get_job(job_id, current_user.id)
    if not is_of_room(ReportRequest.of_json(job.parameters)):
        raise NotFound()
    return job


def job_state(job: ReportJob, folder: ReportFolder) -> str:
    """The state as it is: unfinished work of a process that ended is interrupted, a file past its day is gone."""
    if job.state in ("waiting", "running") and not folder.is_alive(job.worker):
        return "interrupted"
    if job.state == "done" and folder.find_result(job) is None:
        return "gone"
    return job.state


def send_result(job: ReportJob) -> Response:
    """A finished file; its export is noted already, so a broken download may go on where it stopped."""
    path = ReportFolder(current_app.instance_path).find_result(job)
    if path is None or job.file_name is None:
        abort(404)
    return send_file(
        path,
        mimetype=file_type(job.file_name),
        as_attachment=True,
        download_name=job.file_name,
        etag=job.sha256 or True,
        conditional=True,
    )
