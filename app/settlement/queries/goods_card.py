"""The goods card with the statements that settle its sold goods and losses at the booth's cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.sales.queries.goods import list_line_ids_of_product
from app.settlement.models import Statement, StatementLine, StatementLoss
from app.shared.columns import table
from app.stock.models import StockMove
from app.stock.queries.card import CardRow, GoodsCard, get_goods_card

_STATEMENT, _LINE, _LOSS, _MOVE = (
    table(Statement),
    table(StatementLine),
    table(StatementLoss),
    table(StockMove),
)


@dataclass(frozen=True, slots=True)
class StatementLink:
    """The statement that a row of the card refers to."""

    id: int
    number: str


@dataclass(frozen=True, slots=True)
class SettledRow:
    """A row of the card. `is_unsettled`: it has sales without a statement."""

    row: CardRow
    statements: tuple[StatementLink, ...]
    is_unsettled: bool


@dataclass(frozen=True, slots=True)
class SettledCard:
    """A goods card whose rows refer to the statements that settle them."""

    card: GoodsCard
    rows: list[SettledRow]


def get_settled_card(booth_id: int, product_id: int, first: date, last: date) -> SettledCard:
    """The card of a product at a booth between two local dates, both inclusive. NotFound. Two additional statements."""
    card = get_goods_card(booth_id, product_id, first, last)
    lines, moves = _list_by_line(booth_id, product_id), _list_by_move(booth_id, product_id)
    return SettledCard(card, [_settled_row(row, lines, moves) for row in card.rows])


def _settled_row(
    row: CardRow, lines: dict[int, StatementLink], moves: dict[int, StatementLink]
) -> SettledRow:
    found = [lines.get(line_id) for line_id in row.line_ids]
    if row.move_id is not None:
        found = [moves[row.move_id]] if row.move_id in moves else []
    links = dict.fromkeys(link for link in found if link is not None)
    return SettledRow(row, tuple(links), None in found)


def _list_by_line(booth_id: int, product_id: int) -> dict[int, StatementLink]:
    query = (
        select(_LINE.c.sale_line_id, _STATEMENT.c.id, _STATEMENT.c.number)
        .join(_STATEMENT, _STATEMENT.c.id == _LINE.c.statement_id)
        .where(
            _STATEMENT.c.booth_id == booth_id, _LINE.c.sale_line_id.in_(list_line_ids_of_product(product_id))
        )
    )
    return _by_first(db.session.execute(query))


def _list_by_move(booth_id: int, product_id: int) -> dict[int, StatementLink]:
    query = (
        select(_LOSS.c.move_id, _STATEMENT.c.id, _STATEMENT.c.number)
        .join(_STATEMENT, _STATEMENT.c.id == _LOSS.c.statement_id)
        .join(_MOVE, _MOVE.c.id == _LOSS.c.move_id)
        .where(_MOVE.c.booth_id == booth_id, _MOVE.c.product_id == product_id)
    )
    return _by_first(db.session.execute(query))


def _by_first(rows: Iterable[Any]) -> dict[int, StatementLink]:
    return {key: StatementLink(statement_id, number) for key, statement_id, number in rows}
