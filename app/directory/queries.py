"""Reads of the directory: the tree, who somebody is, what was in force on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, bindparam, case, func, or_, select

from app.directory.errors import EmployeeNotFound
from app.directory.models import Employee, FormerNumber, Posting, RosterUpload, Unit
from app.directory.rules import UnitTree, fold_name, full_name
from app.extensions import db
from app.shared import clock
from app.shared.columns import table

UNIT, EMPLOYEE, POSTING, FORMER = table(Unit), table(Employee), table(Posting), table(FormerNumber)
UPLOAD = table(RosterUpload)
FEWEST_DIGITS = 4
"""A shorter part of a NIP finds half the city and would tell who is born when."""

_TREE = select(UNIT.c.id, UNIT.c.external_id, UNIT.c.name, UNIT.c.parent_id)
_BY_NIP = select(EMPLOYEE.c.id).where(EMPLOYEE.c.nip == bindparam("number"))
_BY_CODE = select(EMPLOYEE.c.id).where(EMPLOYEE.c.code == bindparam("number"))
_BY_CARD = select(EMPLOYEE.c.id).where(EMPLOYEE.c.card_token == bindparam("number"))
_BY_FORMER = (
    select(FORMER.c.employee_id)
    .where(FORMER.c.number == bindparam("number"))
    .order_by(FORMER.c.id.desc())
    .limit(1)
)


def load_tree() -> UnitTree:
    """All units; an empty tree before the first import."""
    return UnitTree(tuple(row) for row in db.session.execute(_TREE))


def find_employee_id(
    *, nip: str | None = None, code: str | None = None, card: str | None = None
) -> int | None:
    """Who carries this number, code or card. A NIP or code nobody has now may be one somebody had before."""
    if card is not None:
        return db.session.execute(_BY_CARD, {"number": card}).scalar()
    number = nip if nip is not None else code
    if number is None:
        return None
    statement = _BY_NIP if nip is not None else _BY_CODE
    found = db.session.execute(statement, {"number": number}).scalar()
    return found if found is not None else db.session.execute(_BY_FORMER, {"number": number}).scalar()


def postings_on(day: Any) -> Subquery:
    """The posting of each person in force on a day (a date, bindparam or SQL expression), all columns.

    At most one row a person: `(employee_id, effective_from)` is unique. People whose first posting is later
    have none.
    """
    later = POSTING.alias("later")
    newest = (
        select(func.max(later.c.effective_from))
        .where(later.c.employee_id == POSTING.c.employee_id, later.c.effective_from <= day)
        .scalar_subquery()
    )
    return select(POSTING).where(POSTING.c.effective_from == newest).subquery("posting_on")


@dataclass(frozen=True, slots=True)
class EmployeeHit:
    """One line of a search: enough to tell namesakes apart, and no full number (decisions 22)."""

    id: int
    name: str
    unit: str
    opd: str
    position: str
    last4: str
    service: str


def search_employees(
    text: str, limit: int = 20, within: frozenset[int] | None = None, tree: UnitTree | None = None
) -> list[EmployeeHit]:
    """People whose name has words beginning like the words typed, whose code begins so, or whose NIP holds
    the digits (four or more). `within`: only people posted today in these units. Best matches first.
    """
    wanted = _matches(text)
    if wanted is None:
        return []
    tree = tree or load_tree()
    rows = db.session.execute(_search(wanted, fold_name(text), within).limit(limit)).all()
    return [
        EmployeeHit(
            id=row.id,
            name=full_name(row.name, row.front_title, row.back_title),
            unit=tree.name(row.unit_id),
            opd=tree.opd_name(row.unit_id),
            position=row.position or "",
            last4=(row.nip or row.code or "")[-4:],
            service=row.service or "",
        )
        for row in rows
    ]


def _search(wanted: ColumnElement[bool], folded: str, within: frozenset[int] | None) -> Select[Any]:
    now = postings_on(clock.today())
    found = (
        select(
            *(EMPLOYEE.c[name] for name in ("id", "name", "front_title", "back_title", "nip", "code")),
            now.c.unit_id,
            now.c.position,
            now.c.service,
        )
        .select_from(EMPLOYEE.outerjoin(now, now.c.employee_id == EMPLOYEE.c.id))
        .where(wanted)
    )
    if within is not None:
        found = found.where(now.c.unit_id.in_(sorted(within)))
    starts = EMPLOYEE.c.search_name.startswith(folded, autoescape=True)
    gone = case((now.c.service == "active", 0), else_=1)
    return found.order_by(case((starts, 0), else_=1), gone, EMPLOYEE.c.search_name, EMPLOYEE.c.id)


def _matches(text: str) -> ColumnElement[bool] | None:
    """What a person must fulfil to be found; None when too little was typed."""
    digits = "".join(text.split()).replace(".", "").lstrip("'")
    if digits.isascii() and digits.isdigit():
        if len(digits) < FEWEST_DIGITS:
            return None
        former = select(FORMER.c.employee_id).where(FORMER.c.number == digits)
        return or_(EMPLOYEE.c.nip.contains(digits, autoescape=True), EMPLOYEE.c.id.in_(former))
    folded = fold_name(text)[:200]
    if len(folded) < 2:
        return None
    name = EMPLOYEE.c.search_name
    words = [
        or_(name.startswith(word, autoescape=True), name.contains(f" {word}", autoescape=True))
        for word in folded.split()[:8]
    ]
    code = EMPLOYEE.c.code.startswith(text.strip().upper()[:40], autoescape=True)
    return or_(and_(*words), code)


@dataclass(frozen=True, slots=True)
class EmployeeCard:
    """One person as today: `posting` values are empty where none is in force yet."""

    id: int
    name: str
    full_name: str
    front_title: str
    back_title: str
    nip: str | None
    code: str | None
    pns_id: str | None
    card_token: str
    missing_since: date | None
    unit_id: int | None
    status: str
    echelon: str
    position: str
    position_kind: str
    grade: str
    service: str
    effective_from: date | None


def get_employee(employee_id: int, on: date | None = None) -> EmployeeCard:
    """The person with the posting in force on a day (default today). EmployeeNotFound."""
    now = postings_on(on or clock.today())
    row = db.session.execute(
        select(
            *(EMPLOYEE.c[name] for name in ("id", "name", "front_title", "back_title", "nip", "code")),
            EMPLOYEE.c.pns_id,
            EMPLOYEE.c.card_token,
            EMPLOYEE.c.missing_since,
            now.c.unit_id,
            *(func.coalesce(now.c[name], "").label(name) for name in _POSTING_TEXTS),
            now.c.effective_from,
        )
        .select_from(EMPLOYEE.outerjoin(now, now.c.employee_id == EMPLOYEE.c.id))
        .where(EMPLOYEE.c.id == employee_id)
    ).one_or_none()
    if row is None:
        raise EmployeeNotFound()
    values = row._asdict()
    return EmployeeCard(full_name=full_name(row.name, row.front_title, row.back_title), **values)


_POSTING_TEXTS = ("status", "echelon", "position", "position_kind", "grade", "service")


def list_postings(employee_id: int) -> Sequence[Posting]:
    """All postings of a person, newest first."""
    return db.session.scalars(
        select(Posting).where(Posting.employee_id == employee_id).order_by(Posting.effective_from.desc())
    ).all()


def list_former_numbers(employee_id: int) -> list[tuple[str, datetime]]:
    """Numbers the person had before, newest change first."""
    rows = db.session.execute(
        select(FORMER.c.number, FORMER.c.changed_at)
        .where(FORMER.c.employee_id == employee_id)
        .order_by(FORMER.c.id.desc())
    )
    return [(row.number, row.changed_at) for row in rows]


def count_by_status(day: date | None = None) -> dict[tuple[str, str], int]:
    """(status, service) → how many people, by the postings in force on a day (default today)."""
    now = postings_on(day or clock.today())
    rows = db.session.execute(
        select(now.c.status, now.c.service, func.count()).group_by(now.c.status, now.c.service)
    )
    return {(status, service): count for status, service, count in rows}


def count_by_unit(day: date | None = None) -> dict[int, int]:
    """unit → how many people in active service are posted right there on a day (default today)."""
    now = postings_on(day or clock.today())
    rows = db.session.execute(
        select(now.c.unit_id, func.count()).where(now.c.service == "active").group_by(now.c.unit_id)
    )
    return {unit: count for unit, count in rows}


def count_missing() -> int:
    """How many people are "perlu diperiksa" (decisions 9)."""
    return db.session.execute(
        select(func.count()).select_from(EMPLOYEE).where(EMPLOYEE.c.missing_since.is_not(None))
    ).scalar_one()


def list_missing(limit: int = 500) -> list[EmployeeCard]:
    """People who were not in the newest roster of their status, longest missing first."""
    now = postings_on(clock.today())
    rows = db.session.execute(
        select(
            *(EMPLOYEE.c[name] for name in ("id", "name", "front_title", "back_title", "nip", "code")),
            EMPLOYEE.c.pns_id,
            EMPLOYEE.c.card_token,
            EMPLOYEE.c.missing_since,
            now.c.unit_id,
            *(func.coalesce(now.c[name], "").label(name) for name in _POSTING_TEXTS),
            now.c.effective_from,
        )
        .select_from(EMPLOYEE.outerjoin(now, now.c.employee_id == EMPLOYEE.c.id))
        .where(EMPLOYEE.c.missing_since.is_not(None))
        .order_by(EMPLOYEE.c.missing_since, EMPLOYEE.c.search_name, EMPLOYEE.c.id)
        .limit(limit)
    )
    return [
        EmployeeCard(full_name=full_name(row.name, row.front_title, row.back_title), **row._asdict())
        for row in rows
    ]


def last_upload() -> RosterUpload | None:
    """The roster applied last; None before the first."""
    return db.session.scalars(
        select(RosterUpload).where(RosterUpload.state == "applied").order_by(RosterUpload.id.desc()).limit(1)
    ).first()
