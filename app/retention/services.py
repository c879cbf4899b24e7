"""Purges personal data past their retention, without changing any sum (decisions 16, ADR 0010).

Each subject registers what to erase in its own `purging.py` (ADR 0032).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.audit.rules import Actor
from app.audit.services import record_event
from app.privacy.registry import PURGING, Due, PurgePart
from app.retention.queries import find_due


@dataclass(frozen=True, slots=True)
class PurgeCounts:
    """The numbers of records that were, or would be, erased, in the order of the command's output.

    `held`: people who are not purged because of an open item; `undecided`: tills' items without a decision. `words`:
    rows whose reasons and remarks are erased; `set_aside`: decided items of tills.
    """

    before: date
    counts: dict[str, int]


def preview_purge(today: date) -> PurgeCounts:
    """Preview `purge`. Reads only."""
    return _collect(find_due(today), lambda part: part.count)


def purge(today: date, *, actor: Actor) -> PurgeCounts:
    """Erase all data past their retention, in the open transaction. Call `audit.verify.catch_up` before: on PostgreSQL
    a row must be sealed before anything of it is erased.

    A second run on the same day finds nothing. The audit event has counts only.
    """
    done = _collect(find_due(today), lambda part: part.erase)
    record_event("retention.purge", actor=actor, details=done.counts | {"before": str(done.before)})
    return done


def _collect(due: Due, step: Callable[[PurgePart], Callable[[Due], int]]) -> PurgeCounts:
    """Run one step of every part, in order, and add up what parts with the same figure return."""
    counts = {"people": len(due.people), "held": len(due.blocked), "logins": len(due.logins)}
    for part in PURGING:
        number = step(part)(due)
        if part.figure:
            counts[part.figure] = counts.get(part.figure, 0) + number
    return PurgeCounts(due.before, counts)
