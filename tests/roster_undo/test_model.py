"""Random lists and random acts after them: an undo is refused, or nothing tells that the list ever was."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.services import create_user
from app.audit.rules import SYSTEM
from app.directory.lookups import EMPLOYEE
from app.directory.models import Employee
from app.directory.queries import load_tree
from app.directory.rules import PostingValue
from app.directory.services import (
    UnitDraft,
    apply_unit_act,
    change_number,
    change_posting,
    confirm_present,
    record_departure,
)
from app.extensions import db
from app.person_merge.services import merge_people, undo_merge
from app.roster_undo.errors import RosterUndoPrevented
from app.shared.errors import DomainError
from app.shared.transaction import begin_writing, commit, rollback
from tests.directory.files import AUGUST, JANUARY, NOVEMBER, OCTOBER, line
from tests.roster_undo.state import bring_in, changed_ids, directory, undo
from tests.standing import make_sale

ROUNDS = 12
PEOPLE = range(1, 9)
UNITS = ("S4", "S12", "DU", "P", "KU")
DAYS = (AUGUST, OCTOBER, NOVEMBER)
Rows = dict[str, list[tuple[Any, ...]]]


def a_row(number: int, chance: random.Random) -> list[Any]:
    """One person as some list has it: often as ever, sometimes with another number, name, unit or state."""
    nip = f"19850411201001{1 + chance.choice((0, 0, 0, 1))}{number:03d}"
    name = f"ORANG NOMOR {number}{chance.choice(('', '', ' A.'))}"
    changes = {
        "UNOR_ID": chance.choice(UNITS),
        "KEDUDUKAN_HUKUM_NAMA": chance.choice(("Aktif", "Aktif", "Pensiun")),
    }
    return line(f"A-{number}", nip, name, **changes)


def a_list(folder: Path, chance: random.Random, day: date) -> int:
    chosen = [number for number in PEOPLE if chance.random() < 0.7] or [1]
    rows = [a_row(number, chance) for number in chosen]
    return bring_in(folder, *rows, as_of=day, is_addition=chance.random() < 0.4)


def somebody(chance: random.Random) -> int:
    return chance.choice(db.session.scalars(select(EMPLOYEE.c.id).order_by(EMPLOYEE.c.id)).all())


def transfer(chance: random.Random) -> None:
    unit = load_tree().by_external_id[chance.choice(UNITS)]
    change_posting(somebody(chance), PostingValue(unit, "PNS"), chance.choice(DAYS), "SK", actor=SYSTEM)


def number(chance: random.Random) -> None:
    change_number(somebody(chance), nip=None, code=f"K{chance.randrange(99)}", letter="", actor=SYSTEM)


def leave(chance: random.Random) -> None:
    record_departure([somebody(chance)], "pension", chance.choice(DAYS), "SK", actor=SYSTEM)


def present(chance: random.Random) -> None:
    confirm_present([somebody(chance)], "masih", actor=SYSTEM)


def buy(chance: random.Random) -> None:
    make_sale(db.session.get_one(Employee, somebody(chance)), 5_000, "2026-11-06")


def sign_up(chance: random.Random) -> None:
    who = somebody(chance)
    create_user(f"orang.{who}", actor=SYSTEM, employee_id=who, password_hash="x")


def merge_and_part(chance: random.Random) -> None:
    one, other = somebody(chance), somebody(chance)
    person = db.session.get_one(Employee, other)
    pns_id, person.pns_id = person.pns_id, None
    done = merge_people(one, other, "sama", actor=SYSTEM)
    if chance.random() < 0.5:
        undo_merge(done.id, actor=SYSTEM)
        person.pns_id = pns_id


def merge_units(chance: random.Random) -> None:
    one, other = (load_tree().by_external_id[each] for each in chance.sample(UNITS, 2))
    apply_unit_act(UnitDraft("merge", one, chance.choice(DAYS), "SK", other_id=other), actor=SYSTEM)


ACTS: tuple[Callable[[random.Random], None], ...] = (
    transfer, number, leave, present, buy, sign_up, merge_and_part, merge_units,
)  # fmt: skip


def act(chance: random.Random) -> None:
    """One act; one that is refused changes nothing."""
    begin_writing()
    try:
        chance.choice(ACTS)(chance)
        commit()
    except DomainError:
        rollback()


def split(rows: Rows, changed: set[int]) -> tuple[Rows, Rows]:
    """The rows of the people an import changed, and of everybody else; units and listings stand with those."""
    place = {"employee": 0, "posting": 1, "former_number": 1}
    of_changed = {
        name: [row for row in each if name in place and row[place[name]] in changed]
        for name, each in rows.items()
    }
    return of_changed, {
        name: [row for row in each if row not in of_changed[name]] for name, each in rows.items()
    }


@pytest.mark.both_engines
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_an_undo_is_refused_or_nothing_of_the_list_is_left(city: Path, seed: int) -> None:
    chance = random.Random(seed)
    a_list(city, chance, JANUARY)
    for _ in range(chance.randrange(3)):
        act(chance)
    before = directory()
    upload = a_list(city, chance, chance.choice(DAYS))
    changed, imported = changed_ids(upload), directory()
    later = a_list(city, chance, chance.choice(DAYS)) if chance.random() < 0.3 else None
    if later is not None:
        undo(later)
    for _ in range(chance.randrange(3)):
        act(chance)
    acted = directory()
    try:
        undo(upload)
    except RosterUndoPrevented as refusal:
        assert refusal.facts["codes"]
        assert directory() == acted
        return
    left = directory()
    assert split(acted, changed)[0] == split(imported, changed)[0]  # else an act would be lost with the list
    assert split(left, changed)[0] == split(before, changed)[0]
    listed = {"roster_listing": before["roster_listing"]}
    assert split(left, changed)[1] == split(acted, changed)[1] | listed


def test_some_of_these_rounds_end_either_way(city: Path) -> None:
    """Otherwise the test above would prove half of what it says."""
    outcomes = set()
    for seed in range(6):
        chance = random.Random(100 + seed)
        upload = a_list(city, chance, NOVEMBER)
        if seed % 2:
            act(chance)
        try:
            undo(upload)
            outcomes.add("undone")
        except RosterUndoPrevented:
            outcomes.add("refused")
    assert outcomes == {"undone", "refused"}
