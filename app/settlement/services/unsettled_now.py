"""What is not settled at this moment, worked out once: sums and lines of new statements are read from the same rows."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, insert, select, text

from app.extensions import db
from app.settlement.lookups.unsettled import unsettled_lines, unsettled_losses


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

_ANALYZE = {_LINES: text("ANALYZE unsettled_line_now"), _LOSSES: text("ANALYZE unsettled_loss_now")}


@dataclass(frozen=True, slots=True)
class UnsettledNow:
    """Both kinds of rows."""

    lines: Table
    losses: Table


@contextmanager
def unsettled_now(
    maker_ids: Collection[int] | None, booth_ids: Collection[int] | None, until: int
) -> Iterator[UnsettledNow]:
    """Lines up to this sale id and losses, in temporary tables of the connection. A price, match or term that is
    changed meanwhile is in both sums and lines, or in neither."""
    connection = db.session.connection()
    rows = {
        _LINES: unsettled_lines(maker_ids, booth_ids, until),
        _LOSSES: unsettled_losses(maker_ids, booth_ids),
    }
    for target, query in rows.items():
        target.create(connection, checkfirst=False)
        found, names = query.subquery("found"), target.c.keys()
        chosen = select(*(found.c[name] for name in names))
        connection.execute(insert(target).from_select(names, chosen))
        if connection.dialect.name == "postgresql":  # or its planner takes the table for empty
            connection.execute(_ANALYZE[target])
    yield UnsettledNow(_LINES, _LOSSES)
    for target in rows:
        target.drop(connection, checkfirst=False)
