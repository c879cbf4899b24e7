"""Purging: what was kept long enough loses its persons, and not one sum moves (decisions 16, ADR 0010)."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from app.accounts.purging import (
    count_old_sessions,
    delete_old_sessions,
    erase_accounts,
    list_acts_of,
    list_logins_of,
)
from app.audit.purging import Erasure, count_due, erase
from app.audit.rules import Actor
from app.audit.services import record_event
from app.booths.purging import count_shift_reasons, erase_shift_reasons, list_sheet_reasons
from app.closing.purging import erase_frozen_rows, erase_signed_files
from app.compliance.purging import erase_exemptions_of
from app.directory.purging import erase_people
from app.disputes.purging import erase_disputes_of
from app.makers.purging import count_contacts, erase_contacts
from app.months.purging import list_late_reasons
from app.notices.purging import delete_notices_of
from app.person_merge.purging import erase_merges_of
from app.reports.purging import count_jobs, delete_jobs
from app.retention.queries import Due, count_frozen_rows, count_signed_files, find_due
from app.sales.purging import list_makers_selling_since, list_set_aside, list_typed_buyers, list_words
from app.shared import clock

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Purged:
    """How many of each were, or would be, taken out.

    `held` people stay because something of theirs is open; `undecided` are things a till sent that nobody has
    decided about yet. `words` are rows that lose reasons and notes, `set_aside` what tills sent and was decided.
    """

    before: date
    people: int
    held: int
    logins: int
    typed_buyers: int
    words: int
    set_aside: int
    undecided: int
    own_acts: int
    sessions: int
    jobs: int
    contacts: int
    frozen_rows: int
    signed_files: int


def preview_purge(today: date) -> Purged:
    """What `purge` would do today. Reads only."""
    due = find_due(today)
    logins = _logins(due)
    return Purged(
        due.before,
        len(due.people),
        len(due.held),
        len(logins),
        count_due(list_typed_buyers(due.periods)),
        count_due(_words(due)) + count_shift_reasons(due.before),
        count_due(list_set_aside(due.before)),
        due.undecided,
        sum(count_due(list_acts_of(some)) for some in _in_batches(logins)),
        count_old_sessions(due.before),
        count_jobs(due.before, logins),
        count_contacts(due.before, list_makers_selling_since(due.before)),
        count_frozen_rows(due.people),
        count_signed_files(due.periods),
    )


def purge(today: date, *, actor: Actor) -> Purged:
    """Take it out, in the transaction that is open. Call `audit.verify.catch_up` before it: on PostgreSQL a row
    must be sealed before it loses anything.

    A second run on the same day finds nothing. The trail keeps counts only.
    """
    due = find_due(today)
    logins = _logins(due)
    sessions, jobs = delete_old_sessions(due.before), delete_jobs(due.before, logins)
    own_acts = frozen = 0
    for some in _in_batches(logins):
        own_acts += erase(list_acts_of(some))
        erase_accounts(some)
    for some in _in_batches(due.people):
        frozen += erase_frozen_rows(some)
        erase_exemptions_of(some)
        erase_disputes_of(some)
        delete_notices_of(some)
        erase_merges_of(some)
        erase_people(some, clock.now())
    done = Purged(
        due.before,
        len(due.people),
        len(due.held),
        len(logins),
        erase(list_typed_buyers(due.periods)),
        erase(_words(due)) + erase_shift_reasons(due.before),
        erase(list_set_aside(due.before)),
        due.undecided,
        own_acts,
        sessions,
        jobs,
        erase_contacts(due.before, list_makers_selling_since(due.before)),
        frozen,
        erase_signed_files(due.periods),
    )
    counts = {name: value for name, value in asdict(done).items() if name != "before"}
    record_event("retention.purge", actor=actor, details=counts | {"before": str(done.before)})
    return done


def _logins(due: Due) -> list[int]:
    return sorted({*due.retired, *(one for some in _in_batches(due.people) for one in list_logins_of(some))})


def _words(due: Due) -> list[Erasure]:
    return [*list_words(due.periods), *list_late_reasons(due.periods), *list_sheet_reasons(due.before)]


def _in_batches(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
