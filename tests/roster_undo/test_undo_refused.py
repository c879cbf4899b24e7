"""A roster import that something depends on is not undone; the refusal says what and who."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from app.accounts.services import create_user
from app.audit.rules import SYSTEM
from app.directory.lookups import UNIT, UPLOAD
from app.directory.models import Employee, RosterChange, RosterUpload
from app.directory.purging import erase_people
from app.directory.queries import load_tree
from app.directory.rules import PostingValue
from app.directory.services import (
    UnitDraft,
    apply_unit_act,
    change_number,
    change_posting,
    confirm_present,
    record_departure,
    undo_unit_act,
)
from app.extensions import db
from app.person_merge.services import merge_people
from app.roster_undo.dependents import list_dependents
from app.roster_undo.errors import RosterUndoPrevented
from app.roster_undo.queries import get_undo_preview
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit, rollback
from tests.directory.files import (
    JANUARY,
    MARTHA,
    NOVEMBER,
    OCTOBER,
    PAULUS,
    YOHANIS,
    line,
    paulus,
    person,
    yohanis,
)  # fmt: skip
from tests.people import close
from tests.roster_undo.state import bring_in, directory, undo
from tests.roster_undo.test_undo import NEW_NIP, codes
from tests.standing import make_decree, make_sale


def _transfers(who: int) -> None:
    value = PostingValue(load_tree().by_external_id["P"], "PNS")
    change_posting(who, value, date(2026, 11, 5), "SK", actor=SYSTEM)


def _renumbers(who: int) -> None:
    change_number(who, nip=None, code="K-9", letter="SK", actor=SYSTEM)


def _leaves(who: int) -> None:
    record_departure([who], "pension", date(2026, 11, 5), "SK", actor=SYSTEM)


def _merges_unit(_who: int) -> None:
    tree = load_tree()
    s4, s12 = tree.by_external_id["S4"], tree.by_external_id["S12"]
    apply_unit_act(UnitDraft("merge", s4, date(2026, 11, 5), "SK", other_id=s12), actor=SYSTEM)


def _buys(who: int) -> None:
    make_sale(db.session.get_one(Employee, who), 5_000, "2026-11-06")


def _gets_a_login(who: int) -> None:
    create_user("orang.baru", actor=SYSTEM, employee_id=who, password_hash="x")


def _is_merged(who: int) -> None:
    other = db.session.scalars(select(Employee.id).where(Employee.id != who).order_by(Employee.id)).first()
    db.session.get_one(Employee, who).pns_id = None
    merge_people(other or 0, who, "sama", actor=SYSTEM)


def _is_purged(who: int) -> None:
    erase_people([who], clock.now())


NOBODY: dict[str, int] = {}


@pytest.mark.parametrize(
    ("act", "of_new", "of_known"),
    [
        (_transfers, {"changed": 1}, {"changed": 1}),
        (_renumbers, {"changed": 1}, {"changed": 1}),
        (_leaves, {"changed": 1}, {"changed": 1}),
        (_merges_unit, {"changed": 1}, {"changed": 1}),
        (_buys, {"sale": 1}, NOBODY),
        (_gets_a_login, {"login": 1}, NOBODY),
        (_is_merged, {"changed": 1, "merge": 1}, {"changed": 1}),
        (_is_purged, {"purged": 1}, {"purged": 1}),
    ],
)
def test_what_depends_on_an_import_is_named_and_keeps_it(
    city: Path, act: Callable[[int], None], of_new: dict[str, int], of_known: dict[str, int]
) -> None:
    """Paulus is new, Yohanis known; each was changed by the list, and Martha was not."""
    for who, expected in (("A-3", of_new), ("A-2", of_known)):
        bring_in(city, line(UNOR_ID="K"), yohanis(UNOR_ID="D"), as_of=JANUARY)
        before = directory()
        moved = yohanis() if expected is of_known else yohanis(UNOR_ID="KU")
        new = paulus(UNOR_ID="KU") if expected is of_known else paulus()
        upload = bring_in(city, line(UNOR_ID="K"), moved, new, as_of=NOVEMBER)
        left = directory()
        begin_writing()
        act(person(pns_id=who).id)
        db.session.flush()
        found = {one.code: one.count for one in list_dependents(db.session.get_one(RosterUpload, upload))}
        assert {code: found.get(code, 0) for code in {*expected, *found}} == expected
        rollback()
        assert directory() == left
        undo(upload)
        assert directory() == before
        undo(db.session.scalars(select(UPLOAD.c.id).where(UPLOAD.c.state == "applied")).one())


def test_a_mark_to_look_into_that_was_settled_keeps_the_import(city: Path) -> None:
    bring_in(city, line(), yohanis(), as_of=JANUARY)
    upload = bring_in(city, line(), as_of=NOVEMBER)
    yohanis_id = person(pns_id="A-2").id
    confirm_present([yohanis_id], "cuti besar", actor=SYSTEM)
    commit()
    assert codes(upload) == {"changed": 1}


@pytest.mark.both_engines
def test_a_month_closed_with_it_keeps_it_also_after_it_was_reopened(city: Path) -> None:
    begin_writing()
    make_decree()
    commit()
    bring_in(city, line(), as_of=JANUARY)
    begin_writing()
    make_sale(person(nip=MARTHA), 5_000, "2026-09-06")
    close(Period(2026, 9))
    commit()
    earlier = bring_in(city, line(), yohanis(), as_of=NOVEMBER)
    assert codes(earlier) == {}  # September was closed before, and is over
    undo(earlier)
    upload = bring_in(city, line(), yohanis(), as_of=OCTOBER)
    begin_writing()
    close(Period(2026, 10))
    commit()
    assert codes(upload) == {"closed_month": 1}
    with pytest.raises(RosterUndoPrevented):
        undo(upload)
    preview = get_undo_preview(upload)
    assert preview.named == {person(nip=YOHANIS).id}


def test_a_number_given_to_somebody_else_since_keeps_it(city: Path) -> None:
    bring_in(city, line(), yohanis(), as_of=JANUARY)
    upload = bring_in(city, line(nip=NEW_NIP), yohanis(), as_of=NOVEMBER)
    change_number(person(nip=YOHANIS).id, nip=MARTHA, code=None, letter="SK", actor=SYSTEM)
    commit()
    assert codes(upload) == {"number_taken": 1}


def test_a_unit_that_is_gone_keeps_it(city: Path) -> None:
    act = apply_unit_act(
        UnitDraft("add", None, OCTOBER, "SK", name="UPTD", other_id=load_tree().root, external_id="U"),
        actor=SYSTEM,
    )
    act_id = act.id
    commit()
    bring_in(city, line(UNOR_ID="U"), as_of=NOVEMBER)
    upload = bring_in(city, line(), as_of=NOVEMBER)
    undo_unit_act(act_id, actor=SYSTEM)
    commit()
    assert db.session.scalar(select(func.count()).select_from(UNIT).where(UNIT.c.external_id == "U")) == 0
    assert codes(upload) == {"unit_gone": 1}


def test_an_import_of_before_undoing_was_known_says_so(city: Path) -> None:
    upload = bring_in(city, line(), as_of=JANUARY)
    begin_writing()
    stored = db.session.get_one(RosterUpload, upload)
    stored.summary = {name: value for name, value in stored.summary.items() if name != "people"}
    db.session.execute(delete(RosterChange))
    commit()
    assert codes(upload) == {"not_stored": 0}


def test_the_preview_counts_what_comes_back(city: Path) -> None:
    bring_in(city, line(), yohanis(), as_of=JANUARY)
    upload = bring_in(city, line(nip=NEW_NIP, UNOR_ID="S12", NAMA="MARTHA W."), paulus(), as_of=NOVEMBER)
    preview = get_undo_preview(upload)
    assert (preview.removed, preview.restored) == (1, 2)
    assert preview.words == {"posting": 1, "name": 1, "number": 1, "missing": 1}
    assert preview.new == [person(nip=PAULUS).id]
    values: list[Any] = preview.dependents
    assert values == []
