"""Long reports: made beside the pages, one at a time for each person, told, stopped, kept a day for whoever asked."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import User
from app.accounts.rules.identity import Grant
from app.accounts.services import set_roles
from app.audit.models import AuditEvent
from app.audit.rules import Actor
from app.directory.models import Unit
from app.extensions import db
from app.jobs import worker
from app.jobs.errors import TooManyJobs
from app.jobs.folder import JobFolder
from app.jobs.models import Job
from app.jobs.queries import get_job
from app.jobs.services import MOST_IN_LINE, claim_next, queue_job
from app.reports import kinds
from app.reports.kinds import REPORT_JOB
from app.reports.registry import ReportRequest
from app.shared.errors import NotFound
from app.shared.transaction import begin_writing, commit
from app.web.reports import pages
from app.web.ui.jobs import job_state
from tests.excel.written import read_back
from tests.logins import sign_in_again
from tests.office import make_october
from tests.pages import Page, PageClient
from tests.standing import OCTOBER

MAKE = "/keuangan/laporan/buat/ledger"
ORDER = ReportRequest("ledger", period=OCTOBER)


@pytest.fixture
def finance(app: Flask, session: Any, as_role: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[PageClient]:
    """Finance in a city where each report counts as a long one."""
    make_october()
    client = as_role("finance", username="bendahara")
    client.get("/keuangan/laporan")
    monkeypatch.setattr(pages, "SMALL", 0)
    yield client
    _wait()


def _wait() -> None:
    thread = worker._WorkerThread.thread
    if thread is not None:
        thread.join(20)
        assert not thread.is_alive()


def ask(finance: PageClient) -> Page:
    """Ask for October's ledger; the page of its job."""
    page = finance.post(MAKE, {"bulan": "2026-10"}, expect=303)
    commit()  # the browser of the tests leaves a transaction open, and the worker would wait for it
    return page


def only_job() -> Job:
    db.session.rollback()
    return db.session.query(Job).populate_existing().one()


def user_id() -> int:
    return int(
        db.session.execute(db.text("SELECT id FROM user_account WHERE username = 'bendahara'")).scalar_one()
    )


def queued(of: str = "gone") -> Job:
    begin_writing()
    actor = Actor("user", user_id(), "bendahara")
    job = queue_job(REPORT_JOB, ORDER.as_json(), "Buku", worker=of, made_by="x", actor=actor)
    commit()
    return job


def test_a_long_report_is_made_beside_the_page_and_fetched_by_who_asked(finance: PageClient) -> None:
    page = ask(finance)
    _wait()
    job = only_job()
    assert job.state == "done"
    assert job.steps_total == 4
    shown = finance.get(page.location)
    assert "Selesai" in shown.text
    file = finance.get(f"{page.location}/berkas")
    assert hashlib.sha256(file.data).hexdigest() == job.sha256
    assert read_back(file.data, "Buku penjualan")
    file.response.close()


def test_the_export_is_in_the_trail_before_the_file_can_be_had(finance: PageClient) -> None:
    page = ask(finance)
    _wait()
    finance.get(f"{page.location}/berkas").response.close()
    db.session.rollback()
    events = [
        one.action
        for one in db.session.query(AuditEvent).order_by(AuditEvent.id)
        if one.action.startswith("report.")
    ]
    assert events == ["report.queue", "report.export"]


def test_a_broken_download_goes_on_where_it_stopped(finance: PageClient) -> None:
    page = ask(finance)
    _wait()
    whole = finance.get(f"{page.location}/berkas")
    rest = finance.get(f"{page.location}/berkas", expect=206, headers={"Range": "bytes=100-"})
    assert rest.data == whole.data[100:]
    whole.response.close()
    rest.response.close()


def test_nobody_else_sees_or_fetches_it(finance: PageClient, as_role: Any) -> None:
    page = ask(finance)
    _wait()
    begin_writing()
    other = as_role("finance", username="bendahara2")
    for path in (page.location, f"{page.location}/berkas"):
        other.get(path, expect=404)
    other.post(f"{page.location}/batal", {}, expect=404)


