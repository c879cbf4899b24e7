"""Queue, offers, shares, words and follow-ups as values."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.training.rules import (
    Request,
    due_follow_ups,
    fill_seats,
    free_numbers,
    has_earned,
    in_queue_order,
    is_word_valid,
    months_after,
    offer_end,
    person_key,
)

NOON = datetime(2026, 11, 7, 3, 0, tzinfo=UTC)


def waiting(number: int, wish: str = "any", *, is_first: bool = False, minutes: int = 0) -> Request:
    return Request(number, wish, is_first, NOON + timedelta(minutes=minutes))


def test_the_never_trained_stand_in_front_then_who_asked_first() -> None:
    queue = [
        waiting(1, minutes=0),
        waiting(2, is_first=True, minutes=9),
        waiting(3, is_first=True, minutes=5),
    ]
    assert [one.id for one in in_queue_order(queue)] == [3, 2, 1]


@pytest.mark.parametrize(
    ("free", "given"),
    [
        ({"site": 1, "online": 1}, [(1, "site"), (3, "online")]),
        ({"site": 0, "online": 2}, [(3, "online")]),
        ({"site": 2, "online": 0}, [(1, "site"), (2, "site")]),
        ({}, []),
    ],
)
def test_each_gets_the_seat_wished_for_in_turn(free: dict[str, int], given: list[tuple[int, str]]) -> None:
    queue = [waiting(1, "site"), waiting(2, "site", minutes=1), waiting(3, "online", minutes=2)]
    assert fill_seats(free, queue) == given


def test_who_takes_any_seat_gets_one_in_the_room_first() -> None:
    assert fill_seats({"site": 1, "online": 1}, [waiting(1), waiting(2, minutes=1)]) == [
        (1, "site"),
        (2, "online"),
    ]


@pytest.mark.parametrize(
    ("hours_before", "end"),
    [(48, timedelta(hours=24)), (24, timedelta(hours=24)), (2, timedelta(hours=2)), (0, None), (-1, None)],
)
def test_an_offer_ends_after_a_day_and_never_after_the_start(
    hours_before: int, end: timedelta | None
) -> None:
    found = offer_end(NOON, NOON + timedelta(hours=hours_before))
    assert found == (NOON + end if end else None)


def test_the_lowest_free_numbers_are_given() -> None:
    assert free_numbers([1, 3, 4], 3) == [2, 5, 6]
    assert free_numbers([], 2) == [1, 2]


@pytest.mark.parametrize(
    ("attended", "sessions", "percent", "earned"),
    [
        (4, 5, 80, True),
        (3, 5, 80, False),
        (1, 1, 100, True),
        (0, 0, 1, False),
        (2, 3, 67, False),
        (2, 3, 66, True),
    ],
)
def test_a_certificate_needs_its_share_of_the_sessions(
    attended: int, sessions: int, percent: int, earned: bool
) -> None:
    assert has_earned(attended, sessions, percent) is earned


@pytest.mark.parametrize(
    ("typed", "seconds", "valid"),
    [
        ("Sagu 41", 0, True),
        (" sagu  41 ", 599, True),
        ("sagu 41", 600, False),
        ("sagu 41", -1, False),
        ("sagu 14", 5, False),
        ("", 5, False),
    ],
)
def test_a_word_holds_ten_minutes(typed: str, seconds: int, valid: bool) -> None:
    assert is_word_valid("sagu 41", NOON, typed, NOON + timedelta(seconds=seconds)) is valid
    assert not is_word_valid("", None, typed, NOON)


def test_months_end_on_their_last_day() -> None:
    assert months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_after(date(2026, 3, 31), -1) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("today", "answered", "due"),
    [
        (date(2027, 2, 27), [], []),
        (date(2027, 2, 28), [], [3]),
        (date(2027, 5, 30), [], [3, 6]),
        (date(2027, 5, 30), [3], [6]),
        (date(2027, 5, 29), [3], []),
    ],
)
def test_a_follow_up_is_due_after_three_and_six_months(
    today: date, answered: list[int], due: list[int]
) -> None:
    assert due_follow_ups(date(2026, 11, 30), today, answered) == due


def test_a_person_is_the_business_and_the_folded_name() -> None:
    assert person_key(7, "Ibu  MARIA.") == person_key(7, "ibu maria")
    assert person_key(7, "Ibu Maria") != person_key(8, "Ibu Maria")
