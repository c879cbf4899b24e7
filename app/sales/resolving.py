"""Saying who an unresolved buyer was (decisions 13): a row beside the sale, the last one wins."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, insert, select, union_all

from app.audit.rules import Actor
from app.audit.services import record_event
from app.directory.models import Employee, FormerNumber
from app.extensions import db
from app.sales import lookups, writing
from app.sales.counting import LATE, RESOLVED_BUYER, SALE
from app.sales.errors import BuyerIsKnown, NothingToConfirm, ReasonMissing, SaleNotFound
from app.sales.models import SaleResolution
from app.sales.rules import receipt_number
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import NotFound
from app.shared.period import Period
from app.shared.transaction import begin_writing

_RESOLUTION, _EMPLOYEE, _FORMER = table(SaleResolution), table(Employee), table(FormerNumber)
_INSERT = insert(_RESOLUTION).returning(_RESOLUTION.c.id)
_INSERT_MANY = insert(_RESOLUTION)
_REVERSAL = SALE.alias("reversal")


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a resolution came to: `recorded`, or `parked` where the sale's month is closed."""

    resolution_id: int
    result: str
    period: Period


@dataclass(frozen=True, slots=True)
class Proposal:
    """An unresolved sale whose typed number exactly is somebody's."""

    sale_id: int
    receipt: str
    period: Period
    buyer_number: str
    buyer_name: str
    employee_id: int
    employee_name: str
    amount: int


def resolve_buyer(sale_id: int, employee_id: int, reason: str, *, actor: Actor) -> Resolved:
    """Say who bought. SaleNotFound, BuyerIsKnown, NotFound (no such employee), ReasonMissing.

    A reversal follows its original, so the original is what is resolved. In a closed month it waits.
    """
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ReasonMissing("reason")
    begin_writing()
    connection = db.session.connection()
    target = lookups.find_target(connection, sale_id=sale_id)
    if target is None or target.void_of is not None:
        raise SaleNotFound()
    if target.buyer_kind != "unresolved":
        raise BuyerIsKnown(receipt=receipt_number(target.uuid))
    if db.session.get(Employee, employee_id) is None:
        raise NotFound("employee")
    period = target.late_period or target.period
    closed = writing.lock_months([period])[period].is_closed
    result = "parked" if closed else "recorded"
    row = _row(sale_id, employee_id, reason, result, actor)
    resolution_id = connection.execute(_INSERT, row).scalar_one()
    if closed:
        late = {"period": period, "reason": "month_closed", "bundle": None}
        writing.insert_late(connection, [writing.late_row(late, clock.now(), resolution_id=resolution_id)])
    details = {"employee": employee_id, "result": result}
    record_event("sales.resolve", actor=actor, subject="sale", subject_id=sale_id, details=details)
    return Resolved(resolution_id, result, period)


def _row(sale_id: int, employee_id: int, reason: str, result: str, actor: Actor) -> dict[str, object]:
    return {
        "sale_id": sale_id,
        "employee_id": employee_id,
        "resolved_by": actor.id if actor.kind == "user" else None,
        "resolved_at": clock.now(),
        "reason": reason,
        "result": result,
    }


def list_resolution_proposals() -> list[Proposal]:
    """Unresolved sales whose typed number is exactly one person's NIP, code or former number (decisions 13)."""
    numbers = union_all(
        select(_EMPLOYEE.c.nip.label("number"), _EMPLOYEE.c.id).where(_EMPLOYEE.c.nip.is_not(None)),
        select(_EMPLOYEE.c.code, _EMPLOYEE.c.id).where(_EMPLOYEE.c.code.is_not(None)),
        select(_FORMER.c.number, _FORMER.c.employee_id),
    ).subquery()
    spelled = func.replace(func.replace(func.replace(SALE.c.buyer_number, " ", ""), ".", ""), "'", "")
    wanted = (
        select(
            SALE.c.id, SALE.c.uuid, func.coalesce(LATE.c.period, SALE.c.period), SALE.c.buyer_number,
            SALE.c.buyer_name, _EMPLOYEE.c.id, _EMPLOYEE.c.name, SALE.c.amount,
        )
        .select_from(SALE)
        .join(numbers, (numbers.c.number == spelled) | (numbers.c.number == SALE.c.buyer_number))
        .join(_EMPLOYEE, _EMPLOYEE.c.id == numbers.c.id)
        .outerjoin(LATE, LATE.c.sale_id == SALE.c.id)
        .outerjoin(_REVERSAL, _REVERSAL.c.void_of == SALE.c.id)
        .where(SALE.c.buyer_kind == "unresolved", SALE.c.void_of.is_(None), SALE.c.buyer_number != "")
        .where(RESOLVED_BUYER.is_(None), _REVERSAL.c.id.is_(None), ~_is_waiting())
        .order_by(SALE.c.id)
    )  # fmt: skip
    found: dict[int, list[Proposal]] = {}
    for row in db.session.execute(wanted):
        proposal = Proposal(row[0], receipt_number(row[1]), *row[2:])
        if all(proposal.employee_id != other.employee_id for other in found.setdefault(row[0], [])):
            found[row[0]].append(proposal)
    return [proposals[0] for proposals in found.values() if len(proposals) == 1]


def _is_waiting() -> object:
    """A resolution of the sale already waits in a late tray: it is not proposed again."""
    late = LATE.alias("waiting")
    return (
        select(_RESOLUTION.c.id)
        .join(late, late.c.resolution_id == _RESOLUTION.c.id)
        .where(_RESOLUTION.c.sale_id == SALE.c.id, late.c.decision.is_(None))
        .correlate(SALE)
        .exists()
    )


def confirm_resolutions(sale_ids: Iterable[int] | None = None, *, actor: Actor) -> int:
    """Confirm the proposals of these sales (all with None) in one batch; returns how many. NothingToConfirm.

    What is confirmed is what is proposed now: a proposal that changed since somebody looked is left out.
    """
    begin_writing()
    wanted = None if sale_ids is None else set(sale_ids)
    chosen = [one for one in list_resolution_proposals() if wanted is None or one.sale_id in wanted]
    if not chosen:
        raise NothingToConfirm()
    months = writing.lock_months(one.period for one in chosen)
    connection = db.session.connection()
    arrived, reason = clock.now(), "cocok dengan data pegawai"
    plain, late = [], []
    for one in chosen:
        if months[one.period].is_closed:
            row = _row(one.sale_id, one.employee_id, reason, "parked", actor)
            values = {"period": one.period, "reason": "month_closed", "bundle": None}
            resolution_id = connection.execute(_INSERT, row).scalar_one()
            late.append(writing.late_row(values, arrived, resolution_id=resolution_id))
        else:
            plain.append(_row(one.sale_id, one.employee_id, reason, "recorded", actor))
    if plain:
        connection.execute(_INSERT_MANY, plain)
    writing.insert_late(connection, late)
    details = {"confirmed": len(chosen), "parked": len(late)}
    record_event("sales.confirm_resolutions", actor=actor, subject="sale", details=details)
    return len(chosen)
