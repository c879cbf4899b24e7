"""Finds what depends on a roster import and prevents undoing it (ADR 0036)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select, union

from app.closing.queries import find_frozen
from app.directory.lookups import CHANGE, EMPLOYEE, FORMER, LISTING, POSTING, UNIT, UPLOAD
from app.directory.models import RosterUpload
from app.directory.references import referencing_columns
from app.directory.roster_import.changes import NONE, Change, iter_changes
from app.directory.roster_import.person_state import NUMBERS, UNIT_PLACE
from app.extensions import db
from app.shared.period import Period

MOST_NAMED = 5
"""So many people are named for each thing that depends on an import."""
_OWN = (POSTING, FORMER, LISTING, CHANGE)
"""Tables of which an undo removes the rows of a person itself."""
_CODES = {
    "sale": "sale",
    "sale_resolution": "sale",
    "exemption": "exemption",
    "dispute": "dispute",
    "person_merge": "merge",
    "user_account": "login",
}
"""Table that names somebody the import added → code of what depends on it."""


@dataclass(slots=True)
class Dependent:
    """One obstacle to undoing an import: its code, the number of people concerned, and some of them."""

    code: str
    count: int = 0
    people: list[int] = field(default_factory=list)

    def add(self, employee_id: int) -> None:
        """Count one more person."""
        self.count += 1
        if len(self.people) < MOST_NAMED:
            self.people.append(employee_id)


def list_dependents(upload: RosterUpload) -> list[Dependent]:
    """All obstacles to undoing an import; empty if it can be undone.

    About the whole import, as the only one: `not_applied`, `undone`, `later_import`, `not_stored` (applied by a version
    that did not store the changes). About people: `purged`, `changed`, `number_taken`, `unit_gone`, `closed_month`, and
    for added people `sale`, `exemption`, `dispute`, `merge`, `login`, `other`.
    """
    whole = find_obstacle(upload)
    if whole:
        return [Dependent(whole)]
    return [*_list_changed(upload), *_list_closed(upload), *_list_named(upload)]


def find_obstacle(upload: RosterUpload) -> str:
    """The code of the obstacle about the whole import; empty if there is none."""
    if upload.state != "applied":
        return "undone" if upload.state == "undone" else "not_applied"
    if "people" not in upload.summary:
        return "not_stored"
    return "later_import" if upload.id != find_latest_id() else ""


def find_latest_id() -> int | None:
    """The id of the last import that is applied and not undone, the only one that may be undone; or None."""
    applied = select(UPLOAD.c.id).where(UPLOAD.c.state == "applied")
    return db.session.scalar(applied.order_by(UPLOAD.c.applied_at.desc(), UPLOAD.c.id.desc()).limit(1))


def _list_changed(upload: RosterUpload) -> list[Dependent]:
    """People who have changed since the import, or whose former state cannot be restored."""
    dependents = {code: Dependent(code) for code in ("purged", "changed", "number_taken", "unit_gone")}
    units = set(db.session.scalars(select(UNIT.c.id)))
    for changes in iter_changes(upload.id):
        renumbered = [change for change in changes if change.has_other_numbers]
        taken = _find_taken(upload.id, renumbered)
        for one in changes:
            if one.digest == NONE:
                dependents["purged"].add(one.employee_id)
            elif not one.is_as_left:
                dependents["changed"].add(one.employee_id)
            elif one.employee_id in taken:
                dependents["number_taken"].add(one.employee_id)
            elif any(row[UNIT_PLACE] not in units for row in one.before.get("postings", ())):
                dependents["unit_gone"].add(one.employee_id)
    return [one for one in dependents.values() if one.count]


def _find_taken(upload_id: int, renumbered: list[Change]) -> set[int]:
    """Ids of the people whose former number now belongs to a person that the import did not change."""
    others = EMPLOYEE.c.id.not_in(select(CHANGE.c.employee_id).where(CHANGE.c.upload_id == upload_id))
    taken: set[int] = set()
    for name in NUMBERS:
        owners = {one.before.get(name): one.employee_id for one in renumbered if one.before.get(name)}
        column = EMPLOYEE.c[name]
        numbers = db.session.scalars(select(column).where(column.in_(list(owners)), others)) if owners else ()
        taken |= {owners[number] for number in numbers}
    return taken


def _list_closed(upload: RosterUpload) -> Iterator[Dependent]:
    """People of the import in the snapshot of a month that was closed after it, even if reopened since."""
    closed = find_frozen(_people(upload), since=upload.applied_at, first=Period.of(upload.as_of))
    yield from _list_counted("closed_month", closed)


def _list_named(upload: RosterUpload) -> Iterator[Dependent]:
    """People added by the import to whom a row of another subject refers."""
    new = _people(upload).where(CHANGE.c.is_new)
    named: dict[str, list[Select[Any]]] = {}
    for source, column in referencing_columns(EMPLOYEE):
        if source not in _OWN:
            code = _CODES.get(source.name, "other")
            named.setdefault(code, []).append(select(column.label("employee_id")).where(column.in_(new)))
    for code, queries in named.items():
        yield from _list_counted(code, union(*queries))


def _people(upload: RosterUpload) -> Select[Any]:
    return select(CHANGE.c.employee_id).where(CHANGE.c.upload_id == upload.id)


def _list_counted(code: str, query: Any) -> Iterator[Dependent]:
    """A dependent with the people of a query, each once; nothing if there are none."""
    ids = query.subquery().c.employee_id
    count = db.session.execute(select(func.count(ids.distinct()))).scalar_one()
    if count:
        some = db.session.scalars(select(ids).distinct().order_by(ids).limit(MOST_NAMED))
        yield Dependent(code, count, list(some))
