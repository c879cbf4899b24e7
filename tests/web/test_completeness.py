"""How complete an open month is: which booth was not heard since when (decisions 19)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.booths.models import Till
from app.booths.rules import is_behind
from app.booths.services import revoke_till
from app.extensions import db
from app.shared import clock as city_clock
from app.web.completeness import get_completeness
from tests.people import make_till

TODAY = date(2026, 11, 7)


@pytest.mark.parametrize(
    ("last", "unsent", "behind"),
    [
        (TODAY, 0, False),
        (TODAY, 1, True),
        (date(2026, 11, 6), 0, True),
        (None, 0, False),
        (None, 2, True),
    ],
)
def test_a_till_is_behind_when_it_says_so_or_was_not_heard_today(
    last: date | None, unsent: int, behind: bool
) -> None:
    assert is_behind(last, unsent, TODAY) is behind


def test_of_several_tills_at_a_booth_the_oldest_counts_and_what_they_hold_is_summed(session: Any) -> None:
    now = city_clock.now()
    make_till("Balai Kota", now - timedelta(hours=30), unsent=2)
    make_till("Balai Kota", now - timedelta(hours=20), unsent=3)
    make_till("Pasar Mardika", now)
    found = get_completeness()
    (one,) = found.behind
    assert (one.booth, one.since, one.unsent) == ("Balai Kota", now - timedelta(hours=30), 5)
    assert found.until == now and not found.is_complete


def test_a_booth_with_a_till_never_heard_that_holds_sales_was_never_synced(session: Any) -> None:
    make_till("Balai Kota", city_clock.now() - timedelta(days=1))
    make_till("Balai Kota", None, unsent=1)
    (one,) = get_completeness().behind
    assert one.since is None


def test_a_withdrawn_till_is_not_waited_for(session: Any) -> None:
    make_till("Balai Kota", city_clock.now() - timedelta(days=9), unsent=4)
    revoke_till(db.session.query(Till).one().id, actor=SYSTEM)
    assert get_completeness().is_complete


def test_without_any_till_nothing_is_missing(session: Any) -> None:
    found = get_completeness()
    assert found.is_complete and found.until is None
