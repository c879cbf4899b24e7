"""Computes the unsettled rows once, so that sums and lines of new statements are read from the same rows."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    insert,
    select,
    text,
)

from app.extensions import db
from app.settlement.lookups.unsettled import unsettled_lines, unsettled_losses
from app.settlement.models import Statement
from app.shared.columns import table


def _temporary(name: str, **columns: Any) -> Table:
    return Table(name, MetaData(), *(Column(*one) for one in columns.items()), prefixes=["TEMPORARY"])


_LINES = _temporary(
    "unsettled_line_now", sale_line_id=BigInteger(), maker_id=BigInteger(), booth_id=BigInteger(),
    quantity=Integer(), amount=BigInteger(), percent=Integer(), share=BigInteger(), money_with=String(5),
)  # fmt: skip
_LOSSES = _temporary(
    "unsettled_loss_now", move_id=BigInteger(), maker_id=BigInteger(), booth_id=BigInteger(), pieces=Integer(),
    unit_price=BigInteger(), amount=BigInteger(), share=BigInteger(),
)  # fmt: skip

_MADE = _temporary("statement_now", statement_id=BigInteger(), maker_id=BigInteger(), booth_id=BigInteger())
_ANALYZE = {
    _LINES: text("ANALYZE unsettled_line_now"),
    _LOSSES: text("ANALYZE unsettled_loss_now"),
    _MADE: text("ANALYZE statement_now"),
}
_STATEMENT = table(Statement)


@dataclass(frozen=True, slots=True)
class UnsettledNow:
    """The temporary tables of unsettled lines and losses."""

    lines: Table
    losses: Table


@contextmanager
def unsettled_now(
    maker_ids: Collection[int] | None, booth_ids: Collection[int] | None, until: int
) -> Iterator[UnsettledNow]:
    """Write lines up to this sale id, and losses, to temporary tables of the connection. A price, match or term changed
    meanwhile thus affects both sums and lines, or neither."""
    connection = db.session.connection()
    rows = {
        _LINES: unsettled_lines(maker_ids, booth_ids, until),
        _LOSSES: unsettled_losses(maker_ids, booth_ids),
    }
    for target, query in rows.items():
        _fill(connection, target, query)
    yield UnsettledNow(_LINES, _LOSSES)
    for target in rows:
        target.drop(connection, checkfirst=False)


@contextmanager
def statements_now(first: int, last: int) -> Iterator[Table]:
    """(statement_id, maker_id, booth_id) of the statements between two ids, made in this transaction."""
    connection = db.session.connection()
    columns = (_STATEMENT.c.id.label("statement_id"), _STATEMENT.c.maker_id, _STATEMENT.c.booth_id)
    _fill(connection, _MADE, select(*columns).where(_STATEMENT.c.id.between(first, last)))
    yield _MADE
    _MADE.drop(connection, checkfirst=False)


def _fill(connection: Connection, target: Table, query: Select[Any]) -> None:
    target.create(connection, checkfirst=False)
    found, names = query.subquery("found"), target.c.keys()
    connection.execute(insert(target).from_select(names, select(*(found.c[name] for name in names))))
    if connection.dialect.name == "postgresql":  # its planner has no statistics of the new rows
        connection.execute(_ANALYZE[target])
