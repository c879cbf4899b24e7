"""Writes validated drafts into the ledger, inside a writing transaction. Tills, pages and books all end here.

The uuid is unique in the database. If another transaction stored it first, RETURNING yields no row; the caller answers
the item as a duplicate. Row counts are not used. A sale of a closed month is written and parked (decisions 17).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, insert, text, update
from sqlalchemy.dialects import postgresql, sqlite

from app.audit.chain import register_written
from app.months.rules import MonthState
from app.months.services import lock_month, queue_late_items
from app.sales.intake import lookups
from app.sales.intake.validation import ValidSale
from app.sales.models import PendingVoid, Sale, SaleConflict, SaleLine
from app.shared.columns import table
from app.shared.period import Period
from app.shared.prepared_statements import PreparedStatement

_SALE, _LINE = table(Sale), table(SaleLine)
_PENDING, _CONFLICT = table(PendingVoid), table(SaleConflict)
_DIALECTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def _insert_unless_stored(target: Any, *returning: Any) -> dict[str, Any]:
    """INSERT … ON CONFLICT DO NOTHING for each engine, built once."""
    statements = {}
    for name, insert_into in _DIALECTS.items():
        statement = insert_into(target).on_conflict_do_nothing()
        statements[name] = statement.returning(*returning) if returning else statement
    return statements


_VALUES = {name: bindparam(name) for name in _SALE.c.keys() if name != "id"}
_NEW_VALUES: dict[str, Any] = _VALUES | {"employee_id": lookups.CURRENT_BUYER}


def _insert_sales(insert_into: Any, values: Mapping[str, Any]) -> Any:
    statement = insert_into(_SALE).values(values).on_conflict_do_nothing()
    return statement.returning(_SALE.c.id, _SALE.c.uuid, _SALE.c.employee_id)


_INSERT_REVERSALS = _insert_sales(postgresql.insert, _VALUES)
_INSERT_REVERSAL = PreparedStatement(_insert_sales(sqlite.insert, _VALUES))
_INSERT_SALES = _insert_sales(postgresql.insert, _NEW_VALUES)
_INSERT_SALE = PreparedStatement(_insert_sales(sqlite.insert, _NEW_VALUES))
_INSERT_PENDING = _insert_unless_stored(_PENDING, _PENDING.c.id)
_INSERT_CONFLICT = _insert_unless_stored(_CONFLICT)
_LINE_NAMES = [name for name in _LINE.c.keys() if name != "id"]
_INSERT_LINE = PreparedStatement(insert(_LINE).values({name: bindparam(name) for name in _LINE_NAMES}))
_MOST_HASHED_IN_MEMORY = 500
"""Up to so many sales of one batch the chain hashes the values as written; more are read back in windows."""
_APPLIED = update(_PENDING).where(_PENDING.c.id == bindparam("pending")).values(decided_at=bindparam("at"))
_LOCK_LEDGER = text("LOCK TABLE sale, sale_resolution IN SHARE ROW EXCLUSIVE MODE")
_LOCK_IDS = text(
    "SELECT pg_advisory_xact_lock(hashtextextended(one, 0)) FROM "
    "(SELECT DISTINCT unnest(CAST(:ids AS text[])) AS one ORDER BY 1) AS ids"
)


@dataclass(frozen=True, slots=True)
class Booking:
    """How a row counts: `recorded` counts in its period; `parked` has a late item with these values (`late`)."""

    result: str
    late: dict[str, Any] | None = None


RECORDED = Booking("recorded")


def lock_ids(connection: Connection, uuids: Iterable[str]) -> None:
    """PostgreSQL: lock these ids until the transaction ends, so that a concurrent reversal always sees its sale.

    SQLite has one writer, so nothing is needed.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK_IDS, {"ids": list(uuids)})


