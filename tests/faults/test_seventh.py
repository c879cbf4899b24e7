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
    # Each against the visits of the same seconds, because a busy machine slows both. With one queue for all, a sale
    # waits as long as each of a visit's three requests.
    assert day.p(0.5) * 8 < day.p(0.5, "visits") * 1000
    assert day.slowest_till < max(day.visits) * 1000
