"""Makes statements that settle all unsettled lines and losses, each once."""

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Table, func, insert, select, text

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.extensions import db
from app.sales.queries import get_last_sale_id
from app.settlement.models import Statement, StatementLine, StatementLoss
from app.settlement.queries.due import Due, sum_due
from app.settlement.queries.terms import list_due_days
from app.settlement.rules import DEFAULT_DUE_DAYS, statement_number
from app.settlement.services.files import MOST_AT_ONCE, Build, store_statement_files
from app.settlement.services.unsettled_now import UnsettledNow, statements_now, unsettled_now
from app.shared import clock
from app.shared.columns import table
from app.shared.transaction import lock_table

_LOCK = text("LOCK TABLE statement IN SHARE ROW EXCLUSIVE MODE")
_AGREED = text("LOCK TABLE consignment_terms, booth_money IN SHARE MODE")
"""Who agrees for a day that is settled at this moment waits, and is then refused (`services/terms.py`)."""
_BATCH = 1_000
_STATEMENT, _LINE, _LOSS = table(Statement), table(StatementLine), table(StatementLoss)


def make_statements(
    *,
    actor: Actor,
    maker_ids: Collection[int] | None = None,
    booth_ids: Collection[int] | None = None,
    build: Build | None = None,
) -> list[int]:
    """Settle all unsettled lines and losses with one statement per maker and booth; returns the statements' ids.

    The database refuses a second statement line for a line or loss. `build` makes the workbooks to store, at most
    `MOST_AT_ONCE` of them.
    """
    lock_table(_LOCK)
    lock_table(_AGREED)
    to_seq = get_last_sale_id()  # a lower one that is committed later is settled by the next statement
    with unsettled_now(maker_ids, booth_ids, to_seq) as now:
        due = sum_due(now.lines, now.losses)
        if not due:
            return []
        made = _insert_statements(due, to_seq, actor)
        _settle(made, now)
    record_event(
        "settlement.make", actor=actor, subject="statement", subject_id=min(made),
        details={"statements": len(made), "to_seq": to_seq},
    )  # fmt: skip
    if build is not None and len(made) <= MOST_AT_ONCE:
        store_statement_files(made, build)
    return sorted(made)


def _insert_statements(due: Sequence[Due], to_seq: int, actor: Actor) -> list[int]:
    """Write the new statements in batches, so that memory never has a whole city's rows at once; returns their ids.

    No other transaction writes statements meanwhile, so the new ids are those after the last one. RETURNING them was
    slower: PostgreSQL planned each thousand rows.
    """
    rows, last = (
        _statement_rows(due, to_seq, actor),
        db.session.scalar(select(func.max(_STATEMENT.c.id))) or 0,
    )
    while batch := list(islice(rows, _BATCH)):
        db.session.execute(insert(_STATEMENT), batch)
    return list(db.session.scalars(select(_STATEMENT.c.id).where(_STATEMENT.c.id > last)))


def _statement_rows(due: Sequence[Due], to_seq: int, actor: Actor) -> Iterator[dict[str, Any]]:
    now, today = clock.now(), clock.today()
    sequence = _last_sequences(today.year)
    due_days = list_due_days(today)
    for one in due:
        sequence[one.booth_id] = sequence.get(one.booth_id, 0) + 1
        days = due_days.get((one.maker_id, one.booth_id), DEFAULT_DUE_DAYS)
        yield {
            "number": statement_number(one.booth_id, today.year, sequence[one.booth_id]),
            "maker_id": one.maker_id,
            "booth_id": one.booth_id,
            "year": today.year,
            "sequence": sequence[one.booth_id],
            "previous_id": one.previous_id,
            "to_seq": to_seq,
            "made_at": now,
            "made_by": actor.id,
            "due_on": today + timedelta(days=days),
            "line_count": one.lines,
            "loss_count": one.loss_count,
            "gross": one.gross,
            "held_gross": one.held_gross,
            "share": one.share,
            "losses": one.losses,
            "carried": one.carried,
            "payable": one.payable,
            "money_with": one.money_with,
        }


def _last_sequences(year: int) -> dict[int, int]:
    """Booth id → the last sequence number of the year."""
    query = select(_STATEMENT.c.booth_id, func.max(_STATEMENT.c.sequence)).where(_STATEMENT.c.year == year)
    return {row[0]: row[1] for row in db.session.execute(query.group_by(_STATEMENT.c.booth_id))}


def _settle(made: Collection[int], now: UnsettledNow) -> None:
    """Write the settled lines and losses of all new statements, with one SQL statement each."""
    first, last = min(made), max(made)
    names = ("sale_line_id", "quantity", "amount", "percent", "share", "money_with")
    with statements_now(first, last) as statements:
        _insert_from(_LINE, now.lines, names, statements)
        _insert_from(_LOSS, now.losses, ("move_id", "pieces", "unit_price", "amount", "share"), statements)
    seal_states(
        "statement_loss",
        db.session.scalars(select(_LOSS.c.id).where(_LOSS.c.statement_id.between(first, last))),
    )


def _insert_from(target: Table, rows: Table, names: Sequence[str], made: Table) -> None:
    chosen = (
        select(made.c.statement_id, *(rows.c[name] for name in names))
        .join(made, (made.c.maker_id == rows.c.maker_id) & (made.c.booth_id == rows.c.booth_id))
        .order_by(made.c.statement_id)
    )
    db.session.execute(insert(target).from_select(["statement_id", *names], chosen))
