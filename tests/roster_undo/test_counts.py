"""The cached counts of a month follow a roster and its undoing (ADR 0038)."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.compliance.status_counts import count_statuses
from app.directory.queries import load_tree
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit, rollback
from tests.directory.files import JANUARY, MARTHA, NOVEMBER, line, person, yohanis
from tests.roster_undo.state import bring_in, undo
from tests.standing import make_decree, make_sale

OCTOBER, THIS_MONTH = Period(2026, 10), Period(2026, 11)


def people_in(unit: str) -> list[int]:
    """How many people of a unit are counted in October and in November."""
    counted = count_statuses([OCTOBER, THIS_MONTH])
    unit_id = load_tree().by_external_id[unit]
    rollback()
    return [
        sum(one.people for (place, _status), one in counted[period].items() if place == unit_id)
        for period in (OCTOBER, THIS_MONTH)
    ]


@pytest.mark.both_engines
def test_an_undone_roster_is_in_the_next_count(city: Path) -> None:
    bring_in(city, line(), as_of=JANUARY)
    begin_writing()
    make_decree()
    make_sale(person(nip=MARTHA), 20_000, "2026-10-05")
    commit()
    assert (people_in("S4"), people_in("S12")) == ([1, 1], [0, 0])
    upload = bring_in(city, line(UNOR_ID="S12"), yohanis(UNOR_ID="S12"), as_of=NOVEMBER)
    assert (people_in("S4"), people_in("S12")) == ([1, 0], [0, 2])
    undo(upload)
    assert (people_in("S4"), people_in("S12")) == ([1, 1], [0, 0])
