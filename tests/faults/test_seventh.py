"""The 7th for ten seconds, in the long form only: the measured minute is `make bench ARGS="seventh"`."""

from __future__ import annotations

import pytest

from tests.bench.bench_seventh import live_through

pytestmark = [pytest.mark.real_clock, pytest.mark.long, pytest.mark.sqlite]
SECONDS, TILLS, EMPLOYEES = 10, 40, 30


def test_while_a_town_hall_signs_in_no_till_waits_and_nobody_is_refused() -> None:
    alone, day = live_through(SECONDS, TILLS, EMPLOYEES)
    assert alone.failures == day.failures == []
    assert (len(day.sales), len(day.visits)) == (TILLS * SECONDS, EMPLOYEES)
    assert day.p(0.5) < 250  # milliseconds; with one queue for all it was 759 on two quiet cores
    assert day.slowest_till < 3_000  # the p99 of the till that waited most: late, perhaps, but never starved
