"""Versions of a closed month: stored bytes, reopening, a closing that fails, guards, forgery."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from app.audit.models import AuditEvent
from app.audit.verify import verify_chain
from app.closing.models import Closing, ClosingFile, SnapshotRow
from app.closing.queries import (
    find_current_closing,
    get_stored_file,
    list_standings_of_month,
)
from app.closing.rules import StoredFileDamaged
from app.closing.services import reopen_month
from app.extensions import db
from app.months.errors import MonthNotClosed
from app.shared.errors import ReasonMissing
from app.shared.transaction import begin_writing, commit, rollback
from tests.audit.test_chain import forge
from tests.closing.other_files import files_by
from tests.closing.test_closing import figures
from tests.office import TREASURER, October, close, sell
from tests.standing import NOVEMBER, OCTOBER


def test_the_stored_bytes_are_those_of_the_hash_and_of_the_trail(october: October) -> None:
    close()
    stored = get_stored_file(OCTOBER, 1)
    (event,) = db.session.query(AuditEvent).filter_by(action="month.close")
    assert hashlib.sha256(stored.content).hexdigest() == stored.sha256 == event.details["sha256"]


def test_reopening_makes_version_two_and_version_one_stays(october: October) -> None:
    close()
    first, before = get_stored_file(OCTOBER, 1), figures()
    reopen_month(OCTOBER, actor=TREASURER, reason="Buku ketinggalan")
    sell(october, october.budi, 5_000)
    assert close().version == 2
    assert get_stored_file(OCTOBER, 1) == first
    assert get_stored_file(OCTOBER, 2) != first
    changed = [row for row in figures() if row not in before]
    assert [(row[0], row[15], row[17]) for row in changed] == [(october.budi, 20_000, "met")]


def test_a_reopened_month_shows_live_figures(october: October) -> None:
    close()
    reopen_month(OCTOBER, actor=TREASURER, reason="Buku ketinggalan")
    assert sell(october, october.budi, 5_000).result == "recorded"
    assert {row.employee_id: row.bought for row in list_standings_of_month(OCTOBER)}[october.budi] == 20_000


def test_reopening_wants_a_reason_and_a_closed_month(october: October) -> None:
    with pytest.raises(MonthNotClosed):
        reopen_month(OCTOBER, actor=TREASURER, reason="x")
    with pytest.raises(ReasonMissing):
        reopen_month(OCTOBER, actor=TREASURER, reason=" ")


def test_another_month_goes_on_while_one_is_closed(october: October) -> None:
    close()
    assert sell(october, october.budi, 4_000, "2026-11-03").result == "recorded"
    assert {row.employee_id: row.bought for row in list_standings_of_month(NOVEMBER)}[october.budi] == 4_000


def test_a_closing_that_fails_half_way_leaves_the_month_open(october: October) -> None:
    commit()
    begin_writing()

    def broken(_month: object) -> Any:
        raise OSError("no room on the disk")

    with pytest.raises(OSError, match="no room"), files_by(broken):
        close()
    rollback()
    assert find_current_closing(OCTOBER) is None
    assert db.session.query(Closing).count() == db.session.query(SnapshotRow).count() == 0


@pytest.mark.parametrize("act", ["update", "delete"])
@pytest.mark.parametrize("model", [SnapshotRow, ClosingFile, Closing])
def test_the_database_itself_refuses_to_change_what_was_frozen(
    october: October, model: type[Any], act: str
) -> None:
    close()
    commit()
    begin_writing()
    change = delete(model) if act == "delete" else update(model).values(id=model.id + 0)
    with pytest.raises(DBAPIError):
        db.session.execute(change)
    rollback()


FORGERIES = {
    "a sum": "UPDATE snapshot_row SET bought = bought + 1000",
    "a status": "UPDATE snapshot_row SET status = 'met' WHERE status = 'short'",
    "a name": "UPDATE snapshot_row SET name = 'Orang Lain' WHERE name LIKE 'Budi%'",
    "a minimum": "UPDATE snapshot_row SET minimum = 0",
    "a missing person": "DELETE FROM snapshot_row WHERE name LIKE 'Budi%'",
    "another header": "UPDATE closing SET closed_by_name = 'siapa saja'",
}


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forged_snapshot_is_found(app: Flask, october: October, what: str) -> None:
    close()
    commit()
    assert verify_chain(db.session()).is_intact
    forge(FORGERIES[what])
    assert not verify_chain(db.session()).is_intact


def test_a_forged_file_is_not_handed_out(october: October) -> None:
    close()
    commit()
    forge("UPDATE closing_file SET name = name, content = :content", content=b"PK other bytes")
    with pytest.raises(StoredFileDamaged):
        get_stored_file(OCTOBER, 1)
