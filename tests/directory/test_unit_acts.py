"""Units change from a day on: the services on both engines."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.compliance.exemptions import list_exemptions
from app.compliance.unit_effects import preview_tree_change
from app.directory.errors import TreeWouldBreak, UndoPrevented, UnitInUse, UnitIsTop
from app.directory.queries import UNIT, load_tree, unit_name_today
from app.directory.rules import PostingValue
from app.directory.services import (
    NewPerson,
    UnitDraft,
    add_person,
    apply_unit_act,
    plan_unit_act,
    plan_units,
    read_unit_file,
    undo_unit_act,
)
from app.extensions import db
from app.shared.transaction import commit, rollback
from tests.directory.files import JANUARY, NOVEMBER, UNITS, history, line, person, take_in, write_csv, yohanis


def unit(key: str) -> int:
    return load_tree().by_external_id[key]


def act(kind: str, key: str | None, other: str | None = None, day: date = NOVEMBER, name: str = "") -> int:
    """Carry out one change; the act's number."""
    draft = UnitDraft(
        kind, unit(key) if key else None, day, "SK 1", name=name, other_id=unit(other) if other else None,
        external_id="X9" if kind == "add" else "",
    )  # fmt: skip
    made = apply_unit_act(draft, actor=SYSTEM).id
    commit()
    return made


@pytest.mark.both_engines
def test_a_merger_and_its_undo_leave_everybody_as_before(city: Path) -> None:
    take_in(city, line(), yohanis(UNOR_ID="S12"), as_of=JANUARY)
    take_in(city, yohanis(UNOR_ID="S4"), as_of=NOVEMBER)
    made = act("merge", "S4", "S12")
    assert history(person(pns_id="A-1")) == [(JANUARY, "S4"), (NOVEMBER, "S12")]
    assert history(person(pns_id="A-2")) == [(JANUARY, "S12"), (NOVEMBER, "S12")]
    undo_unit_act(made, actor=SYSTEM)
    commit()
    assert history(person(pns_id="A-1")) == [(JANUARY, "S4")]
    assert history(person(pns_id="A-2")) == [(JANUARY, "S12"), (NOVEMBER, "S4")]
    with pytest.raises(UndoPrevented):
        undo_unit_act(made, actor=SYSTEM)


@pytest.mark.both_engines
def test_a_merger_whose_people_moved_on_is_not_undone(city: Path) -> None:
    take_in(city, line(), as_of=JANUARY)
    made = act("merge", "S4", "S12")
    take_in(city, line(UNOR_ID="P"), as_of=NOVEMBER)
    with pytest.raises(UndoPrevented) as refusal:
        undo_unit_act(made, actor=SYSTEM)
    assert refusal.value.facts["why"] == "postings_changed"


@pytest.mark.both_engines
def test_a_unit_made_by_form_is_kept_once_somebody_is_posted_there(city: Path) -> None:
    made = act("add", None, "D", name="A Satu")
    value = PostingValue(unit("X9"), "PNS")
    add_person(NewPerson("RINA", nip="199503122020122003"), value, NOVEMBER, "SK 2", actor=SYSTEM)
    commit()
    with pytest.raises(UndoPrevented) as refusal:
        undo_unit_act(made, actor=SYSTEM)
    assert refusal.value.facts["why"] == "unit_used"


@pytest.mark.parametrize(
    ("kind", "key", "other", "error"),
    [
        ("move", "D", "S4", TreeWouldBreak),
        ("merge", "D", "S4", TreeWouldBreak),
        ("move", "R", "D", UnitIsTop),
        ("end", "R", None, UnitIsTop),
        ("end", "D", None, UnitInUse),
    ],
)
def test_what_would_break_the_tree_is_refused(
    city: Path, kind: str, key: str, other: str | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        act(kind, key, other)
    rollback()
    assert len(load_tree()) == 8


@pytest.mark.both_engines
def test_names_in_statements_are_those_of_today(city: Path) -> None:
    act("rename", "S4", name="SMP Empat")
    act("rename", "K", day=date(2027, 1, 1), name="Dinas Besok")
    names = dict(db.session.execute(select(UNIT.c.external_id, unit_name_today())).all())
    assert (names["S4"], names["K"], names["D"]) == ("SMP Empat", "Dinas Kesehatan", "Dinas Pendidikan")
    assert list_exemptions() == []


def test_a_file_is_compared_with_the_tree_of_its_day(city: Path) -> None:
    act("rename", "S4", name="SMP Empat")
    file = write_csv(city / "unor.csv", UNITS)
    assert plan_units(read_unit_file(file), date(2026, 10, 1)).changed == 0
    assert plan_units(read_unit_file(file), NOVEMBER).changed == 1


def test_a_move_back_in_time_reaches_no_month_before_recording(city: Path) -> None:
    take_in(city, line(), as_of=JANUARY)
    plan = plan_unit_act(UnitDraft("move", unit("S4"), JANUARY, "SK", other_id=unit("K")))
    effect = preview_tree_change(plan.before, plan.after, JANUARY)
    assert [dict(one.moved) for one in effect.months] == [{("Dinas Pendidikan", "Dinas Kesehatan"): 1}]
    assert (effect.older, effect.closed) == ((), ())
