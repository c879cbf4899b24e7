"""When a purchase may be called missing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.disputes.rules import TillState, may_report_missing

BOUGHT = datetime(2026, 11, 7, 0, 15, tzinfo=UTC)
SENT = TillState(BOUGHT, 0)


@pytest.mark.parametrize(
    ("tills", "hours", "may"),
    [
        ([SENT], 1, True),
        ([TillState(BOUGHT - timedelta(minutes=1), 0)], 1, False),
        ([TillState(BOUGHT + timedelta(minutes=5), 3)], 1, False),
        ([SENT, TillState(None, 0)], 1, False),
        ([TillState(None, 0)], 23, False),
        ([TillState(None, 0)], 24, True),
        ([TillState(BOUGHT, 9)], 25, True),
        ([], 1, True),
    ],
)
def test_a_purchase_is_missing_once_its_booth_has_sent_all_or_a_day_has_passed(
    tills: list[TillState], hours: int, may: bool
) -> None:
    assert may_report_missing(tills, BOUGHT, BOUGHT + timedelta(hours=hours)) is may
