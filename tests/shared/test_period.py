"""Months as values."""

from datetime import date

import pytest

from app.shared.period import Period


@pytest.mark.parametrize(
    "text", ["2026-1", "2026-13", "2026-00", "26-11", "２０２６-11", "2026-11\n", " 2026-11", ""]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Period.parse(text)


def test_a_month_is_written_as_it_is_read() -> None:
    assert str(Period.parse("2026-11")) == "2026-11"


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-12", 1, "2027-01"),
        ("2026-01", -1, "2025-12"),
        ("2026-11", 0, "2026-11"),
        ("2026-03", -15, "2024-12"),
    ],
)
def test_shifting_passes_the_turn_of_the_year(start: str, months: int, end: str) -> None:
    assert Period.parse(start).shift(months) == Period.parse(end)


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
        (date(2026, 11, 30), True),
        (date(2026, 12, 1), False),
    ],
)
def test_a_month_holds_its_own_days_only(day: date, inside: bool) -> None:
    assert (day in Period(2026, 11)) is inside


def test_february_of_a_leap_year_ends_on_the_29th() -> None:
    assert Period(2028, 2).last_day == date(2028, 2, 29)


def test_months_sort_by_time() -> None:
    assert sorted([Period(2027, 1), Period(2026, 12), Period(2026, 2)])[0] == Period(2026, 2)


@pytest.mark.parametrize(("text", "step"), [("2199-12", 1), ("2000-01", -1)])
def test_the_first_and_the_last_month_have_neighbours_that_nobody_can_type(text: str, step: int) -> None:
    beyond = Period.parse(text).shift(step)
    assert beyond.shift(-step) == Period.parse(text)
    with pytest.raises(ValueError, match="month"):
        Period.parse(str(beyond))
    with pytest.raises(ValueError, match="month"):
        Period.of(beyond.first_day)
