"""Purging: data past their retention lose their persons, and no sum changes (decisions 16, ADR 0010).

What is taken out, each subject registers in its own `purging.py` (ADR 0032).
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
    """How many of each were, or would be, taken out, in the order in which the command reports them.

    `held` people stay because something of theirs is open; `undecided` are things a till sent that nobody has
    decided about yet. `words` are rows that lose reasons and notes, `set_aside` what tills sent and was decided.
    """

    before: date
    counts: dict[str, int]


def preview_purge(today: date) -> PurgeCounts:
    """What `purge` would do today. Reads only."""
    return _collect(find_due(today), lambda part: part.count)


def purge(today: date, *, actor: Actor) -> PurgeCounts:
    """Take it out, in the transaction that is open. Call `audit.verify.catch_up` before it: on PostgreSQL a row
    must be sealed before it loses anything.

    A second run on the same day finds nothing. The trail keeps counts only.
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
