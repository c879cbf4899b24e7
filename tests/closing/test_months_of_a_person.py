"""One person's months: frozen where closed, live where open, with what supplements of that closing added."""

from __future__ import annotations

from typing import Any

import pytest

from app.closing.queries import list_months_of_person, list_standings_of_month, list_supplement_gains
from app.closing.rules import after_supplements
from app.closing.services import reopen_month
from app.months.queries import list_late_of_sales
from app.shared.period import Period
from tests.people import Staff, accept, buy, buy_late, close, decline, make_staff
from tests.standing import FINANCE

SEPTEMBER, OCTOBER, NOVEMBER = Period(2026, 9), Period(2026, 10), Period(2026, 11)
YEAR = [Period(2025, 12).shift(step) for step in range(12)]


@pytest.mark.parametrize(
    ("status", "minimum", "bought", "gains", "expected"),
    [
        ("short", 20_000, 15_000, [], ("short", 15_000, 5_000, None)),
        ("short", 20_000, 15_000, [(1, 4_999)], ("short", 19_999, 1, None)),
        ("short", 20_000, 15_000, [(1, 5_000)], ("met", 20_000, 0, 1)),
        ("short", 20_000, 15_000, [(2, 1), (1, 4_999)], ("met", 20_000, 0, 2)),
        ("met", 20_000, 20_000, [(1, -1)], ("short", 19_999, 1, 1)),
        ("short", 20_000, 15_000, [(1, 9_000), (2, -9_000)], ("short", 15_000, 5_000, None)),
        ("met", 20_000, 20_000, [(1, -1), (2, 1)], ("met", 20_000, 0, None)),
        ("exempt", None, 0, [(1, 50_000)], ("exempt", 50_000, 0, None)),
        ("not_obliged", None, 0, [(1, 50_000)], ("not_obliged", 50_000, 0, None)),
        ("no_rule", None, 0, [(1, 50_000)], ("no_rule", 50_000, 0, None)),
        (None, None, 500, [], (None, 500, 0, None)),
    ],
)
def test_a_supplement_changes_only_who_was_judged_and_names_itself(
    status: str, minimum: int, bought: int, gains: list[tuple[int, int]], expected: tuple[Any, ...]
) -> None:
    assert after_supplements(status, minimum, bought, gains) == expected


@pytest.fixture
def staff(session: Any) -> Staff:
    """October closed with Ani at 15.000 of 20.000; 1.000 in November."""
    staff = make_staff()
    buy(staff.ani, 15_000, "2026-10-05")
    buy(staff.budi, 2_000, "2026-10-05")
    buy(staff.ani, 1_000, "2026-11-02")
    close(OCTOBER)
    return staff


def test_open_months_are_live_and_closed_ones_frozen(staff: Staff) -> None:
    staff.ani.name = "Nama Baru"
    found = list_months_of_person(staff.ani.id, YEAR)
    assert found[OCTOBER].row.name == "Ani Latuconsina" and found[OCTOBER].closing is not None
    assert found[NOVEMBER].row.name == "Nama Baru" and found[NOVEMBER].closing is None
    assert found[OCTOBER].row == list_standings_of_month(OCTOBER, employee_id=staff.ani.id)[0]
    assert list(found) == [period for period in YEAR if period in found]


def test_months_before_somebody_came_are_left_out(staff: Staff) -> None:
    assert Period(2025, 12) not in list_months_of_person(staff.ani.id, YEAR)
    assert list_months_of_person(999_999, YEAR) == {}


def test_what_was_taken_in_counts_for_its_person_alone(staff: Staff) -> None:
    accept(buy_late(staff.ani, 5_000, "2026-10-20"))
    accept(buy_late(staff.budi, 7_000, "2026-10-20"))
    decline(buy_late(staff.ani, 90_000, "2026-10-21"), "nota ganda")
    buy_late(staff.ani, 80_000, "2026-10-22")
    assert list_months_of_person(staff.ani.id, YEAR)[OCTOBER].outcome == ("met", 20_000, 0, 1)
    assert list_months_of_person(staff.budi.id, YEAR)[OCTOBER].outcome == ("short", 9_000, 11_000, None)
    gains = {(gain.employee_id, gain.number): gain.amount for gain in list_supplement_gains(OCTOBER)}
    assert gains == {(staff.ani.id, 1): 5_000, (staff.budi.id, 2): 7_000}


def test_a_second_closing_starts_its_supplements_anew(staff: Staff) -> None:
    accept(buy_late(staff.ani, 3_000, "2026-10-20"))
    reopen_month(OCTOBER, actor=FINANCE, reason="salah tanda tangan")
    close(OCTOBER)
    found = list_months_of_person(staff.ani.id, YEAR)[OCTOBER]
    assert found.closing is not None and found.closing.version == 2
    assert found.outcome == ("short", 18_000, 2_000, None)
    assert list_supplement_gains(OCTOBER) == []


def test_the_late_tray_is_read_for_some_sales_only(staff: Staff) -> None:
    mine, other = buy_late(staff.ani, 3_000, "2026-10-20"), buy_late(staff.budi, 4_000, "2026-10-20")
    accept(mine)
    found = list_late_of_sales([mine.sale_id])
    assert list(found) == [mine.sale_id] and other.sale_id not in found
    assert (found[mine.sale_id].decision, found[mine.sale_id].supplement) == ("accepted", 1)


def test_a_snapshot_is_narrowed_to_units(staff: Staff) -> None:
    rows = list_standings_of_month(OCTOBER, unit_ids=frozenset({staff.school.id}))
    assert [row.employee_id for row in rows] == [staff.ani.id]


def test_twelve_months_cost_as_many_statements_as_one(staff: Staff, count_queries: Any) -> None:
    with count_queries() as one:
        list_months_of_person(staff.ani.id, [NOVEMBER, OCTOBER])
    with count_queries() as twelve:
        list_months_of_person(staff.ani.id, YEAR)
    assert len(one) == len(twelve) <= 14, twelve
