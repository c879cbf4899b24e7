"""Writes a plan in bulk: one statement per kind of change, never one per row."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Table, bindparam, func, insert, select, text, update

from app.directory.lookups import EMPLOYEE, FORMER, LISTING, POSTING
from app.directory.roster_import.changes import read_before, record_changes
from app.directory.roster_import.person_state import fingerprint_of_new
from app.directory.roster_import.plan import IdentityChange, PostingChange, RosterPlan
from app.directory.rules import PostingValue, fold_name
from app.extensions import db
from app.shared import clock
from app.shared.statistics import MANY, PEOPLE, refresh_statistics

Values = dict[str, Any]


def lock_directory() -> None:
    """Allow one writer of people at a time, on PostgreSQL by a lock (SQLite has one writer anyway). Sales are not
    blocked."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE employee, posting IN SHARE ROW EXCLUSIVE MODE"))


def write_plan(plan: RosterPlan, upload_id: int) -> int:
    """Write the plan, and the records for undoing it; returns the number of changed people.

    Needs a writing transaction and `lock_directory`.
    """
    before = read_before(plan.changed_ids())
    ids = _write_people(plan, upload_id)
    prints = (fingerprint_of_new(one.draft, one.value, plan.as_of) for one in plan.new_people)
    return record_changes(upload_id, dict(zip(ids, prints, strict=True)), before)


def _write_people(plan: RosterPlan, upload_id: int) -> list[int]:
    """Write new people, names, numbers and postings; returns the ids of the new people."""
    ids = insert_new_people(plan, "")
    postings = [
        _posting(moved.employee_id, plan.as_of, moved.new, "") for moved in plan.moved if not moved.replaces
    ]
    postings += [later for moved in plan.moved for later in _later_postings(moved)]
    _insert(POSTING, postings)
    _replace_postings(plan.moved, "")
    _rename(plan.renamed)
    _insert(FORMER, [_former(employee_id, number) for employee_id, number in plan.former])
    _record_listed([*ids, *plan.listed], plan.as_of, upload_id)
    _mark_missing({employee_id: plan.as_of for employee_id in plan.missing})
    _mark_missing(dict.fromkeys(plan.reappeared))
    if len(postings) + len(ids) >= MANY:
        refresh_statistics(db.session.connection(), PEOPLE)
    return ids


def insert_new_people(plan: RosterPlan, letter: str) -> list[int]:
    """Insert the plan's new people, each with the first posting; their ids in the plan's order."""
    ids = _insert_people(plan)
    _insert(
        POSTING,
        [
            _posting(ids[number], plan.as_of, person.value, letter)
            for number, person in enumerate(plan.new_people)
        ],
    )
    return ids


def _insert_people(plan: RosterPlan) -> list[int]:
    """Insert the new people; their ids in the plan's order."""
    if not plan.new_people:
        return []
    before = db.session.execute(select(func.coalesce(func.max(EMPLOYEE.c.id), 0))).scalar_one()
    now = clock.now()
    rows = [
        {
            "pns_id": draft.pns_id,
            "nip": draft.nip,
            "code": draft.code,
            "name": draft.name,
            "search_name": fold_name(draft.name),
            "front_title": draft.front_title or "",
            "back_title": draft.back_title or "",
            "card_token": new_card_token(),
            "created_at": now,
        }
        for draft, _value in plan.new_people
    ]
    _insert(EMPLOYEE, rows)
    inserted = db.session.execute(select(EMPLOYEE.c.card_token, EMPLOYEE.c.id).where(EMPLOYEE.c.id > before))
    by_token: dict[str, int] = {token: employee_id for token, employee_id in inserted}
    return [by_token[row["card_token"]] for row in rows]


def new_card_token() -> str:
    """A random token for a QR card; it reveals nothing about its holder (decisions 22)."""
    return secrets.token_urlsafe(18)


def _posting(employee_id: int, since: date, value: PostingValue, letter: str) -> Values:
    return {
        "employee_id": employee_id,
        "effective_from": since,
        "letter": letter,
        "recorded_at": clock.now(),
        **value._asdict(),
    }


def _later_postings(moved: PostingChange) -> Iterable[Values]:
    """The posting on a later roster's day that restores the person's state from that day on."""
    if moved.keep_from is not None and moved.old is not None:
        yield _posting(moved.employee_id, moved.keep_from, moved.old, "")


def _insert(into: Table, rows: list[Values]) -> None:
    if rows:
        db.session.execute(insert(into), rows)


def _replace_postings(moves: list[PostingChange], letter: str) -> None:
    rows = [
        {"which": moved.replaces, "new_letter": letter, "now": clock.now()}
        | {f"new_{name}": value for name, value in moved.new._asdict().items()}
        for moved in moves
        if moved.replaces
    ]
    if rows:
        columns = {name: bindparam(f"new_{name}") for name in PostingValue._fields}
        statement = update(POSTING).where(POSTING.c.id == bindparam("which"))
        db.session.execute(
            statement.values(**columns, letter=bindparam("new_letter"), recorded_at=bindparam("now")), rows
        )


def _former(employee_id: int, number: str) -> Values:
    return {"employee_id": employee_id, "number": number, "changed_at": clock.now()}


def _record_listed(employee_ids: Iterable[int], day: date, upload_id: int) -> None:
    """Store which people the roster of this day listed, also unchanged ones; existing rows stay."""
    before = set(db.session.scalars(select(LISTING.c.employee_id).where(LISTING.c.as_of == day)))
    new_ids = dict.fromkeys(one for one in employee_ids if one not in before)
    _insert(
        LISTING,
        [{"employee_id": employee_id, "as_of": day, "upload_id": upload_id} for employee_id in new_ids],
    )


_IDENTITY = ("pns_id", "nip", "code", "name", "front_title", "back_title")


def _rename(changes: list[IdentityChange]) -> None:
    """Write changed names, titles and numbers; old numbers are stored as former ones (decisions 8).

    Changing numbers are removed first, so that two people can swap theirs although each number is unique.
    """
    if not changes:
        return
    former = []
    for before, after in changes:
        for old, new in ((before.nip, after.nip), (before.code, after.code)):
            if old is not None and old != new:
                former.append(_former(before.id, old))
    _insert(FORMER, former)
    employee = EMPLOYEE.c.id == bindparam("which")
    for column in ("nip", "code"):
        freed = [{"which": old.id} for old, new in changes if getattr(old, column) != getattr(new, column)]
        if freed:
            other = EMPLOYEE.c["code" if column == "nip" else "nip"]
            others = EMPLOYEE.c.pns_id.is_not(None) | other.is_not(None)
            db.session.execute(update(EMPLOYEE).where(employee, others).values({column: None}), freed)
    values = {name: bindparam(f"new_{name}") for name in (*_IDENTITY, "search_name")}
    rows: list[Mapping[str, Any]] = [
        {"which": new.id, "new_search_name": fold_name(new.name)}
        | {f"new_{name}": getattr(new, name) for name in _IDENTITY}
        for _old, new in changes
    ]
    db.session.execute(update(EMPLOYEE).where(employee).values(values), rows)


def _mark_missing(since: Mapping[int, date | None]) -> None:
    rows = [{"which": employee_id, "day": day} for employee_id, day in since.items()]
    if rows:
        statement = update(EMPLOYEE).where(EMPLOYEE.c.id == bindparam("which"))
        db.session.execute(statement.values(missing_since=bindparam("day")), rows)
