"""The stored people and postings before a roster is imported, read once into dictionaries: no query per row."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from app.directory.lookups import EMPLOYEE, FORMER, LISTING, POSTING, UPLOAD, postings_on
from app.directory.rules import PostingValue, UnitTree
from app.extensions import db


class Person(NamedTuple):
    """One person as stored."""

    id: int
    pns_id: str | None
    nip: str | None
    code: str | None
    name: str
    front_title: str
    back_title: str
    missing_since: date | None


class InForce(NamedTuple):
    """A person's posting in force on the roster's day."""

    posting_id: int
    since: date
    value: PostingValue


@dataclass
class RosterState:
    """The stored data that a plan compares a file with."""

    as_of: date
    tree: UnitTree
    people: dict[int, Person] = field(default_factory=dict)
    by_pns_id: dict[str, int] = field(default_factory=dict)
    by_nip: dict[str, int] = field(default_factory=dict)
    by_code: dict[str, int] = field(default_factory=dict)
    by_former: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    in_force: dict[int, InForce] = field(default_factory=dict)
    next_posting: dict[int, date] = field(default_factory=dict)

    listed_later: dict[int, date] = field(default_factory=dict)
    """By person: the first day after `as_of` for which a roster that named them was applied already."""

    later_statuses: frozenset[str] = frozenset()
    """The statuses of which a later roster was applied already: it judged who is missing, not this one."""

    def is_behind(self, employee_id: int) -> bool:
        """Whether a later roster listed this person; name and number then stay as in that one."""
        return employee_id in self.listed_later


def load_state(as_of: date, tree: UnitTree) -> RosterState:
    """Read people, numbers, the postings in force on `as_of`, and earlier imports. Seven queries."""
    state = RosterState(as_of, tree)
    columns = ("id", "pns_id", "nip", "code", "name", "front_title", "back_title", "missing_since")
    for row in db.session.execute(
        select(*(EMPLOYEE.c[name] for name in columns)).where(EMPLOYEE.c.merged_into_id.is_(None))
    ):
        person = Person(*row)
        state.people[person.id] = person
        if person.pns_id is not None:
            state.by_pns_id[person.pns_id] = person.id
        if person.nip is not None:
            state.by_nip[person.nip] = person.id
        if person.code is not None:
            state.by_code[person.code] = person.id
    for number, employee_id in db.session.execute(select(FORMER.c.number, FORMER.c.employee_id)):
        state.by_former[number].add(employee_id)
    _load_postings(state)
    _load_later(state)
    return state


def _load_postings(state: RosterState) -> None:
    postings = postings_on(state.as_of)
    fields = (postings.c[name] for name in PostingValue._fields)
    for row in db.session.execute(
        select(postings.c.employee_id, postings.c.id, postings.c.effective_from, *fields)
    ):
        employee_id, posting_id, since, *values = row
        state.in_force[employee_id] = InForce(posting_id, since, PostingValue(*values))


def _load_later(state: RosterState) -> None:
    """Load the stored postings and rosters of days after `as_of`."""
    uploads = select(UPLOAD.c.summary).where(UPLOAD.c.state == "applied", UPLOAD.c.as_of > state.as_of)
    state.later_statuses = frozenset(
        status for summary in db.session.scalars(uploads) for status in summary.get("statuses", ())
    )
    state.listed_later = _first_after(LISTING.c.employee_id, LISTING.c.as_of, state.as_of)
    state.next_posting = _first_after(POSTING.c.employee_id, POSTING.c.effective_from, state.as_of)


def _first_after(employee_id: ColumnElement[int], day: ColumnElement[date], as_of: date) -> dict[int, date]:
    rows = db.session.execute(select(employee_id, func.min(day)).where(day > as_of).group_by(employee_id))
    return {who: first for who, first in rows}
