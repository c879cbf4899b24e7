"""Changes months: lock, close, open, and decide late items. All run inside a writing transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.extensions import db
from app.months.errors import (
    LateItemNotPending,
    MonthAlreadyClosed,
    MonthIsFixed,
    MonthNotClosed,
)
from app.months.models import LateItem, Month, Supplement
from app.months.rules import MonthState, UndecidedItem, add_bundled_items
from app.shared import clock
from app.shared.columns import table
from app.shared.period import Period
from app.shared.prepared_statements import PreparedStatement
from app.shared.reason import read_reason

_MONTH = table(Month)
_LATE = table(LateItem)
_SUPPLEMENT = table(Supplement)
_INSERT_LATE = insert(_LATE).returning(_LATE.c.id)
_STATE = select(_MONTH.c.state, _MONTH.c.version).where(_MONTH.c.period == bindparam("period"))
_SHARED = PreparedStatement(_STATE.with_for_update(read=True))  # SQLite compiles no row lock
_EXCLUSIVE = PreparedStatement(_STATE.with_for_update())
_OPEN_ROW = {"period": bindparam("period"), "state": "open", "version": 0}
_ENSURE = {
    "sqlite": sqlite.insert(_MONTH).values(_OPEN_ROW).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(_MONTH).values(_OPEN_ROW).on_conflict_do_nothing(),
}


@dataclass(frozen=True, slots=True)
class AcceptedItems:
    """The result of accepting late items: their `count`, and the supplement's number (None if the month is open)."""

    period: Period
    count: int
    version: int
    supplement: int | None


def lock_month(
    period: Period, for_closing: bool = False, *, connection: Connection | None = None
) -> MonthState:
    """Lock a month and return its state; no other transaction changes it until this one ends.

    Sales share the lock, a closing takes it exclusively (a row lock on PostgreSQL; SQLite has one writer).
    """
    connection = connection or db.session.connection()
    statement, values = _EXCLUSIVE if for_closing else _SHARED, {"period": period}
    row = statement.first(connection, values)
    if row is None and (for_closing or connection.dialect.name == "postgresql"):
        connection.execute(_ENSURE[connection.dialect.name], {"period": period})
        row = statement.first(connection, values)
    return MonthState(period, row[0], row[1]) if row else MonthState(period, "open", 0)


def set_closed(period: Period) -> int:
    """Close the month; the number of this closing. MonthAlreadyClosed. The caller records the audit event."""
    state = lock_month(period, for_closing=True)
    if state.is_closed:
        raise MonthAlreadyClosed(period=str(period))
    _set(period, "closed", state.version + 1)
    return state.version + 1


def set_open(period: Period) -> None:
    """Open a closed month again; its version stays. MonthNotClosed. The caller records the audit event."""
    state = lock_month(period, for_closing=True)
    if not state.is_closed:
        raise MonthNotClosed(period=str(period))
    _set(period, "open", state.version)


def _set(period: Period, state: str, version: int) -> None:
    db.session.execute(update(_MONTH).where(_MONTH.c.period == period).values(state=state, version=version))
    seal_states("month", [period])


def queue_late_items(rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert late items; each row has its month, reason and bundle. Records no audit event."""
    if rows:
        seal_states("late_item", db.session.connection().execute(_INSERT_LATE, list(rows)).scalars())


def accept_late(period: Period, ids: Iterable[int] | None, *, actor: Actor) -> AcceptedItems:
    """Accept undecided late items (None: all) into the month, with their bundles (decisions 17).

    In a closed month they become its next supplement; in an open one they count without a supplement.
    LateItemNotPending if one of the ids is not undecided in this month. With no items the count is 0.
    """
    state = lock_month(period, for_closing=True)
    items = _lock_requested(period, ids)
    if not items:
        return AcceptedItems(period, 0, state.version, None)
    number, supplement_id = _next_supplement(state, actor) if state.is_closed else (None, None)
    _decide(items, "accepted", actor, supplement_id=supplement_id)
    details = {"period": str(period), "items": len(items), "supplement": number, "version": state.version}
    record_event(
        "months.accept_late", actor=actor, subject="supplement", subject_id=supplement_id, details=details
    )
    return AcceptedItems(period, len(items), state.version, number)


def decline_late(period: Period, ids: Iterable[int], reason: str, *, actor: Actor) -> int:
    """Decline undecided items with a reason; their number, bundles included. ReasonMissing, LateItemNotPending."""
    reason = read_reason(reason)
    lock_month(period, for_closing=True)
    items = _lock_requested(period, ids)
    _decide(items, "declined", actor, reason=reason)
    details = {"period": str(period), "items": len(items)}
    record_event("months.decline_late", actor=actor, subject="late_item", details=details)
    return len(items)


def move_late(period: Period, ids: Iterable[int], target: Period, *, actor: Actor) -> int:
    """Set the month of sales that were parked because of their clock (decisions 20); returns their number.

    MonthIsFixed for an item parked because its month is closed: it never counts in another month.
    """
    for month in sorted({period, target}):
        lock_month(month)
    items = _lock_requested(period, ids)
    fixed = [item.id for item in items if item.reason != "clock"]
    if fixed:
        raise MonthIsFixed("period", ids=fixed)
    chosen = [item.id for item in items]
    db.session.execute(update(_LATE).where(_LATE.c.id.in_(chosen)).values(period=target))
    seal_states("late_item", chosen)
    details = {"from": str(period), "to": str(target), "items": len(chosen)}
    record_event("months.move_late", actor=actor, subject="late_item", details=details)
    return len(chosen)


def _lock_requested(period: Period, ids: Iterable[int] | None) -> list[UndecidedItem]:
    """Return the requested pending items, locked, with their bundles."""
    query = (
        select(_LATE.c.id, _LATE.c.bundle, _LATE.c.reason)
        .where(_LATE.c.period == period, _LATE.c.decision.is_(None))
        .order_by(_LATE.c.id)
        .with_for_update()
    )
    undecided = [UndecidedItem(*row) for row in db.session.execute(query)]
    if ids is None:
        return undecided
    chosen = frozenset(ids)
    unknown = chosen - {item.id for item in undecided}
    if unknown:
        raise LateItemNotPending("ids", period=str(period), ids=", ".join(map(str, sorted(unknown))))
    return add_bundled_items(undecided, chosen)


def _next_supplement(state: MonthState, actor: Actor) -> tuple[int, int]:
    """(number, id) of a new supplement; the month's exclusive lock keeps numbers without gaps or doubles."""
    last = db.session.scalar(
        select(func.max(_SUPPLEMENT.c.number)).where(
            _SUPPLEMENT.c.period == state.period, _SUPPLEMENT.c.version == state.version
        )
    )
    values = {
        "period": state.period,
        "version": state.version,
        "number": (last or 0) + 1,
        "accepted_by": actor.id,
        "accepted_at": clock.now(),
    }
    made = db.session.execute(insert(_SUPPLEMENT).values(values).returning(_SUPPLEMENT.c.id)).scalar_one()
    seal_states("supplement", [made])
    return values["number"], made


def _decide(
    items: list[UndecidedItem],
    decision: str,
    actor: Actor,
    *,
    reason: str = "",
    supplement_id: int | None = None,
) -> None:
    db.session.execute(
        update(_LATE)
        .where(_LATE.c.id == bindparam("item"))
        .values(
            decision=decision,
            decision_reason=reason,
            decided_by=actor.id,
            decided_at=clock.now(),
            supplement_id=supplement_id,
        ),
        [{"item": item.id} for item in items],
        execution_options={"synchronize_session": False},
    )
    seal_states("late_item", [item.id for item in items])
