"""Putting judged drafts into the ledger, inside a writing transaction. One way for tills, pages and books.

A sale's id is unique in the database: who loses a race inserts nothing and is told so by the missing RETURNING row
(row counts are never trusted). What arrives for a closed month is written all the same and waits (decisions 17).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, insert, text, update
from sqlalchemy.dialects import postgresql, sqlite

from app.audit.chain import note_written
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


def _unless_there(target: Any, *returning: Any) -> dict[str, Any]:
    """INSERT … ON CONFLICT DO NOTHING for each engine, built once."""
    made = {}
    for name, insert_into in _DIALECTS.items():
        statement = insert_into(target).on_conflict_do_nothing()
        made[name] = statement.returning(*returning) if returning else statement
    return made


_VALUES = {name: bindparam(name) for name in _SALE.c.keys() if name != "id"}
_FRESH: dict[str, Any] = _VALUES | {"employee_id": lookups.CURRENT_BUYER}


def _insert_sales(insert_into: Any, values: Mapping[str, Any]) -> Any:
    made = insert_into(_SALE).values(values).on_conflict_do_nothing()
    return made.returning(_SALE.c.id, _SALE.c.uuid, _SALE.c.employee_id)


_INSERT_REVERSALS = _insert_sales(postgresql.insert, _VALUES)
_INSERT_REVERSAL = PreparedStatement(_insert_sales(sqlite.insert, _VALUES))
_INSERT_SALES = _insert_sales(postgresql.insert, _FRESH)
_INSERT_SALE = PreparedStatement(_insert_sales(sqlite.insert, _FRESH))
_INSERT_PENDING = _unless_there(_PENDING, _PENDING.c.id)
_INSERT_CONFLICT = _unless_there(_CONFLICT)
_LINE_NAMES = [name for name in _LINE.c.keys() if name != "id"]
_INSERT_LINE = PreparedStatement(insert(_LINE).values({name: bindparam(name) for name in _LINE_NAMES}))
_MOST_NOTED = 500
"""Sales of one batch whose digests come from what was written; a book of thousands is read back in windows."""
_APPLIED = update(_PENDING).where(_PENDING.c.id == bindparam("pending")).values(applied_at=bindparam("at"))
_LOCK_LEDGER = text("LOCK TABLE sale, sale_resolution IN SHARE ROW EXCLUSIVE MODE")
_LOCK_IDS = text(
    "SELECT pg_advisory_xact_lock(hashtextextended(one, 0)) FROM "
    "(SELECT DISTINCT unnest(CAST(:ids AS text[])) AS one ORDER BY 1) AS ids"
)


@dataclass(frozen=True, slots=True)
class Booking:
    """Where a row will count: `recorded` in its period, or `parked` with the late item of these values."""

    result: str
    late: dict[str, Any] | None = None


RECORDED = Booking("recorded")


def lock_ids(connection: Connection, uuids: Iterable[str]) -> None:
    """PostgreSQL: whoever writes about the same ids waits, so that a reversal and its sale never miss each other.

    On SQLite there is one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK_IDS, {"ids": list(uuids)})


