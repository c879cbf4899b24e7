"""Queries that all subjects use: the unit tree, the postings of a day, the employee with a number."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, Subquery, and_, bindparam, case, func, or_, select

from app.directory.models import (
    Employee,
    FormerNumber,
    Posting,
    PostingVersion,
    RosterChange,
    RosterListing,
    RosterUpload,
    Unit,
    UnitAct,
)
from app.directory.models import UnitChange as UnitChangeRow
from app.directory.rules import (
    NipError,
    TreeHistory,
    UnitChange,
    UnitRow,
    UnitTree,
    fold_name,
    full_name,
    read_code,
    read_nip,
)
from app.extensions import db
from app.shared import clock
from app.shared.columns import table

UNIT, EMPLOYEE, POSTING, FORMER = table(Unit), table(Employee), table(Posting), table(FormerNumber)
UNIT_ACT, UNIT_CHANGE = table(UnitAct), table(UnitChangeRow)
UPLOAD, LISTING, CHANGE = table(RosterUpload), table(RosterListing), table(RosterChange)
POSTING_VERSION = table(PostingVersion)
FEWEST_DIGITS = 4
"""A shorter part of a NIP finds half the city and would tell who is born when."""
SHOWN_DIGITS = 4
"""How much of a number everybody at a counter sees (decisions 21)."""

_TREE = (
    select(
        *(UNIT.c[name] for name in UnitRow._fields),
        UNIT_CHANGE.c.unit_id,
        *(UNIT_CHANGE.c[name] for name in UnitChange._fields[1:]),
    )
    .select_from(UNIT.outerjoin(UNIT_CHANGE, UNIT_CHANGE.c.unit_id == UNIT.c.id))
    .order_by(UNIT.c.id, UNIT_CHANGE.c.id)
)
_NEWER = UNIT_CHANGE.alias("newer")
_BY_NIP = select(EMPLOYEE.c.id).where(EMPLOYEE.c.nip == bindparam("number"))
_BY_CODE = select(EMPLOYEE.c.id).where(EMPLOYEE.c.code == bindparam("number"))
CURRENT_ID = func.coalesce(EMPLOYEE.c.merged_into_id, EMPLOYEE.c.id)
"""Who a record of `employee` is today: itself, or the one it was merged into (ADR 0023)."""
_BY_CARD = select(CURRENT_ID).where(EMPLOYEE.c.card_token == bindparam("number"))
_BY_FORMER = (
    select(FORMER.c.employee_id)
    .where(FORMER.c.number == bindparam("number"))
    .order_by(FORMER.c.id.desc())
    .limit(1)
)


def load_tree(on: date | None = None) -> UnitTree:
    """The tree of units on a day (default today); empty before the first import."""
    return load_tree_history().on(on or clock.today())


def load_tree_history() -> TreeHistory:
    """All units with their changes, from which the tree of any day is built. One statement."""
    width = len(UnitRow._fields)
    rows, changes = {}, []
    for row in db.session.execute(_TREE):
        rows[row[0]] = UnitRow(*row[:width])
        if row[width] is not None:
            changes.append(UnitChange(*row[width:]))
    return TreeHistory(rows.values(), changes)


def unit_name_today() -> ColumnElement[str]:
    """As SQL, today's name of a row of `unit`, for a statement that reads that table."""
    newest = (
        select(_NEWER.c.name)
        .where(
            _NEWER.c.unit_id == UNIT.c.id,
            _NEWER.c.name.is_not(None),
            _NEWER.c.effective_from <= bindparam("unit_names_on", callable_=clock.today, type_=Date()),
        )
        .order_by(_NEWER.c.effective_from.desc(), _NEWER.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(newest, UNIT.c.name)


def find_employee_id(
    *, nip: str | None = None, code: str | None = None, card: str | None = None
) -> int | None:
    """The id of the employee with this NIP, code or card, else of one who had the NIP or code before; or None.

    `code` may be as typed (`read_code` normalizes it); `nip` must be normalized already.
    """
    if card is not None:
        return db.session.execute(_BY_CARD, {"number": card}).scalar()
    number = nip if nip is not None else read_code(code or "")
    if not number:
        return None
    statement = _BY_NIP if nip is not None else _BY_CODE
    employee_id = db.session.execute(statement, {"number": number}).scalar()
    return (
        employee_id
        if employee_id is not None
        else db.session.execute(_BY_FORMER, {"number": number}).scalar()
    )


def find_employee_by_number(text: str) -> int | None:
    """The id of the employee with this typed number, present or former, or None. Text other than a NIP is a code."""
    try:
        return find_employee_id(nip=read_nip(text))
    except NipError:
        return find_employee_id(code=text)


def find_current_id(employee_id: int) -> int | None:
    """The id of the record this one was merged into, else the id itself; None if there is no such employee."""
    return db.session.execute(select(CURRENT_ID).where(EMPLOYEE.c.id == employee_id)).scalar()


def list_merged_into(employee_ids: Collection[int]) -> dict[int, list[int]]:
    """Employee id → ids of the records merged into that one."""
    merged: dict[int, list[int]] = {}
    query = select(EMPLOYEE.c.merged_into_id, EMPLOYEE.c.id).where(EMPLOYEE.c.merged_into_id.is_not(None))
    for into, one in db.session.execute(query):
        if into in employee_ids:
            merged.setdefault(into, []).append(one)
    return merged


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
    """One search result: enough to distinguish people of the same name, without the full number (decisions 22)."""

    id: int
    name: str
    unit: str
    opd: str
    position: str
    last4: str
    service: str


def search_employees(
    text: str,
    limit: int = 20,
    within: frozenset[int] | None = None,
    tree: UnitTree | None = None,
    *,
    by_part: bool = False,
) -> list[EmployeeHit]:
    """Search people by the beginnings of words of their name, by a whole number, or by its last four digits.

    `within`: only people posted today in these units. Best matches first. `by_part`: any four digits of a NIP and the
    beginning of a KODE match, too. Only for roles that may see the numbers, because parts reveal the whole number, and
    with it birth date and sex.
    """
    query = _matches(text, by_part=by_part)
    if query is None:
        return []
    tree = tree or load_tree()
    rows = db.session.execute(_search(query, fold_name(text), within).limit(limit)).all()
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


def _search(query: ColumnElement[bool], folded: str, within: frozenset[int] | None) -> Select[Any]:
    now = postings_on(clock.today())
    found = (
        select(
            *(EMPLOYEE.c[name] for name in ("id", "name", "front_title", "back_title", "nip", "code")),
            now.c.unit_id,
            now.c.position,
            now.c.service,
        )
        .select_from(EMPLOYEE.outerjoin(now, now.c.employee_id == EMPLOYEE.c.id))
        .where(query, EMPLOYEE.c.merged_into_id.is_(None))
    )
    if within is not None:
        found = found.where(now.c.unit_id.in_(sorted(within)))
    starts = EMPLOYEE.c.search_name.startswith(folded, autoescape=True)
    gone = case((now.c.service == "active", 0), else_=1)
    return found.order_by(case((starts, 0), else_=1), gone, EMPLOYEE.c.search_name, EMPLOYEE.c.id)


def _matches(text: str, *, by_part: bool) -> ColumnElement[bool] | None:
    """The condition that matching people fulfil; None if the text is too short."""
    digits = "".join(text.split()).replace(".", "").lstrip("'")
    if digits.isascii() and digits.isdigit():
        return _matches_number(digits, by_part=by_part)
    folded = fold_name(text)[:200]
    if len(folded) < 2:
        return None
    name = EMPLOYEE.c.search_name
    words = [
        or_(name.startswith(word, autoescape=True), name.contains(f" {word}", autoescape=True))
        for word in folded.split()[:8]
    ]
    code = read_code(text)[:40] or folded
    return or_(
        and_(*words),
        EMPLOYEE.c.code.startswith(code, autoescape=True) if by_part else EMPLOYEE.c.code == code,
    )


def _matches_number(digits: str, *, by_part: bool) -> ColumnElement[bool] | None:
    if len(digits) < FEWEST_DIGITS:
        return None
    nip, code = EMPLOYEE.c.nip, EMPLOYEE.c.code
    former = EMPLOYEE.c.id.in_(select(FORMER.c.employee_id).where(FORMER.c.number == digits))
    if by_part:
        return or_(nip.contains(digits, autoescape=True), former)
    if len(digits) == SHOWN_DIGITS:
        return func.coalesce(nip, code).endswith(digits, autoescape=True)
    return or_(nip == digits, code == digits, former)
