"""The confirmation is bound to the file and the preview; two at once, twice, or half of one cannot happen."""

import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app.audit.rules import SYSTEM
from app.directory.errors import (
    DemoCityRefusesRoster,
    NoUnitsYet,
    RosterAlreadyApplied,
    RosterDiscarded,
    RosterFileChanged,
    RosterStateChanged,
    RosterUploadNotFound,
)
from app.directory.models import Employee, Posting
from app.directory.roster_import import write
from app.directory.services import apply_roster, discard_upload, get_upload, preview_roster, record_upload
from app.extensions import db
from app.settings.services import set_setting
from app.shared.errors import DomainError
from app.shared.transaction import begin_writing, commit, rollback
from tests.directory.files import NOVEMBER, line, roster, take_in, yohanis


def store(file: Path) -> tuple[int, str, str]:
    """Preview and keep, as the web does: (upload, sha256, promise)."""
    preview = preview_roster(file, NOVEMBER)
    begin_writing()
    upload = record_upload(preview, file.name, "stored.xlsx", actor=SYSTEM)
    commit()
    return upload.id, preview.sha256, preview.promise


def confirm(file: Path, stored: tuple[int, str, str]) -> None:
    upload_id, sha256, promise = stored
    apply_roster(file, sha256, promise=promise, upload_id=upload_id, actor=SYSTEM)
    commit()


def people() -> int:
    return db.session.query(Employee).count()


@pytest.mark.both_engines
def test_what_was_previewed_is_what_is_applied(city: Path) -> None:
    file = roster(city, line(), yohanis())
    stored = store(file)
    assert people() == 0
    confirm(file, stored)
    assert (people(), get_upload(stored[0]).state) == (2, "applied")
    assert db.session.query(Posting).filter_by(effective_from=NOVEMBER).count() == 2


def test_a_second_confirmation_says_so_and_does_nothing(city: Path) -> None:
    file = roster(city, line())
    stored = store(file)
    confirm(file, stored)
    with pytest.raises(RosterAlreadyApplied):
        confirm(file, stored)
    rollback()
    assert people() == 1


def test_another_file_under_the_same_name_is_refused(city: Path) -> None:
    stored = store(roster(city, line()))
    with pytest.raises(RosterFileChanged):
        confirm(roster(city, line(), yohanis()), stored)
    rollback()
    assert people() == 0


def test_another_file_with_its_own_hash_is_refused_for_this_upload(city: Path) -> None:
    upload_id, _sha256, promise = store(roster(city, line()))
    other = roster(city, line(), yohanis())
    with pytest.raises(RosterFileChanged):
        confirm(other, (upload_id, preview_roster(other, NOVEMBER).sha256, promise))
    rollback()


def test_a_change_between_preview_and_confirmation_is_noticed(city: Path) -> None:
    take_in(city, line())
    file = roster(city, line(UNOR_ID="P"))
    stored, content = store(file), file.read_bytes()
    take_in(city, line(UNOR_ID="S12"), yohanis())
    file.write_bytes(content)  # made anew, it would carry another second and so be another file
    with pytest.raises(RosterStateChanged):
        confirm(file, (stored[0], preview_roster(file, NOVEMBER).sha256, stored[2]))
    rollback()


@pytest.mark.both_engines
def test_a_discarded_upload_cannot_be_confirmed(city: Path) -> None:
    file = roster(city, line())
    stored = store(file)
    begin_writing()
    discard_upload(stored[0], actor=SYSTEM)
    discard_upload(stored[0], actor=SYSTEM)
    commit()
    with pytest.raises(RosterDiscarded):
        confirm(file, stored)
    rollback()


def test_an_applied_upload_cannot_be_discarded(city: Path) -> None:
    file = roster(city, line())
    stored = store(file)
    confirm(file, stored)
    begin_writing()
    with pytest.raises(RosterAlreadyApplied):
        discard_upload(stored[0], actor=SYSTEM)
    rollback()


def test_an_upload_that_never_was_is_not_found(city: Path) -> None:
    with pytest.raises(RosterUploadNotFound):
        confirm(roster(city, line()), (4711, preview_roster(roster(city, line())).sha256, ""))
    rollback()


def test_two_confirmations_at_once_leave_one_winner_and_one_sentence(app: Flask, city: Path) -> None:
    file = roster(city, line(), yohanis())
    stored = store(file)
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def run() -> None:
        with app.app_context():
            start.wait()
            try:
                confirm(file, stored)
                outcomes.append("applied")
            except DomainError as error:
                rollback()
                outcomes.append(type(error).__name__)
            db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    rollback()
    assert sorted(outcomes) == ["RosterAlreadyApplied", "applied"]
    assert people() == 2


def test_two_different_files_at_once_do_not_make_one_person_twice(app: Flask, city: Path) -> None:
    folders = [city / "a", city / "b"]
    files = []
    for folder in folders:
        folder.mkdir()
        files.append(roster(folder, line(), yohanis()))
    start = threading.Barrier(2)
    problems: list[BaseException] = []

    def run(file: Path) -> None:
        with app.app_context():
            start.wait()
            try:
                apply_roster(file, actor=SYSTEM, as_of=NOVEMBER)
                commit()
            except BaseException as error:
                rollback()
                problems.append(error)
            db.session.remove()

    threads = [threading.Thread(target=run, args=[file]) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    rollback()
    assert problems == []
    assert people() == 2


@pytest.mark.parametrize("broken", ["_insert", "_replace_postings", "_rename", "_mark_missing"])
@pytest.mark.both_engines
def test_a_failure_in_the_middle_leaves_nothing(
    city: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    take_in(city, line(), yohanis())
    before = _contents()

    def fail(*_arguments: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(write, broken, fail)
    with pytest.raises(RuntimeError):
        take_in(city, line(UNOR_ID="P"), as_of=NOVEMBER)
    rollback()
    db.session.expire_all()
    assert _contents() == before


def _contents() -> list[tuple[object, ...]]:
    tables = [db.metadata.tables[name] for name in ("employee", "posting", "former_number", "roster_upload")]
    return [tuple(row) for table in tables for row in db.session.execute(table.select().order_by(table.c.id))]


def test_people_need_units_first(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(NoUnitsYet):
        preview_roster(roster(tmp_path, line()))


def test_the_demo_city_refuses_real_people_and_takes_its_own(city: Path) -> None:
    begin_writing()
    set_setting("demo", True, actor=SYSTEM)
    commit()
    file = roster(city, line())
    with pytest.raises(DemoCityRefusesRoster):
        preview_roster(file)
    with pytest.raises(DemoCityRefusesRoster):
        apply_roster(file, actor=SYSTEM)
    rollback()
    apply_roster(file, actor=SYSTEM, allow_demo=True)
    commit()
    assert people() == 1


@pytest.mark.both_engines
def test_the_trail_holds_counts_and_no_name_or_number(city: Path) -> None:
    take_in(city, line(), yohanis(ESELON_NAMA="VI.c"))
    rows = [str(tuple(row)) for row in db.session.execute(text("SELECT * FROM audit_event"))]
    assert any("directory.import_roster" in row for row in rows)
    for secret in ("MARTHA", "YOHANIS", "198504112010012009", "197903052005011003"):
        assert not any(secret in row for row in rows)
