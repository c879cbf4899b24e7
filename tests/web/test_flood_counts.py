"""Counts of requests: each asker's own window, forgotten when it is over."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.web.flood_counts import FloodCounts

START = datetime(2026, 11, 7, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "count"), [(0, 3), (59, 3), (60, 1), (61, 1)])
def test_a_window_lasts_its_minute(seconds: int, count: int) -> None:
    counts = FloodCounts()
    with time_machine.travel(START, tick=False) as clock:
        counts.incr("a", 60)
        counts.incr("a", 60)
        assert (counts.get("a"), counts.get("b")) == (2, 0)
        assert counts.get_expiry("a") == (START + timedelta(seconds=60)).timestamp()
        clock.shift(seconds)
        assert counts.incr("a", 60) == count


def test_askers_who_left_are_not_kept() -> None:
    counts = FloodCounts()
    with time_machine.travel(START, tick=False) as clock:
        for number in range(100):
            counts.incr(str(number), 60)
        clock.shift(120)
        assert counts.get("1") == 0
        counts.incr("new", 60)
        assert counts.reset() == 1


def test_one_can_be_forgotten() -> None:
    counts = FloodCounts()
    counts.incr("a", 60)
    counts.clear("a")
    assert counts.get("a") == 0


def test_counting_starts_no_thread_and_loses_nothing() -> None:
    counts, before = FloodCounts(), threading.active_count()
    threads = [threading.Thread(target=lambda: [counts.incr("a", 60) for _ in range(500)]) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert counts.get("a") == 2_000
    assert threading.active_count() == before
