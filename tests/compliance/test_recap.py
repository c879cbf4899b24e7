"""Groups of people: who heads the region is no OPD."""

from __future__ import annotations

from typing import Any

from app.compliance.rules import StandingRow, recap_by_opd


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
