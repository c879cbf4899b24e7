"""The standings of a few people are those of everybody's list, open or closed, without summing everybody's month."""

from __future__ import annotations

from typing import Any

import pytest

from app.closing.queries import list_standings_of_month, list_standings_of_people
from app.sales.services import resolve_buyer
from app.shared.period import Period
from tests.people import Staff, buy, close, make_staff, take_back
from tests.standing import FINANCE

OCTOBER = Period(2026, 10)


@pytest.fixture
def staff(session: Any) -> Staff:
    """Ani bought plainly, Budi as somebody unknown first, Cici gave it back; Dodi bought nothing."""
    staff = make_staff()
    buy(staff.ani, 15_000, "2026-10-05")
    buy(staff.ani, 90_000, "2026-09-05")
    for _ in range(2):
        unknown = buy(None, 4_000, "2026-10-06", buyer_kind="unresolved", buyer_name="Budi?")
        resolve_buyer(unknown.id, staff.cici.id, "dikira", actor=FINANCE)
        resolve_buyer(unknown.id, staff.budi.id, "ternyata", actor=FINANCE)
    take_back(unknown)
    take_back(buy(staff.cici, 7_000, "2026-10-07"))
    return staff


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.both_engines
def test_a_few_peoples_standings_are_those_of_the_whole_list(staff: Staff, is_closed: bool) -> None:
    if is_closed:
        close(OCTOBER)
    everybody = {row.employee_id: row for row in list_standings_of_month(OCTOBER)}
    people = [staff.ani.id, staff.budi.id, staff.cici.id, staff.dodi.id]
    found = {row.employee_id: row for row in list_standings_of_people(OCTOBER, people)}
    assert found == {person: everybody[person] for person in people}
    assert [found[person].bought for person in people] == [15_000, 4_000, 0, 0]


def test_nobody_asked_for_is_nobody_found_and_strangers_are_left_out(staff: Staff) -> None:
    assert list_standings_of_people(OCTOBER, []) == []
    assert list_standings_of_people(OCTOBER, [999_999]) == []
    assert list_standings_of_people(Period(2025, 12), [staff.dodi.id]) == []
