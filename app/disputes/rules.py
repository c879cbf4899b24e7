"""When somebody may say that a purchase is missing. Pure."""

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
    """Whether every till of the booth has sent since that moment and holds nothing back."""
    return all(
        till.last_synced_at is not None and till.last_synced_at >= bought_at and not till.unsent
        for till in tills
    )


def may_report_missing(tills: Iterable[TillState], bought_at: datetime, now: datetime) -> bool:
    """A purchase may be called missing once its booth has sent everything, or a day has passed (issue: disputes).

    Until then it is most likely on its way, and a second record of it would be a false one.
    """
    return now - bought_at >= A_DAY or has_sent_all(tills, bought_at)
