"""Changes of people by form: transfer, promotion, departure, new number; some for several people at once.

Each has a letter number and becomes part of the same dated history as changes by a roster (decisions 11).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, update

from app.audit.rules import Actor
from app.audit.services import record_event
from app.directory.errors import (
    EmployeeNotFound,
    NobodyChosen,
    NoPostingYet,
    NumberTaken,
    SamePosting,
    UnitNotFound,
)
from app.directory.models import Employee
from app.directory.queries import EMPLOYEE, FORMER, POSTING, UNIT, postings_on
from app.directory.roster_import.state import InForce
from app.directory.roster_import.write import lock_directory
from app.directory.rules import PostingValue
from app.directory.services.dates import ensure_in_reach
from app.extensions import db
from app.shared import clock
from app.shared.transaction import begin_writing

REASONS = ("pension", "death", "leave", "dismissed", "left")


def change_posting(
    employee_id: int, value: PostingValue, effective_from: date, letter: str, *, actor: Actor
) -> None:
    """Set a person's posting from a day on (transfer, promotion, return). Replaces one that begins on the same day.

    Raises EmployeeNotFound, UnitNotFound, SamePosting, DateOutOfReach.
    """
    ensure_in_reach(effective_from, "effective_from")
    begin_writing()
    lock_directory()
    _get(employee_id)
    if not _unit_exists(value.unit_id):
        raise UnitNotFound("unit_id")
    in_force = _find_in_force([employee_id], effective_from).get(employee_id)
    if in_force is not None and in_force.value == value:
        raise SamePosting("effective_from")
    _write_postings({employee_id: value}, {employee_id: in_force} if in_force else {}, effective_from, letter)
    _clear_missing([employee_id], effective_from)
    record_event(
        "directory.change_posting",
        actor=actor,
        subject="employee",
        subject_id=employee_id,
        details={
            "effective_from": effective_from.isoformat(),
            "unit": value.unit_id,
            "echelon": value.echelon,
        },
    )


def record_departure(
    employee_ids: Sequence[int], service: str, effective_from: date, letter: str, *, actor: Actor
) -> int:
    """Record that people are out of service from a day on, with reason and letter; returns the number changed.

    `service`: pension, death, leave, dismissed or left. People with that service already are only unmarked as missing.
    Raises NobodyChosen, EmployeeNotFound, NoPostingYet, DateOutOfReach.
    """
    if service not in REASONS:
        raise ValueError(service)
    ensure_in_reach(effective_from, "effective_from")
    begin_writing()
    lock_directory()
    in_force = _get_in_force_of_all(employee_ids, effective_from)
    gone = {
        employee_id: one.value._replace(service=service)
        for employee_id, one in in_force.items()
        if one.value.service != service
    }
    _write_postings(gone, in_force, effective_from, letter)
    _clear_missing(employee_ids, None)
    for employee_id in gone:
        record_event(
            "directory.record_departure",
            actor=actor,
            subject="employee",
            subject_id=employee_id,
            details={"service": service, "effective_from": effective_from.isoformat()},
        )
    return len(gone)


def confirm_present(employee_ids: Sequence[int], reason: str, *, actor: Actor) -> int:
    """Confirm that people who were missing from a roster are still in service; returns their number."""
    begin_writing()
    if not employee_ids:
        raise NobodyChosen("people")
    missing = db.session.scalars(
        select(EMPLOYEE.c.id).where(EMPLOYEE.c.id.in_(employee_ids), EMPLOYEE.c.missing_since.is_not(None))
    ).all()
    _clear_missing(missing, None)
    for employee_id in missing:
        record_event(
            "directory.confirm_present",
            actor=actor,
            subject="employee",
            subject_id=employee_id,
            details={"reason_length": len(reason)},
        )
    return len(missing)


def confirm_echelons(echelons: Mapping[int, str], effective_from: date, letter: str, *, actor: Actor) -> int:
    """Set the echelons, each confirmed by a user, of people whose list had none; returns the number changed."""
    ensure_in_reach(effective_from, "effective_from")
    begin_writing()
    lock_directory()
    in_force = _get_in_force_of_all(list(echelons), effective_from)
    changed = {
        employee_id: one.value._replace(echelon=echelons[employee_id])
        for employee_id, one in in_force.items()
        if one.value.echelon != echelons[employee_id]
    }
    _write_postings(changed, in_force, effective_from, letter)
    for employee_id in changed:
        record_event(
            "directory.confirm_echelon",
            actor=actor,
            subject="employee",
            subject_id=employee_id,
            details={"echelon": echelons[employee_id]},
        )
    return len(changed)


def change_number(employee_id: int, *, nip: str | None, code: str | None, letter: str, actor: Actor) -> None:
    """Set a person's new NIP or KODE; None leaves it. The old one is stored and still finds the person.

    Raises EmployeeNotFound, NumberTaken.
    """
    begin_writing()
    lock_directory()
    employee = _get(employee_id)
    changes = [
        (field, new)
        for field, new in (("nip", nip), ("code", code))
        if new is not None and new != getattr(employee, field)
    ]
    for field, new in changes:
        taken = select(EMPLOYEE.c.id).where(EMPLOYEE.c[field] == new, EMPLOYEE.c.id != employee_id)
        if db.session.execute(taken).first():
            raise NumberTaken(field)
        old = getattr(employee, field)
        if old is not None:
            db.session.execute(
                insert(FORMER), [{"employee_id": employee_id, "number": old, "changed_at": clock.now()}]
            )
        setattr(employee, field, new)
    if changes:
        db.session.flush()
        record_event(
            "directory.change_number",
            actor=actor,
            subject="employee",
            subject_id=employee_id,
            details={"changed": [field for field, _new in changes], "has_letter": bool(letter)},
        )


def _get(employee_id: int) -> Employee:
    employee = db.session.get(Employee, employee_id, populate_existing=True)
    if employee is None:
        raise EmployeeNotFound("employee_id")
    return employee


def _unit_exists(unit_id: int) -> bool:
    return db.session.execute(select(func.count()).where(UNIT.c.id == unit_id)).scalar_one() == 1


def _find_in_force(employee_ids: Sequence[int], day: date) -> dict[int, InForce]:
    in_force = postings_on(day)
    fields = (in_force.c[name] for name in PostingValue._fields)
    rows = db.session.execute(
        select(in_force.c.employee_id, in_force.c.id, in_force.c.effective_from, *fields).where(
            in_force.c.employee_id.in_(employee_ids)
        )
    )
    return {row[0]: InForce(row[1], row[2], PostingValue(*row[3:])) for row in rows}


def _get_in_force_of_all(employee_ids: Sequence[int], day: date) -> dict[int, InForce]:
    if not employee_ids:
        raise NobodyChosen("people")
    in_force = _find_in_force(employee_ids, day)
    absent = [employee_id for employee_id in employee_ids if employee_id not in in_force]
    if absent:
        _get(absent[0])
        raise NoPostingYet("effective_from", count=len(absent))
    return in_force


def _write_postings(
    values: Mapping[int, PostingValue], in_force: Mapping[int, InForce], day: date, letter: str
) -> None:
    """Insert the postings of a day, or replace those that begin on the same day."""
    rows: list[dict[str, Any]] = []
    now = clock.now()
    for employee_id, value in values.items():
        one = in_force.get(employee_id)
        changes = value._asdict() | {"letter": letter, "recorded_at": now}
        if one is not None and one.since == day:
            db.session.execute(update(POSTING).where(POSTING.c.id == one.posting_id).values(**changes))
        else:
            rows.append({"employee_id": employee_id, "effective_from": day, **changes})
    if rows:
        db.session.execute(insert(POSTING), rows)


def _clear_missing(employee_ids: Sequence[int], since: date | None) -> None:
    """Remove the mark "perlu diperiksa"; with a day, only from people missing since then or earlier."""
    statement = update(EMPLOYEE).where(EMPLOYEE.c.id.in_(employee_ids), EMPLOYEE.c.missing_since.is_not(None))
    if since is not None:
        statement = statement.where(EMPLOYEE.c.missing_since <= since)
    db.session.execute(statement.values(missing_since=None))
