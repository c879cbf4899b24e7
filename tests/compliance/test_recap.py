"""Groups of people: who heads the region is no OPD, and a copy without names tells nothing of a few people."""

from __future__ import annotations

from typing import Any

import pytest

from app.compliance.rules import FEWEST_NAMELESS, Recap, StandingRow, merge_small, recap_by_opd, recap_total


def row(opd_id: int, opd: str, **values: Any) -> StandingRow:
    """Somebody who met a minimum of 20.000 with 30.000."""
    plain: dict[str, Any] = dict.fromkeys(StandingRow._fields, "") | {
        "employee_id": 1, "opd_id": opd_id, "opd": opd, "unit_id": opd_id, "minimum": 20_000, "bought": 30_000,
        "shortfall": 0, "status": "met", "employment": "PNS",
    }  # fmt: skip
    return StandingRow(**(plain | values))


MAYOR = row(1, "Pemerintah Kota", employment="Kepala daerah", position="Wali Kota", bought=7_000)
OFFICES = [
    row(number, f"Dinas {number}", status="short" if place % 2 else "met")
    for number in (2, 3)
    for place in range(number * 4)
]


def test_the_mayor_is_named_as_such_and_comes_last() -> None:
    assert [(one.name, one.people) for one in recap_by_opd([MAYOR, *OFFICES])] == [
        ("Dinas 2", 8), ("Dinas 3", 12), ("Wali Kota", 1)
    ]  # fmt: skip


def test_somebody_else_at_the_root_keeps_the_roots_name() -> None:
    recaps = recap_by_opd([MAYOR, row(1, "Pemerintah Kota")])
    assert [(one.name, one.is_head) for one in recaps] == [("Pemerintah Kota", False)]


@pytest.mark.parametrize("count", range(1, 14))
def test_without_names_no_group_is_small_nor_told_by_subtraction(count: int) -> None:
    rows = [MAYOR, *OFFICES, *(row(9, "Kelurahan") for _ in range(count))]
    recaps = recap_by_opd(rows)
    shown = merge_small(recaps)
    assert not any(one.is_small for one in shown)
    assert min(one.people for one in shown) >= FEWEST_NAMELESS
    whole = Recap(None, "")
    for one in shown:
        whole.take_in(one)
    assert whole == recap_total(rows, "")
    assert all(one.bought != MAYOR.bought for one in shown)


def test_a_merged_group_in_which_nobody_met_takes_in_another() -> None:
    few = [row(7, "Kelurahan", status="short") for _ in range(4)]
    shown = merge_small(recap_by_opd([MAYOR._replace(status="short"), *few, *OFFICES]))
    assert [(one.name, one.people) for one in shown] == [("Dinas 3", 12), ("Gabungan 3 kelompok kecil", 13)]


def test_groups_of_enough_people_stay_as_they_are() -> None:
    recaps = recap_by_opd(OFFICES)
    assert merge_small(recaps) == recaps


def test_where_few_are_judged_a_group_is_small_too() -> None:
    exempt = [row(4, "Dinas 4", status="exempt", minimum=None) for _ in range(7)]
    shown = merge_small(recap_by_opd([*exempt, row(4, "Dinas 4"), *OFFICES]))
    assert [one.name for one in shown] == ["Dinas 3", "Gabungan 2 kelompok kecil"]
