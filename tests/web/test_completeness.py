"""How complete an open month is: which booth was not heard since when (decisions 19)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app.accounts.services import create_user
from app.audit.rules import SYSTEM
from app.booths.services import get_or_create_booth
from app.closing.queries import list_readiness
from app.extensions import db
from app.shared import clock as city_clock
from app.tills.models import Till
from app.tills.rules import is_behind
from app.tills.services.tills import revoke_till
from app.web.ui.sync_status import get_completeness
from tests.logins import make_login_till
from tests.people import make_till

TODAY = date(2026, 11, 7)


@pytest.mark.parametrize(
    ("last", "unsent", "kind", "behind"),
    [
        (TODAY, 0, "enrolled", False),
        (TODAY, 1, "enrolled", True),
        (date(2026, 11, 6), 0, "enrolled", True),
        (None, 0, "enrolled", False),
        (None, 2, "enrolled", True),
        (date(2026, 11, 6), 0, "login", False),
        (date(2026, 11, 6), 1, "login", True),
    ],
)
def test_a_till_is_behind_when_it_says_so_or_was_not_heard_today(
    last: date | None, unsent: int, kind: str, behind: bool
) -> None:
    assert is_behind(last, unsent, TODAY, kind) is behind


@pytest.mark.parametrize(("unsent", "points"), [(0, 0), (2, 1)])
def test_a_cashiers_own_browser_is_waited_for_only_while_it_holds_sales(
    session: Any, unsent: int, points: int
) -> None:
    booth = get_or_create_booth("Balai Kota", actor=SYSTEM)
    rina = create_user("rina", actor=SYSTEM)
    till, _ = make_login_till(rina.id, booth.id)
    till.enrolled_at = till.last_synced_at = city_clock.now() - timedelta(days=3)
    till.unsent_count, till.expires_at = unsent, city_clock.now() - timedelta(hours=1)
    db.session.flush()
    assert len(get_completeness().behind) == points
    found = [one for one in list_readiness(city_clock.this_period()) if one.code == "tills_not_synced"]
    assert len(found) == points


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