def lock_ledger(connection: Connection) -> None:
    """Nobody else writes a sale or a resolution until this transaction ends, and what was written is seen.

    PostgreSQL: an insert that waits for it takes its snapshot afterwards. SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK_LEDGER)


def lock_months(periods: Iterable[Period], connection: Connection | None = None) -> dict[Period, MonthState]:
    """The states of these months, fixed until the transaction ends; locked in order of time."""
    return {period: lock_month(period, connection=connection) for period in sorted(set(periods))}


def dispose(prepared: ValidSale, months: Mapping[Period, MonthState]) -> Booking:
    """Recorded, or parked for its clock (decisions 20) or because its month is closed (17)."""
    period = prepared.row["period"]
    closed = months[period].is_closed
    if closed and "month_closed" not in prepared.row["flags"]:
        prepared.row["flags"] = [*prepared.row["flags"], "month_closed"]
    if prepared.is_clock_parked:
        return Booking("parked", {"period": period, "reason": "clock"})
    return Booking("parked", {"period": period, "reason": "month_closed"}) if closed else RECORDED


def insert_sales(
    connection: Connection, prepared: Sequence[ValidSale], dispositions: Sequence[Booking]
) -> dict[str, int]:
    """Write sales with lines and late items in bulk; ids by uuid. A uuid that is missing was there before."""
    rows = []
    for one, disposition in zip(prepared, dispositions, strict=True):
        one.row["result"] = disposition.result
        rows.append(one.row)
    ids = _insert_rows(connection, rows)
    new, late = [], []
    for one, disposition in zip(prepared, dispositions, strict=True):
        sale_id = ids.get(one.row["uuid"])
        if sale_id is None:
            continue
        for line in one.lines:
            line["sale_id"] = sale_id
        new.append(one)
        if disposition.late is not None:
            late.append(late_row(disposition.late, one.row["received_at"], sale_id=sale_id))
    if connection.dialect.name == "sqlite" and len(new) <= _MOST_NOTED:
        _insert_lines(connection, new)
    else:
        _INSERT_LINE.write(connection, [line for one in new for line in one.lines])
    queue_late_items(late)
    return ids


def _insert_lines(connection: Connection, sales: Sequence[ValidSale]) -> None:
    """Write the lines of each sale at once, and tell the chain the whole sale, so that it need not be read back."""
    for one in sales:
        values = {
            f"{name}_{place}": line[name] for place, line in enumerate(one.lines) for name in _LINE_NAMES
        }
        ids = sorted(_several_lines(len(one.lines)).rows(connection, values))
        lines = [(line_id, line) for (line_id,), line in zip(ids, one.lines, strict=True)]
        note_written(connection, "sale", one.lines[0]["sale_id"], one.row, lines)


@cache
def _several_lines(count: int) -> PreparedStatement:
    """The insert of so many lines; SQLite numbers them in their order."""
    rows = [{name: bindparam(f"{name}_{place}") for name in _LINE_NAMES} for place in range(count)]
    return PreparedStatement(insert(_LINE).values(rows).returning(_LINE.c.id))


def _insert_rows(connection: Connection, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Ids by uuid of the rows that were new. SQLite takes them one by one, PostgreSQL in few round trips."""
    fresh = [{**row, "buyer_id": row["employee_id"]} for row in rows if row["void_of"] is None]
    reversals = [row for row in rows if row["void_of"] is not None]  # for whom the original stands
    if connection.dialect.name == "sqlite":
        written = [_INSERT_SALE.first(connection, row) for row in fresh]
        written += [_INSERT_REVERSAL.first(connection, row) for row in reversals]
    else:
        written = []
        for statement, some in ((_INSERT_SALES, fresh), (_INSERT_REVERSALS, reversals)):
            written += connection.execute(statement, some).all() if some else []
    found = {row[1]: row for row in written if row is not None}
    for row in rows:
        if row["uuid"] in found:
            row["employee_id"] = found[row["uuid"]][2]  # what was written is what the chain is told
    return {uuid: row[0] for uuid, row in found.items()}


def late_row(
    values: Mapping[str, Any],
    arrived_at: Any,
    *,
    sale_id: int | None = None,
    resolution_id: int | None = None,
) -> dict[str, Any]:
    """A late item's columns: undecided unless the values say otherwise; bundled by the first sale's id."""
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
    """Keep a reversal whose sale is not here yet; False when its id was kept already."""
    return connection.execute(_INSERT_PENDING[connection.dialect.name], row).first() is not None


def mark_applied(connection: Connection, pending_id: int, at: Any) -> None:
    """A kept reversal found its sale."""
    connection.execute(_APPLIED, {"pending": pending_id, "at": at})


def insert_conflicts(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep contents that came under a used id, each once, for a person to look at."""
    if rows:
        connection.execute(_INSERT_CONFLICT[connection.dialect.name], rows)
