"""Resolves unknown buyers (decisions 13): adds a resolution row to the sale; the last row counts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert

from app.audit.rules import Actor
from app.audit.sealing import hold_sealing
from app.audit.services import record_event
from app.decisions.errors import AlreadyDecided
from app.decisions.filters import OpenItemFilter
from app.decisions.queries import count_open_of
from app.directory.queries import get_employee
from app.extensions import db
from app.months.services import queue_late_items
from app.sales.errors import BuyerAlreadyIdentified, NothingToConfirm, SaleNotFound
from app.sales.intake import lookups
from app.sales.ledger import writer
from app.sales.models import SaleResolution
from app.sales.queries.buyer_proposals import list_resolution_proposals
from app.sales.queries.open_items import list_unknown_buyers
from app.sales.rules import receipt_number
from app.shared import clock
from app.shared.columns import table
from app.shared.period import Period
from app.shared.reason import read_reason
from app.shared.transaction import begin_writing

_RESOLUTION = table(SaleResolution)
_VALUES: dict[str, Any] = {name: bindparam(name) for name in _RESOLUTION.c.keys() if name != "id"} | {
    "employee_id": lookups.CURRENT_BUYER
}
_INSERT = insert(_RESOLUTION).values(_VALUES).returning(_RESOLUTION.c.id)
_INSERT_MANY = insert(_RESOLUTION).values(_VALUES)


@dataclass(frozen=True, slots=True)
class ResolutionResult:
    """The result of a resolution: `recorded`, or `parked` if the sale's month is closed."""

    resolution_id: int
    result: str
    period: Period


def resolve_buyer(sale_id: int, employee_id: int | None, reason: str, *, actor: Actor) -> ResolutionResult:
    """Record who bought; `employee_id` None: the public. SaleNotFound, BuyerAlreadyIdentified, EmployeeNotFound,
    ReasonMissing.

    Takes the original sale: its reversal has the same buyer. In a closed month the resolution is parked.
    """
    reason = read_reason(reason)
    begin_writing()
    connection = db.session.connection()
    target = lookups.find_target(connection, sale_id=sale_id)
    if target is None or target.void_of is not None:
        raise SaleNotFound()
    if target.buyer_kind != "unresolved":
        raise BuyerAlreadyIdentified(receipt=receipt_number(target.uuid))
    if employee_id is not None:
        get_employee(employee_id)
    period = target.late_period or target.period
    closed = writer.lock_months([period])[period].is_closed
    result = "parked" if closed else "recorded"
    row = _row(sale_id, employee_id, reason, result, actor)
    resolution_id = connection.execute(_INSERT, row).scalar_one()
    if closed:
        late = {"period": period, "reason": "month_closed", "bundle": None}
        queue_late_items([writer.late_row(late, clock.now(), resolution_id=resolution_id)])
    details = {"employee": employee_id, "result": result}
    record_event("sales.resolve", actor=actor, subject="sale", subject_id=sale_id, details=details)
    return ResolutionResult(resolution_id, result, period)


def resolve_buyers(
    sale_ids: Collection[int], employee_id: int | None, reason: str, *, actor: Actor, only_open: bool
) -> list[ResolutionResult]:
    """Record the same buyer (None: the public) for several sales, all or none.

    `only_open`: AlreadyDecided if one of the sales is resolved (only finance may replace a resolution). Other errors as
    `resolve_buyer`.
    """
    begin_writing()
    hold_sealing(db.session(), len(sale_ids))
    connection = db.session.connection()
    writer.lock_ids(connection, [f"buyer:{sale_id}" for sale_id in sorted(sale_ids)])
    if only_open:
        open_count = count_open_of(list_unknown_buyers, OpenItemFilter(ids=frozenset(sale_ids)))
        if open_count != len(sale_ids):
            raise AlreadyDecided(count=len(sale_ids) - open_count, of=len(sale_ids))
    return [resolve_buyer(sale_id, employee_id, reason, actor=actor) for sale_id in sorted(sale_ids)]


def _row(sale_id: int, employee_id: int | None, reason: str, result: str, actor: Actor) -> dict[str, object]:
    return {
        "sale_id": sale_id,
        "buyer_id": employee_id,
        "resolved_by": actor.id if actor.kind == "user" else None,
        "resolved_at": clock.now(),
        "reason": reason,
        "result": result,
    }


def confirm_resolutions(sale_ids: Iterable[int] | None = None, *, actor: Actor) -> int:
    """Confirm the proposals of these sales (None: of all) and return their number. NothingToConfirm.

    Confirms the present proposals: one that no longer exists is left out.
    """
    begin_writing()
    hold_sealing(db.session())
    requested = None if sale_ids is None else set(sale_ids)
    chosen = [
        proposal
        for proposal in list_resolution_proposals()
        if requested is None or proposal.sale_id in requested
    ]
    if not chosen:
        raise NothingToConfirm()
    months = writer.lock_months(one.period for one in chosen)
    connection = db.session.connection()
    arrived_at, reason = clock.now(), "cocok dengan data pegawai"
    recorded, late = [], []
    for one in chosen:
        if months[one.period].is_closed:
            row = _row(one.sale_id, one.employee_id, reason, "parked", actor)
            values = {"period": one.period, "reason": "month_closed", "bundle": None}
            resolution_id = connection.execute(_INSERT, row).scalar_one()
            late.append(writer.late_row(values, arrived_at, resolution_id=resolution_id))
        else:
            recorded.append(_row(one.sale_id, one.employee_id, reason, "recorded", actor))
    if recorded:
        connection.execute(_INSERT_MANY, recorded)
    queue_late_items(late)
    details = {"confirmed": len(chosen), "parked": len(late)}
    record_event("sales.confirm_resolutions", actor=actor, subject="sale", details=details)
    return len(chosen)