def lock_ledger(connection: Connection) -> None:
    """PostgreSQL: no other transaction writes a sale or a resolution until this one ends.

    An insert that waits for the lock takes its snapshot afterwards. SQLite has one writer, so nothing is needed.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK_LEDGER)


def lock_months(periods: Iterable[Period], connection: Connection | None = None) -> dict[Period, MonthState]:
    """The states of these months, locked until the transaction ends; in order of time, so that no deadlock arises."""
    return {period: lock_month(period, connection=connection) for period in sorted(set(periods))}


def decide_booking(sale: ValidSale, months: Mapping[Period, MonthState]) -> Booking:
    """Recorded, or parked because of its clock (decisions 20) or because its month is closed (decisions 17)."""
    period = sale.row["period"]
    closed = months[period].is_closed
    if closed and "month_closed" not in sale.row["flags"]:
        sale.row["flags"] = [*sale.row["flags"], "month_closed"]
    if sale.is_clock_parked:
        return Booking("parked", {"period": period, "reason": "clock"})
    return Booking("parked", {"period": period, "reason": "month_closed"}) if closed else RECORDED


def insert_sales(
    connection: Connection, sales: Sequence[ValidSale], bookings: Sequence[Booking]
) -> dict[str, int]:
    """Write sales with their lines and late items; row ids by uuid. A missing uuid was stored before."""
    rows = []
    for one, booking in zip(sales, bookings, strict=True):
        one.row["result"] = booking.result
        rows.append(one.row)
    ids = _insert_rows(connection, rows)
    new, late = [], []
    for one, booking in zip(sales, bookings, strict=True):
        sale_id = ids.get(one.row["uuid"])
        if sale_id is None:
            continue
        for line in one.lines:
            line["sale_id"] = sale_id
        new.append(one)
        if booking.late is not None:
            late.append(late_row(booking.late, one.row["received_at"], sale_id=sale_id))
    if connection.dialect.name == "sqlite" and len(new) <= _MOST_HASHED_IN_MEMORY:
        _insert_lines(connection, new)
    else:
        _INSERT_LINE.write(connection, [line for one in new for line in one.lines])
    queue_late_items(late)
    return ids


def _insert_lines(connection: Connection, sales: Sequence[ValidSale]) -> None:
    """Write each sale's lines in one statement; hand the chain the sale's values, so that it need not read them."""
    for sale in sales:
        values = {
            f"{name}_{place}": line[name] for place, line in enumerate(sale.lines) for name in _LINE_NAMES
        }
        ids = sorted(_insert_of_lines(len(sale.lines)).rows(connection, values))
        lines = [(line_id, line) for (line_id,), line in zip(ids, sale.lines, strict=True)]
        register_written(connection, "sale", sale.lines[0]["sale_id"], sale.row, lines)


@cache
def _insert_of_lines(count: int) -> PreparedStatement:
    """The insert statement for `count` lines; SQLite numbers them in their order."""
    rows = [{name: bindparam(f"{name}_{place}") for name in _LINE_NAMES} for place in range(count)]
    return PreparedStatement(insert(_LINE).values(rows).returning(_LINE.c.id))


def _insert_rows(connection: Connection, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Row ids by uuid of the rows that were new. One statement per row on SQLite, two in all on PostgreSQL."""
    new = [{**row, "buyer_id": row["employee_id"]} for row in rows if row["void_of"] is None]
    reversals = [row for row in rows if row["void_of"] is not None]  # they keep the buyer of their original
    if connection.dialect.name == "sqlite":
        written = [_INSERT_SALE.first(connection, row) for row in new]
        written += [_INSERT_REVERSAL.first(connection, row) for row in reversals]
    else:
        written = []
        for statement, some in ((_INSERT_SALES, new), (_INSERT_REVERSALS, reversals)):
            written += connection.execute(statement, some).all() if some else []
    by_uuid = {row[1]: row for row in written if row is not None}
    for row in rows:
        if row["uuid"] in by_uuid:
            row["employee_id"] = by_uuid[row["uuid"]][2]  # the chain hashes the buyer that was written
    return {uuid: row[0] for uuid, row in by_uuid.items()}


def late_row(
    values: Mapping[str, Any],
    arrived_at: Any,
    *,
    sale_id: int | None = None,
    resolution_id: int | None = None,
) -> dict[str, Any]:
    """The columns of a late item: undecided unless `values` decide it; its bundle is the sale's id unless given."""
    return {
        "sale_id": sale_id,
        "resolution_id": resolution_id,
        "bundle": sale_id,
        "arrived_at": arrived_at,
        "decision": None,
        "decision_reason": "",
        "decided_by": None,
        "decided_at": None,
        "supplement_id": None,
        **values,
    }


def insert_pending(connection: Connection, row: Mapping[str, Any]) -> bool:
    """Store a reversal whose sale has not arrived. False if its id is stored already."""
    return connection.execute(_INSERT_PENDING[connection.dialect.name], row).first() is not None


def mark_applied(connection: Connection, pending_id: int, at: Any) -> None:
    """Mark a pending reversal as applied."""
    connection.execute(_APPLIED, {"pending": pending_id, "at": at})


def insert_conflicts(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store contents that came under a used id, each once; a person decides about them."""
    if rows:
        connection.execute(_INSERT_CONFLICT[connection.dialect.name], rows)
