"""What the database knows before a roster comes in, read once into dictionaries: no query per row."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from app.directory.lookups import EMPLOYEE, FORMER, POSTING, UPLOAD, postings_on
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
    """The posting of one person that holds on the day the roster is about."""

    posting_id: int
    since: date
    value: PostingValue


@dataclass
class RosterState:
    """Everything a plan compares a file with."""

    as_of: date
    tree: UnitTree
    people: dict[int, Person] = field(default_factory=dict)
    by_pns_id: dict[str, int] = field(default_factory=dict)
    by_nip: dict[str, int] = field(default_factory=dict)
    by_code: dict[str, int] = field(default_factory=dict)
    by_former: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    in_force: dict[int, InForce] = field(default_factory=dict)
    next_posting: dict[int, date] = field(default_factory=dict)

    later: dict[str, date] = field(default_factory=dict)
    """By status: the first day after `as_of` for which a roster listing it was applied already."""

    def is_behind(self, status: str) -> bool:
        """Whether a later roster listed people of this status: names and numbers then stay as they are."""
        return status in self.later


def load_state(as_of: date, tree: UnitTree) -> RosterState:
    """Read people, numbers, the postings in force on `as_of`, and what was imported before: six queries."""
    state = RosterState(as_of, tree)
    columns = ("id", "pns_id", "nip", "code", "name", "front_title", "back_title", "missing_since")
    for row in db.session.execute(select(*(EMPLOYEE.c[name] for name in columns))):
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
    return state


def _load_postings(state: RosterState) -> None:
    held = postings_on(state.as_of)
    fields = (held.c[name] for name in PostingValue._fields)
    for row in db.session.execute(select(held.c.employee_id, held.c.id, held.c.effective_from, *fields)):
        employee_id, posting_id, since, *values = row
        state.in_force[employee_id] = InForce(posting_id, since, PostingValue(*values))
    uploads = db.session.execute(
        select(UPLOAD.c.as_of, UPLOAD.c.summary)
        .where(UPLOAD.c.state == "applied", UPLOAD.c.as_of > state.as_of)
        .order_by(UPLOAD.c.as_of)
    )
    for day, summary in uploads:
        for status in summary.get("statuses", ()):
            state.later.setdefault(status, day)
    later = (
        select(POSTING.c.employee_id, func.min(POSTING.c.effective_from))
        .where(POSTING.c.effective_from > state.as_of)
        .group_by(POSTING.c.employee_id)
    )
    state.next_posting = {employee_id: day for employee_id, day in db.session.execute(later)}
