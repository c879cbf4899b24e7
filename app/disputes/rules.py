"""The rule for reporting a missing purchase. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_OPEN = 10
OLDEST = timedelta(days=400)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TillState:
    """The state of one till of the booth: when it last sent, and how many items it reported as unsent."""

    last_synced_at: datetime | None
    unsent: int


def has_sent_all(tills: Iterable[TillState], bought_at: datetime) -> bool:
    """Whether every till of the booth has sent since then and has nothing unsent."""
    return all(
        till.last_synced_at is not None and till.last_synced_at >= bought_at and not till.unsent
        for till in tills
    )


def may_report_missing(tills: Iterable[TillState], bought_at: datetime, now: datetime) -> bool:
    """Whether a purchase may be reported as missing: its booth has sent everything, or a day has passed.

    Before that it is probably still on a till, and recording it would count it twice.
    """
    return now - bought_at >= A_DAY or has_sent_all(tills, bought_at)
