"""Undoing a roster import: the directory is as before it, or the refusal says what depends on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.directory.errors import RosterUploadNotFound
from app.directory.lookups import UNIT_ACT
from app.directory.models import RosterUpload
from app.directory.queries import find_last_upload, load_tree
from app.directory.rules import PostingValue
from app.directory.services import (
    change_posting,
    undo_unit_act,
)
from app.extensions import db
from app.roster_undo.dependents import list_dependents
from app.roster_undo.errors import RosterUndoPrevented, RosterUndoReasonMissing
from app.roster_undo.services import undo_roster
from app.shared.transaction import commit, rollback
from tests.directory.files import (
    AUGUST,
    JANUARY,
    MARTHA,
    NOVEMBER,
    OCTOBER,
    YOHANIS,
    line,
    paulus,
    person,
    yohanis,
)  # fmt: skip
from tests.roster_undo.state import bring_in, changed_ids, directory, undo

NEW_NIP = "198504112010012017"


def codes(upload_id: int) -> dict[str, int]:
    """What depends on an import: code → people."""
    found = {one.code: one.count for one in list_dependents(db.session.get_one(RosterUpload, upload_id))}
    rollback()
    return found


@pytest.mark.both_engines
def test_undone_the_directory_is_as_it_was_and_the_file_can_come_again(city: Path) -> None:
    bring_in(city, line(), yohanis(), as_of=JANUARY)
    before = directory()
    lines = (
        line(
            nip=NEW_NIP, UNOR_ID="S12", NAMA="MARTHA W.", GELAR_DEPAN="Dra."
        ),  # another number, unit and name
        paulus(),  # somebody new; Yohanis is missing
    )
    upload = bring_in(city, *lines, as_of=NOVEMBER)
    after = directory()
    assert {len(after[name]) - len(before[name]) for name in ("employee", "posting", "former_number")} == {
        1,
        2,
    }
    undo(upload)
    assert directory() == before
    again = bring_in(city, *lines, as_of=NOVEMBER)
    assert changed_ids(again) == {person(pns_id=f"A-{number}").id for number in (1, 2, 3)}
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "directory.undo_roster")).one()
    assert event.subject_id == upload
    assert {"removed": 1, "restored": 2}.items() <= event.details.items()


@pytest.mark.both_engines
def test_the_first_list_of_a_city_leaves_nobody_behind_and_then_its_units_go(city: Path) -> None:
    upload = bring_in(city, line(), yohanis(), paulus(), as_of=JANUARY)
    undo(upload)
    units = db.session.scalars(select(UNIT_ACT.c.id)).one()
    undo_unit_act(units, actor=SYSTEM)
    commit()
    assert not any(directory().values())
    assert find_last_upload() is None


def test_a_posting_of_the_same_day_gets_its_content_letter_and_time_back(city: Path) -> None:
    bring_in(city, line(), as_of=JANUARY)
    martha = person(nip=MARTHA).id
    value = PostingValue(load_tree().by_external_id["S12"], "PNS", "", "Guru", "Fungsional", "III/d")
    change_posting(martha, value, NOVEMBER, "SK 12", actor=SYSTEM)
    commit()
    before = directory()
    upload = bring_in(city, line(UNOR_ID="P"), as_of=NOVEMBER)
    assert directory()["posting"] != before["posting"]
    undo(upload)
    assert directory() == before


def test_an_older_list_between_two_days_is_taken_out_again(city: Path) -> None:
    bring_in(city, line(), as_of=JANUARY)
    bring_in(city, line(), as_of=NOVEMBER)
    before = directory()
    upload = bring_in(city, line(UNOR_ID="S12"), as_of=AUGUST)
    assert len(directory()["posting"]) == 3  # August, and what November said again
    undo(upload)
    assert directory() == before


def test_two_people_who_swapped_their_numbers_get_them_back(city: Path) -> None:
    bring_in(city, line(), yohanis(), as_of=JANUARY)
    before = directory()
    upload = bring_in(city, line(nip=YOHANIS), yohanis(NIP_BARU=MARTHA), as_of=NOVEMBER)
    assert person(pns_id="A-1").nip == YOHANIS
    undo(upload)
    assert directory() == before


def test_a_number_that_went_to_somebody_new_in_the_same_file_comes_back(city: Path) -> None:
    bring_in(city, line(), as_of=JANUARY)
    before = directory()
    upload = bring_in(city, line(nip=NEW_NIP), yohanis(), as_of=NOVEMBER)
    undo(upload)
    assert directory() == before


def test_a_list_that_changed_nobody_is_undone_too_and_a_later_one_then_judges_who_is_missing(
    city: Path,
) -> None:
    bring_in(city, line(), yohanis(), as_of=JANUARY)
    before = directory()
    upload = bring_in(city, line(), yohanis(), as_of=OCTOBER)
    assert len(directory()["roster_listing"]) == 4
    undo(upload)
    assert directory() == before
    bring_in(city, line(), as_of=AUGUST)  # October's list would have kept Yohanis from being missing
    assert person(pns_id="A-2").missing_since == AUGUST


def test_only_the_list_applied_last_is_undone_and_one_after_the_other_all_of_them(city: Path) -> None:
    states = [directory()]
    uploads = []
    for lines, day in (((line(),), JANUARY), ((line(), yohanis()), NOVEMBER), ((line(UNOR_ID="P"),), AUGUST)):
        uploads.append(bring_in(city, *lines, as_of=day))
        states.append(directory())
    assert [list(codes(one)) for one in uploads] == [["later_import"], ["later_import"], []]
    with pytest.raises(RosterUndoPrevented):
        undo(uploads[0])
    assert directory() == states[3]
    for upload, state in zip(reversed(uploads), reversed(states[:-1]), strict=True):
        undo(upload)
        assert directory() == state


def test_twice_without_a_reason_or_for_no_import_nothing_happens(city: Path) -> None:
    upload = bring_in(city, line(), as_of=JANUARY)
    with pytest.raises(RosterUndoReasonMissing):
        undo_roster(upload, " ", actor=SYSTEM)
    with pytest.raises(RosterUploadNotFound):
        undo(upload + 1)
    undo(upload)
    assert codes(upload) == {"undone": 0}
    with pytest.raises(RosterUndoPrevented) as refusal:
        undo(upload)
    assert refusal.value.facts["codes"] == ["undone"]
    stored = db.session.get_one(RosterUpload, upload)
    assert (stored.state, stored.undo_reason) == ("undone", "berkas bulan lalu")
