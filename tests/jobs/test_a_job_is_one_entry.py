"""Long work is one entry: planted here, it is put in line, run, told of, stopped, and fetched by whoever asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Blueprint, Flask

from app.accounts.models import User
from app.accounts.rules.identity import Grant
from app.accounts.services import create_user
from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM, Actor
from app.extensions import db
from app.jobs import worker
from app.jobs.folder import JobFolder
from app.jobs.models import Job
from app.jobs.queries import count_unfinished, get_job
from app.jobs.registry import JobKind, JobResult, JobRun, get_kind, register, unregister
from app.jobs.services import cancel_job, queue_job
from app.shared.errors import NotFound
from app.shared.transaction import begin_writing, commit
from app.web.http.policy import POLICY, SIGNED_IN
from app.web.ui.jobs import JobRoom, add_job_pages
from tests.pages import PageClient


def count_to(run: JobRun) -> JobResult:
    """Write each number on a line of the file, telling how far it is."""
    numbers = range(1, run.parameters["to"] + 1)
    run.progress.total(len(numbers))
    with run.path.open("w", encoding="utf-8") as file:
        for number in numbers:
            print(number, file=file)
            run.progress.done(number)
    return JobResult({"to": run.parameters["to"], "by": run.made_by}, "angka.txt")


COUNT = JobKind("count", count_to, event="count.done", describe=lambda parameters: dict(parameters))


@pytest.fixture
def planted(session: Any) -> Iterator[JobKind]:
    register(COUNT)
    yield COUNT
    unregister("count")


@pytest.fixture
def asker(session: Any) -> Actor:
    user: User = create_user("rina", actor=SYSTEM, grants=[Grant("finance")])
    return Actor("user", user.id, "rina")


def ask(app: Flask, kind: JobKind, asker: Actor, **parameters: Any) -> int:
    """Put work in line of this process; its number."""
    begin_writing()
    job = queue_job(
        kind,
        parameters,
        "Menghitung",
        worker=JobFolder(app.instance_path).worker(),
        made_by="Rina",
        actor=asker,
    )
    commit()
    return job.id


def work_off(app: Flask) -> None:
    """Have the worker work until nothing is in line."""
    thread = worker.notify_worker(app)
    thread.join(20)
    assert not thread.is_alive()
    db.session.rollback()


def test_it_is_run_told_of_and_its_file_lies_ready(app: Flask, planted: JobKind, asker: Actor) -> None:
    number = ask(app, planted, asker, to=3)
    assert count_unfinished() == 1
    work_off(app)
    job = get_job(number, asker.id or 0, "count")
    assert (job.state, job.steps_total, job.file_name, job.title) == ("done", 3, "angka.txt", "Menghitung")
    path = JobFolder(app.instance_path).find_result(job)
    assert path is not None
    assert path.read_text(encoding="utf-8").split() == ["1", "2", "3"]
    events = db.session.query(AuditEvent).filter_by(subject="count_job", subject_id=number)
    assert [(one.action, one.details) for one in events.order_by(AuditEvent.id)] == [
        ("count.queue", {"to": 3}),
        ("count.done", {"to": 3, "by": "Rina"}),
    ]
    assert count_unfinished() == 0


def test_work_without_a_file_is_done_all_the_same(app: Flask, session: Any, asker: Actor) -> None:
    kind = register(replace(COUNT, run=lambda run: JobResult({"to": run.parameters["to"]})))
    try:
        number = ask(app, kind, asker, to=5)
        work_off(app)
        job = get_job(number, asker.id or 0, "count")
        assert (job.state, job.file_name, job.sha256) == ("done", None, None)
    finally:
        unregister("count")


def test_it_writes_in_transactions_of_its_own(app: Flask, session: Any, asker: Actor) -> None:
    def rename(run: JobRun) -> JobResult:
        begin_writing()
        db.session.get_one(User, run.actor.id).display_name = "Rina Baru"
        commit()
        run.progress.done(1)
        return JobResult({})

    kind = register(replace(COUNT, run=rename))
    try:
        ask(app, kind, asker, to=1)
        work_off(app)
        db.session.expire_all()
        assert db.session.get_one(User, asker.id).display_name == "Rina Baru"
    finally:
        unregister("count")


def test_a_running_one_hears_at_its_next_step_that_it_shall_stop(
    app: Flask, session: Any, asker: Actor
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def wait(run: JobRun) -> JobResult:
        begun.set()
        assert go_on.wait(20)
        run.progress.total(1)
        raise AssertionError("it went on")

    kind = register(replace(COUNT, run=wait))
    try:
        number = ask(app, kind, asker, to=1)
        thread = worker.notify_worker(app)
        assert begun.wait(20)
        begin_writing()
        cancel_job(number, actor=asker)
        commit()
        go_on.set()
        thread.join(20)
        db.session.rollback()
        assert get_job(number, asker.id or 0, "count").state == "cancelled"
    finally:
        go_on.set()
        unregister("count")


def test_work_whose_kind_is_gone_fails_and_the_next_is_done(
    app: Flask, planted: JobKind, asker: Actor
) -> None:
    gone = ask(app, replace(COUNT, slug="gone"), asker, to=1)
    after = ask(app, planted, asker, to=1)
    work_off(app)
    states = {job.id: job.state for job in db.session.query(Job).populate_existing()}
    assert states == {gone: "failed", after: "done"}


def test_a_slug_is_used_once_and_an_unknown_one_is_none(planted: JobKind) -> None:
    with pytest.raises(ValueError, match="count"):
        register(COUNT)
    with pytest.raises(NotFound):
        get_kind("gone")


def test_it_is_not_had_under_another_kind(app: Flask, planted: JobKind, asker: Actor) -> None:
    number = ask(app, planted, asker, to=1)
    with pytest.raises(NotFound):
        get_job(number, asker.id or 0, "report")


@pytest.fixture
def room(app: Flask, planted: JobKind, monkeypatch: pytest.MonkeyPatch) -> str:
    """A room of its own for the kind, open to whoever is signed in: the path of its jobs."""
    blueprint = Blueprint("counting", __name__, url_prefix="/hitung")
    blueprint.get("/", endpoint="home")(lambda: "-")
    is_small = lambda parameters: parameters["to"] < 100  # noqa: E731
    add_job_pages(blueprint, JobRoom(planted, "/kerja", "counting.home", "Hitungan", is_small))
    app.register_blueprint(blueprint)
    monkeypatch.setitem(POLICY, "counting", SIGNED_IN)
    return "/hitung/kerja"


def test_its_pages_tell_how_far_it_is_and_hand_the_file_out(app: Flask, room: str, as_role: Any) -> None:
    client: PageClient = as_role("finance", username="bendahara")
    rina = Actor("user", client.user.id, "bendahara")
    commit()
    number = ask(app, get_kind("count"), rina, to=2)
    page = client.get(f"{room}/{number}")
    assert "Pekerjaan besar dikerjakan di belakang layar." in page.text
    work_off(app)
    done = client.get(f"{room}/{number}")
    assert "Selesai" in done.text
    file = client.get(f"{room}/{number}/berkas")
    assert file.data.split() == [b"1", b"2"]
    file.response.close()


def test_one_that_waits_is_stopped_on_its_page(app: Flask, room: str, as_role: Any) -> None:
    client: PageClient = as_role("finance", username="bendahara")
    begin_writing()
    rina = Actor("user", client.user.id, "bendahara")
    job = queue_job(get_kind("count"), {"to": 2}, "Menghitung", worker="another", made_by="Rina", actor=rina)
    commit()
    client.get(f"{room}/{job.id}")
    client.post(f"{room}/{job.id}/batal", {}, expect=303)
    assert "Dibatalkan" in client.get(f"{room}/{job.id}").text


def test_what_the_room_does_not_own_is_not_there(app: Flask, room: str, as_role: Any) -> None:
    client: PageClient = as_role("finance", username="bendahara")
    rina = Actor("user", client.user.id, "bendahara")
    commit()
    number = ask(app, get_kind("count"), rina, to=100)
    client.get(f"{room}/{number}", expect=404)