def test_a_running_report_stops_when_asked_and_leaves_nothing(
    app: Flask, finance: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(path: Path, request: ReportRequest, *, on_total: Callable[[int], None], **rest: Any) -> Any:
        path.write_bytes(b"half")
        begun.set()
        assert go_on.wait(10)
        on_total(7)  # the next note of how far it is hears that it shall stop
        raise AssertionError("it went on")

    monkeypatch.setattr(kinds, "export_report", slow)
    page = ask(finance)
    assert begun.wait(10)
    commit()
    assert "Sedang dibuat" in finance.get(page.location).text
    finance.get(page.location).form(f"{page.location}/batal").submit(expect=303)
    commit()
    go_on.set()
    _wait()
    assert only_job().state == "cancelled"
    assert [one.suffix for one in _files(app)] == [".alive"]


def _files(app: Flask) -> list[Path]:
    return [one for one in (Path(app.instance_path) / "reports").rglob("*") if one.is_file()]


def test_a_report_that_fails_says_so_and_the_next_one_is_made(
    finance: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise OSError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(kinds, "export_report", broken)
        page = ask(finance)
        _wait()
    assert "tidak berhasil dibuat" in finance.get(page.location).text
    ask(finance)
    _wait()
    assert [one.state for one in db.session.query(Job).order_by(Job.id).populate_existing()] == [
        "failed",
        "done",
    ]


def test_one_runs_for_each_person_the_next_waits(finance: PageClient) -> None:
    first, second = queued("w"), queued("w")
    begin_writing()
    assert claim_next("w").id == first.id  # type: ignore[union-attr]
    assert claim_next("w") is None
    commit()
    begin_writing()
    db.session.query(Job).filter_by(id=first.id).update({"state": "done"})
    assert claim_next("w").id == second.id  # type: ignore[union-attr]
    commit()


def test_somebody_has_only_so_many_in_line(finance: PageClient) -> None:
    for _ in range(MOST_IN_LINE):
        queued()
    with pytest.raises(TooManyJobs):
        queued()


def test_what_a_gone_process_had_is_interrupted(app: Flask, finance: PageClient) -> None:
    job = queued("gone")
    assert "Terputus" in finance.get(f"/keuangan/laporan/kerja/{job.id}").text
    ask(finance)
    _wait()
    db.session.rollback()
    assert get_job(job.id, user_id(), "report").state == "interrupted"


def test_the_folder_is_private_and_a_start_wipes_what_gone_processes_left(app: Flask, tmp_path: Path) -> None:
    folder = JobFolder(tmp_path)
    left = folder.unfinished("gone", 1)
    left.write_bytes(b"half")
    mine = folder.unfinished(folder.worker(), 2)
    mine.write_bytes(b"half")
    assert (tmp_path / "reports").stat().st_mode & 0o777 == 0o700
    JobFolder(tmp_path).sweep()
    assert not left.parent.exists()
    assert mine.exists()


def test_a_result_is_kept_a_day(app: Flask, finance: PageClient, clock: Any) -> None:
    page = ask(finance)
    _wait()
    clock.shift(hours=23, minutes=50)
    folder = JobFolder(app.instance_path)
    assert job_state(only_job(), folder) == "done"
    written_at = only_job().finished_at.timestamp()  # type: ignore[union-attr]
    os.utime(folder.result(only_job()), (written_at, written_at))  # the disk's clock is not the test's
    clock.shift(minutes=20)
    assert job_state(only_job(), folder) == "gone"
    folder.sweep()
    assert [one.suffix for one in _files(app)] == [".alive"]
    begin_writing()
    assert page.location


def test_a_stranger_has_no_job(finance: PageClient) -> None:
    job = queued()
    with pytest.raises(NotFound):
        get_job(job.id, user_id() + 1, "report")


def test_who_lost_the_role_fetches_its_file_through_no_other_room(app: Flask, finance: PageClient) -> None:
    page = ask(finance)
    _wait()
    job = only_job()
    assert job.state == "done"
    begin_writing()
    office = db.session.query(Unit).filter(Unit.parent_id.is_not(None)).first()
    assert office is not None
    set_roles(job.user_id, [Grant("opd", unit_id=office.id)], actor=Actor("system", None, "test"))
    commit()
    again = sign_in_again(app, db.session.get(User, job.user_id))
    path = page.location.replace("/keuangan/", "/opd/")
    for address in (path, f"{path}/berkas"):
        again.get(address, expect=404)
    again.get("/opd/laporan")
    again.post(f"{path}/batal", {}, expect=404)
    again.get(f"{page.location}/berkas", expect=403)
