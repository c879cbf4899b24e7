"""Closing days, and what a supplement makes of a frozen month."""

from __future__ import annotations

from datetime import date

import pytest

from app.closing.rules import after_supplements, closing_day
from app.shared.period import Period


@pytest.mark.parametrize(
    ("month", "workday", "day"),
    [
        ("2026-10", 1, date(2026, 11, 2)),  # the 1st is a Sunday
        ("2026-10", 5, date(2026, 11, 6)),
        ("2026-10", 6, date(2026, 11, 9)),  # over a weekend
        ("2026-12", 1, date(2027, 1, 1)),
        ("2026-07", 1, date(2026, 8, 3)),
    ],
)
def test_a_month_closes_on_a_working_day_of_the_next(month: str, workday: int, day: date) -> None:
    assert closing_day(Period.parse(month), workday) == day


def test_a_holiday_is_no_working_day() -> None:
    assert closing_day(Period(2026, 12), 1, frozenset({date(2027, 1, 1)})) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("status", "minimum", "bought", "gains", "outcome"),
    [
        ("short", 20_000, 15_000, [], ("short", 15_000, 5_000, None)),
        ("short", 20_000, 15_000, [(1, 4_999)], ("short", 19_999, 1, None)),
        ("short", 20_000, 15_000, [(1, 5_000)], ("met", 20_000, 0, 1)),
        ("short", 20_000, 15_000, [(2, 3_000), (1, 2_000)], ("met", 20_000, 0, 2)),
        ("met", 20_000, 20_000, [(1, -1)], ("short", 19_999, 1, 1)),
        ("met", 20_000, 20_000, [(1, -1), (2, 1)], ("met", 20_000, 0, None)),
        ("exempt", None, 0, [(1, 9_000)], ("exempt", 9_000, 0, None)),
        ("not_obliged", None, 0, [(1, 9_000)], ("not_obliged", 9_000, 0, None)),
    ],
)
def test_supplements_change_only_who_is_judged(
    status: str, minimum: int | None, bought: int, gains: list[tuple[int, int]], outcome: tuple[object, ...]
) -> None:
    assert after_supplements(status, minimum, bought, gains) == outcome
