"""Whose turn it is next, and when a contact's outcome may be told."""

from __future__ import annotations

from datetime import date

import pytest

from app.turns.rules import Candidate, follow_up_due, next_event_day, order_turns

DAY = date(2026, 12, 7)


def test_who_never_stood_there_comes_first_then_who_waits_longest() -> None:
    candidates = [Candidate(1, date(2026, 11, 7)), Candidate(2, None), Candidate(3, date(2026, 9, 7))]
    assert order_turns(candidates, DAY) == [2, 3, 1]


def test_equals_are_drawn_by_a_lot_that_everybody_can_repeat() -> None:
    candidates = [Candidate(number, None) for number in range(1, 30)]
    drawn = order_turns(candidates, DAY)
    assert drawn == order_turns(reversed(candidates), DAY)
    assert drawn != sorted(drawn), "the oldest record is not favoured"
    assert drawn != order_turns(candidates, date(2027, 1, 7)), "nor the same one every month"


@pytest.mark.parametrize(
    ("today", "next_day"),
    [
        ("2026-11-06", "2026-11-07"), ("2026-11-07", "2026-11-07"), ("2026-11-08", "2026-12-07"),
        ("2026-12-31", "2027-01-07"), ("2027-01-31", "2027-02-07"),
    ],
)  # fmt: skip
def test_the_next_event_day_is_the_7th_today_included(today: str, next_day: str) -> None:
    assert next_event_day(date.fromisoformat(today)).isoformat() == next_day


@pytest.mark.parametrize(
    ("today", "told", "due"),
    [
        ("2026-12-06", (), None), ("2026-12-07", (), 30), ("2027-02-04", (30,), None), ("2027-02-05", (30,), 90),
        ("2027-02-05", (), 30), ("2027-02-05", (90,), 30), ("2028-01-01", (30, 90), None),
    ],
)  # fmt: skip
def test_an_outcome_is_asked_after_thirty_and_ninety_days(
    today: str, told: tuple[int, ...], due: int | None
) -> None:
    assert follow_up_due(date(2026, 11, 7), told, date.fromisoformat(today)) == due
