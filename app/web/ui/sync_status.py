"""How complete the figures of an open month are: when each till last sent, and how many sales it has not sent
(decisions 19)."""

from dataclasses import dataclass
from datetime import datetime

from app.shared import clock
from app.tills.queries.tills import list_tills
from app.tills.rules import is_behind


@dataclass(slots=True)
class BoothBehind:
    """A booth with a till that sent nothing today or has unsent sales. `since`: when the oldest of these last sent.

    A cashier's own browser counts only while it reports unsent sales.
    """

    booth: str
    since: datetime | None
    unsent: int


@dataclass(frozen=True, slots=True)
class Completeness:
    """`until`: when a till last sent, None if none ever did; `behind`: sorted by booth name."""

    until: datetime | None
    behind: list[BoothBehind]

    @property
    def is_complete(self) -> bool:
        """Whether every till in use sent something today and has no unsent sales."""
        return not self.behind


def get_completeness() -> Completeness:
    """Read the state of all tills in use, in one statement."""
    today, until = clock.today(), None
    behind: dict[int, BoothBehind] = {}
    for till in list_tills():
        if till.revoked_at is not None:
            continue
        synced = till.last_synced_at
        if synced is not None:
            until = max(until or synced, synced)
        if is_behind(clock.local_date(synced) if synced else None, till.unsent, today, till.kind):
            status = behind.setdefault(till.booth_id, BoothBehind(till.booth, synced, 0))
            status.unsent += till.unsent
            status.since = min(status.since, synced) if status.since and synced else None
    return Completeness(until, list(behind.values()))
