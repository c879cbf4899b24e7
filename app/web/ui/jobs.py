"""The pages of a long job, the same in each blueprint: show its progress, cancel it, send its file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, send_file, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.jobs.folder import RESULT_LIFETIME, JobFolder
from app.jobs.models import Job
from app.jobs.queries import get_job
from app.jobs.registry import JobKind
from app.jobs.services import cancel_job, queue_job
from app.jobs.worker import notify_worker
from app.shared.errors import NotFound
from app.shared.transaction import begin_writing, commit
from app.web.http.guards import current_actor
from app.web.ui.downloads import file_type


@dataclass(frozen=True, slots=True)
class JobRoom:
    """Describes the pages of one kind of job in a blueprint; `path`: their URL.

    `home` is the endpoint of the page that starts such jobs, `home_title` (lazily translated) its title.
    `is_of_room`: whether the person may now start a job with these parameters in this blueprint. The owner sees a job
    only as long as this holds, so not in another blueprint and not after losing the role.
    """

    kind: JobKind
    path: str
    home: str
    home_title: Any
    is_of_room: Callable[[Mapping[str, Any]], bool]
    template: str = "jobs/job.html"


def add_job_pages(blueprint: Blueprint, room: JobRoom) -> str:
    """Add the pages to a blueprint; return the endpoint that shows a job's progress."""
    slug = room.kind.slug
    show, cancel, send = f"show_{slug}_job", f"cancel_{slug}_job", f"send_{slug}_file"

    @blueprint.get(f"{room.path}/<id:job_id>", endpoint=show)
    def show_job(job_id: int) -> str:
        """Show the progress of one's own job. A small script reloads the page; it also works by hand."""
        folder = JobFolder(current_app.instance_path)
        job = _get_own(job_id, room)
        state = job_state(job, folder)
        if state in ("waiting", "running") and job.worker == folder.worker():
            notify_worker(_this_app())  # the worker's thread may have ended with an error
        return render_template(
            room.template,
            job=job,
            state=state,
            lifetime_hours=RESULT_LIFETIME // 3600,
            crumbs=[(str(room.home_title), url_for(room.home))],
            cancel_url=url_for(f".{cancel}", job_id=job_id),
            result_url=url_for(f".{send}", job_id=job_id),
            again_url=url_for(room.home),
        )

    @blueprint.post(f"{room.path}/<id:job_id>/batal", endpoint=cancel)
    def cancel_own_job(job_id: int) -> Response:
        """Cancel one's own job."""
        _get_own(job_id, room)
        cancel_job(job_id, actor=current_actor())
        return redirect(url_for(f".{show}", job_id=job_id), 303)

    @blueprint.get(f"{room.path}/<id:job_id>/berkas", endpoint=send)
    def send_job_file(job_id: int) -> Response:
        """Send the file of one's own finished job."""
        return send_result(_get_own(job_id, room))

    return f"{blueprint.name}.{show}"


def start_job(kind: JobKind, parameters: Mapping[str, Any], title: str, *, made_by: str) -> Job:
    """Queue a job, commit, and notify the worker. Call it in a view that writes nothing else. TooManyJobs."""
    worker = JobFolder(current_app.instance_path).worker()
    begin_writing()
    job = queue_job(kind, parameters, title, worker=worker, made_by=made_by, actor=current_actor())
    commit()
    notify_worker(_this_app())
    return job


def job_state(job: Job, folder: JobFolder) -> str:
    """Return the job's state: "interrupted" if its process ended first, "gone" if its file was deleted."""
    if job.state in ("waiting", "running") and not folder.is_alive(job.worker):
        return "interrupted"
    if job.state == "done" and job.file_name and folder.find_result(job) is None:
        return "gone"
    return job.state


def send_result(job: Job) -> Response:
    """Send a finished file, also parts of it: the export is recorded already, so an interrupted download may resume."""
    path = JobFolder(current_app.instance_path).find_result(job)
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


def _get_own(job_id: int, room: JobRoom) -> Job:
    """Return one's own job of this room. NotFound."""
    job = get_job(job_id, current_user.id, room.kind.slug)
    if not room.is_of_room(job.parameters):
        raise NotFound()
    return job


def _this_app() -> Flask:
    """Return the application itself instead of Flask's proxy, because a thread outlives the request."""
    return current_app._get_current_object()  # type: ignore[attr-defined,no-any-return]
