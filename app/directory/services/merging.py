"""The directory's part of a merge: moves numbers and older postings to the record that remains (ADR 0023)."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from app.directory.errors import EmployeeNotFound, PeopleAlreadyMerged, TwoPnsIds
from app.directory.lookups import EMPLOYEE, FORMER, POSTING
from app.directory.models import Employee
from app.extensions import db
from app.shared import clock

_NUMBERS = ("pns_id", "nip", "code")


@dataclass(slots=True)
class MergedRecord:
    """The data for undoing a merge: ids, dates and posts only, no number.

    `taken`: fields whose numbers the survivor lacked. `former`: field → the row of a former number, where the survivor
    had its own. `dropped`: postings of days on which the survivor has its own. `followed`: records merged into this
    one before.
    """

    taken: list[str] = field(default_factory=list)
    former: dict[str, int] = field(default_factory=dict)
    former_moved: list[int] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    followed: list[int] = field(default_factory=list)
    missing_since: str | None = None

    def as_json(self) -> dict[str, Any]:
        """For `person_merge.details`."""
        return asdict(self)


def get_mergeable(survivor_id: int, merged_id: int) -> tuple[Employee, Employee]:
    """Both records. EmployeeNotFound, PeopleAlreadyMerged (also if they are the same or one is purged), TwoPnsIds."""
    records = [db.session.get(Employee, one, populate_existing=True) for one in (survivor_id, merged_id)]
    survivor, merged = records
    if survivor is None or merged is None:
        raise EmployeeNotFound()
    ended = any(one.merged_into_id is not None or one.purged_at is not None for one in (survivor, merged))
    if ended or survivor_id == merged_id:
        raise PeopleAlreadyMerged()
    if survivor.pns_id and merged.pns_id:
        raise TwoPnsIds()
    return survivor, merged


def get_pair(survivor_id: int, merged_id: int) -> tuple[Employee, Employee]:
    """Both records of an existing merge."""
    survivor, merged = (
        db.session.get_one(Employee, one, populate_existing=True) for one in (survivor_id, merged_id)
    )
    return survivor, merged


def split_postings(survivor_id: int, merged_id: int) -> tuple[list[int], list[int]]:
    """Ids of the postings to move (those before the survivor's first one), and of those to drop."""
    first = db.session.scalar(
        select(func.min(POSTING.c.effective_from)).where(POSTING.c.employee_id == survivor_id)
    )
    rows = db.session.execute(
        select(POSTING.c.id, POSTING.c.effective_from)
        .where(POSTING.c.employee_id == merged_id)
        .order_by(POSTING.c.effective_from)
    ).all()
    before = [row.id for row in rows if first is None or row.effective_from < first]
    return before, [row.id for row in rows if row.id not in before]


def merge_records(survivor: Employee, merged: Employee) -> MergedRecord:
    """Merge one record into the survivor. Needs a writing transaction and `lock_directory`.

    A number that the survivor lacks becomes its own, any other a former one, so that every number, card and code still
    finds the person.
    """
    done = MergedRecord(missing_since=merged.missing_since.isoformat() if merged.missing_since else None)
    numbers = {name: value for name in _NUMBERS if (value := getattr(merged, name))}
    merged.pns_id, merged.nip, merged.code = None, None, f"digabung-{merged.id}"
    merged.missing_since, merged.merged_into_id = None, survivor.id
    db.session.flush()
    for name, number in numbers.items():
        if getattr(survivor, name) is None:
            setattr(survivor, name, number)
            done.taken.append(name)
        else:
            row = {"employee_id": survivor.id, "number": number, "changed_at": clock.now()}
            statement = insert(FORMER).values(row).returning(FORMER.c.id)
            done.former[name] = db.session.execute(statement).scalar_one()
    db.session.flush()
    done.followed = _ids(EMPLOYEE, EMPLOYEE.c.merged_into_id == merged.id)
    _set(EMPLOYEE, done.followed, merged_into_id=survivor.id)
    done.former_moved = _ids(FORMER, FORMER.c.employee_id == merged.id)
    _set(FORMER, done.former_moved, employee_id=survivor.id)
    done.moved, dropped = split_postings(survivor.id, merged.id)
    _set(POSTING, done.moved, employee_id=survivor.id)
    done.dropped = [
        dict(row._mapping) for row in db.session.execute(select(POSTING).where(POSTING.c.id.in_(dropped)))
    ]
    for row in done.dropped:
        row["effective_from"] = row["effective_from"].isoformat()
        row["recorded_at"] = row["recorded_at"].isoformat()
    db.session.execute(delete(POSTING).where(POSTING.c.id.in_(dropped)))
    return done


def separate_records(survivor: Employee, merged: Employee, done: MergedRecord) -> None:
    """Undo `merge_records`: restore numbers, postings and former numbers."""
    numbers = {name: getattr(survivor, name) for name in done.taken}
    for name in done.taken:
        setattr(survivor, name, None)
    for name, row_id in done.former.items():
        numbers[name] = db.session.execute(select(FORMER.c.number).where(FORMER.c.id == row_id)).scalar_one()
    db.session.execute(delete(FORMER).where(FORMER.c.id.in_(list(done.former.values()))))
    db.session.flush()
    for name in _NUMBERS:
        setattr(merged, name, numbers.get(name))
    merged.merged_into_id = None
    merged.missing_since = date.fromisoformat(done.missing_since) if done.missing_since else None
    db.session.flush()
    _set(EMPLOYEE, done.followed, merged_into_id=merged.id)
    _set(FORMER, done.former_moved, employee_id=merged.id)
    _set(POSTING, done.moved, employee_id=merged.id)
    if done.dropped:
        db.session.execute(insert(POSTING), [_posting(row) for row in done.dropped])


def is_changed_since(survivor_id: int, done: MergedRecord, at: Any) -> bool:
    """Whether the record got another number or posting after a merge, or a moved posting is no longer there."""
    own = [*done.former.values(), *done.former_moved]
    number = select(FORMER.c.id).where(
        FORMER.c.employee_id == survivor_id, FORMER.c.changed_at > at, FORMER.c.id.not_in(own)
    )
    posting = select(POSTING.c.id).where(POSTING.c.employee_id == survivor_id, POSTING.c.recorded_at > at)
    there = _ids(POSTING, POSTING.c.id.in_(done.moved), POSTING.c.employee_id == survivor_id)
    newer = [db.session.scalar(one.limit(1)) for one in (number, posting)]
    return any(one is not None for one in newer) or sorted(there) != sorted(done.moved)


def _ids(source: Any, *conditions: Any) -> list[int]:
    return list(db.session.scalars(select(source.c.id).where(*conditions).order_by(source.c.id)))


def _set(source: Any, ids: list[int], **values: Any) -> None:
    if ids:
        db.session.execute(update(source).where(source.c.id.in_(ids)).values(values))


def _posting(row: dict[str, Any]) -> dict[str, Any]:
    fresh = {name: value for name, value in row.items() if name != "id"}
    fresh["effective_from"] = date.fromisoformat(row["effective_from"])
    fresh["recorded_at"] = datetime.fromisoformat(row["recorded_at"])
    return fresh
