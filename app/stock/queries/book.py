"""Reads the stored rows of handwritten books and the sums of moves, to check another book against them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.extensions import db
from app.shared.columns import table
from app.stock.models import StockMove, SupplyLine, SupplyNote

_NOTE, _LINE, _MOVE = table(SupplyNote), table(SupplyLine), table(StockMove)


@dataclass(frozen=True, slots=True)
class StoredLine:
    """The content of a stored book row, to compare it with another row of the same key."""

    kind: str
    product_id: int
    stated: int
    counted: int
    unit_price: int
    moved_at: datetime


def list_book_lines(booth_ids: Collection[int]) -> dict[tuple[int, str, int], StoredLine]:
    """(booth id, note number in the book, line) → the stored row. One statement."""
    query = (
        select(
            _LINE.c.booth_id, _LINE.c.book_note, _LINE.c.book_line, _NOTE.c.kind, _LINE.c.product_id,
            _LINE.c.stated_quantity, _LINE.c.counted_quantity, _LINE.c.unit_price, _NOTE.c.moved_at,
        )
        .join(_NOTE, _NOTE.c.id == _LINE.c.note_id)
        .where(_LINE.c.booth_id.in_(booth_ids), _LINE.c.book_note.is_not(None))
    )  # fmt: skip
    return {(row[0], row[1], row[2]): StoredLine(*row[3:]) for row in db.session.execute(query)}


def sum_moved(booth_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """(booth id, product id) → pieces that came − pieces that left, without sales. One statement."""
    query = (
        select(_MOVE.c.booth_id, _MOVE.c.product_id, func.sum(_MOVE.c.quantity))
        .where(_MOVE.c.booth_id.in_(booth_ids))
        .group_by(_MOVE.c.booth_id, _MOVE.c.product_id)
    )
    return {(row[0], row[1]): int(row[2]) for row in db.session.execute(query)}


def list_last_numbers(booth_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """(booth id, year) → the last number of a supply note."""
    query = (
        select(_NOTE.c.booth_id, _NOTE.c.year, func.max(_NOTE.c.sequence))
        .where(_NOTE.c.booth_id.in_(booth_ids))
        .group_by(_NOTE.c.booth_id, _NOTE.c.year)
    )
    return {(row[0], row[1]): row[2] for row in db.session.execute(query)}
