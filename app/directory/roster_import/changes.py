"""Records the changes of an applied roster by person, and reverts them (ADR 0036)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select

from app.directory.lookups import CHANGE, EMPLOYEE, FORMER, LISTING, POSTING
from app.directory.roster_import.person_state import (
    NUMBERS,
    State,
    fingerprint,
    free_numbers,
    read_states,
    restore_states,
)
from app.extensions import db
from app.privacy.registry import in_batches

NONE = ""
"""The digest of a record that a purge emptied."""


class Change(NamedTuple):
    """The recorded change of one person, and the present state, None if the person no longer exists."""

    employee_id: int
    is_new: bool
    before: State
    digest: str
    present: State | None

    @property
    def is_as_left(self) -> bool:
        """Whether the person is still as the roster left them."""
        return self.present is not None and fingerprint(self.present) == self.digest

    @property
    def has_other_numbers(self) -> bool:
        """Whether undoing would change the person's numbers."""
        present = self.present or {}
        return not self.is_new and any(self.before.get(name) != present.get(name) for name in NUMBERS)


def read_before(employee_ids: Iterable[int]) -> dict[int, State]:
    """The present states of the people that a roster is about to change."""
    states: dict[int, State] = {}
    for some in in_batches(sorted(set(employee_ids))):
        states |= read_states(some)
    return states


def record_changes(upload_id: int, new: Mapping[int, str], before: Mapping[int, State]) -> int:
    """Store added people with their fingerprints and changed people with their states before; returns their number."""
    rows = [_row(upload_id, one, digest) for one, digest in new.items()]
    for some in in_batches(list(before)):
        present = read_states(some)
        rows += [_row(upload_id, one, fingerprint(present[one]), before[one]) for one in some]
    if rows:
        db.session.execute(insert(CHANGE), rows)
    return len(rows)


def _row(upload_id: int, employee_id: int, digest: str, before: State | None = None) -> dict[str, Any]:
    return {
        "upload_id": upload_id,
        "employee_id": employee_id,
        "is_new": before is None,
        "before": before or {},
        "digest": digest,
    }


def iter_changes(upload_id: int) -> Iterator[list[Change]]:
    """The records of one roster with the present states, in batches, by employee id."""
    of_upload = CHANGE.c.upload_id == upload_id
    ids = list(
        db.session.scalars(select(CHANGE.c.employee_id).where(of_upload).order_by(CHANGE.c.employee_id))
    )
    columns = [CHANGE.c[name] for name in ("employee_id", "is_new", "before", "digest")]
    for some in in_batches(ids):
        present = read_states(some)
        rows = db.session.execute(
            select(*columns).where(of_upload, CHANGE.c.employee_id.in_(some)).order_by(CHANGE.c.employee_id)
        )
        yield [Change(*row, present.get(row[0])) for row in rows]


def revert_changes(upload_id: int) -> tuple[int, int]:
    """Remove the people a roster added and restore those it changed; returns both numbers.

    Needs a writing transaction and `lock_directory`. The caller has checked that each `Change.is_as_left` is true and
    that no other row refers to a person to be removed.
    """
    new, restored = [], 0
    for changes in iter_changes(upload_id):
        new += [change.employee_id for change in changes if change.is_new]
        free_numbers([change.employee_id for change in changes if change.is_new or change.has_other_numbers])
    for changes in iter_changes(upload_id):
        existing = [change for change in changes if not change.is_new]
        restore_states(
            {one.employee_id: one.before for one in existing},
            {one.employee_id: one.present or {} for one in existing},
        )
        restored += len(existing)
    db.session.execute(delete(LISTING).where(LISTING.c.upload_id == upload_id))
    db.session.execute(delete(CHANGE).where(CHANGE.c.upload_id == upload_id))
    for some in in_batches(new):
        for owned in (POSTING, FORMER):
            db.session.execute(delete(owned).where(owned.c.employee_id.in_(some)))
        db.session.execute(delete(EMPLOYEE).where(EMPLOYEE.c.id.in_(some)))
    db.session.expire_all()
    return len(new), restored
