"""Purging: what was kept long enough loses its persons, and not one sum moves (decisions 16, ADR 0010)."""

from dataclasses import asdict, dataclass
from datetime import date

from app.accounts.purging import erase_accounts_of
from app.audit.rules import Actor
from app.audit.services import record_event
from app.closing.purging import erase_frozen_rows, erase_signed_files
from app.compliance.purging import erase_exemptions_of
from app.directory.purging import erase_people
from app.disputes.purging import erase_disputes_of
from app.notices.purging import delete_notices_of
from app.retention.queries import count_frozen_rows, count_signed_files, count_typed_buyers, find_due
from app.sales.purging import erase_typed_buyers
from app.shared import clock

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Purged:
    """How many of each were, or would be, taken out; `held` people stay because something of theirs is open."""

    before: date
    people: int
    held: int
    typed_buyers: int
    frozen_rows: int
    signed_files: int


def preview_purge(today: date) -> Purged:
    """What `purge` would do today. Reads only."""
    due = find_due(today)
    return Purged(
        due.before,
        len(due.people),
        len(due.held),
        count_typed_buyers(due.periods),
        count_frozen_rows(due.people),
        count_signed_files(due.periods),
    )


def purge(today: date, *, actor: Actor) -> Purged:
    """Take it out, in the transaction that is open. Call `audit.verify.catch_up` before it: on PostgreSQL a row
    must be sealed before it loses anything. SealBroken when a closing is not what was sealed.

    A second run on the same day finds nothing. The trail keeps counts only.
    """
    due = find_due(today)
    frozen = 0
    for start in range(0, len(due.people), _BATCH):
        some = due.people[start : start + _BATCH]
        frozen += erase_frozen_rows(some)
        erase_exemptions_of(some)
        erase_disputes_of(some)
        delete_notices_of(some)
        erase_accounts_of(some)
        erase_people(some, clock.now())
    done = Purged(
        due.before,
        len(due.people),
        len(due.held),
        erase_typed_buyers(due.periods),
        frozen,
        erase_signed_files(due.periods),
    )
    counts = {name: value for name, value in asdict(done).items() if name != "before"}
    record_event("retention.purge", actor=actor, details=counts | {"before": str(done.before)})
    return done
