"""One booth's shelf for its manager: its goods, products to check, expiring lots and unchecked notes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from app.extensions import db
from app.shared import clock
from app.shared.columns import table
from app.stock.models import StockMove, SupplyLine, SupplyNote
from app.stock.queries.shelf import ShelfRow, list_shelf
from app.stock.queries.uncounted import UncountedProduct, list_uncounted
from app.stock.rules import list_remaining_lots, note_number

_NOTE, _LINE, _MOVE = table(SupplyNote), table(SupplyLine), table(StockMove)
WARN_DAYS = 7
"""Goods whose date comes within so many days are listed."""


@dataclass(frozen=True, slots=True)
class AgingLot:
    """Pieces of one product on the shelf with their best-before date."""

    row: ShelfRow
    best_before: date
    pieces: int
    is_past: bool


@dataclass(frozen=True, slots=True)
class PendingNote:
    """An unchecked note with a product."""

    id: int
    number: str


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One product to check this week, with the reasons: `lots` near or past their date, `uncounted` for long."""

    row: ShelfRow
    lots: list[AgingLot]
    uncounted: UncountedProduct | None


@dataclass(frozen=True, slots=True)
class BoothShelf:
    """The shelf of one booth at the end of a day. `pending` by product id; `aging` first expired first."""

    below_zero: list[ShelfRow]
    standing: list[ShelfRow]
    empty: list[ShelfRow]
    aging: list[AgingLot]
    uncounted: list[UncountedProduct]
    pending: dict[int, PendingNote]

    def list_checks(self) -> list[CheckItem]:
        """The products to check this week: earliest expiry first, then those below zero, then the longest uncounted."""
        long = {one.row.product_id: one for one in self.uncounted}
        lots: dict[int, list[AgingLot]] = defaultdict(list)
        for lot in self.aging:
            lots[lot.row.product_id].append(lot)
        rows = [*(lot.row for lot in self.aging), *self.below_zero, *(one.row for one in self.uncounted)]
        return [
            CheckItem(row, lots[row.product_id], long.get(row.product_id))
            for row in {row.product_id: row for row in rows}.values()
        ]


def get_booth_shelf(booth_id: int, day: date) -> BoothShelf:
    """The shelf of a booth at the end of this day (today: now). Five statements."""
    rows = list_shelf_on(booth_id, day)
    return BoothShelf(
        below_zero=[row for row in rows if row.shelf < 0],
        standing=[row for row in rows if row.shelf > 0],
        empty=[row for row in rows if row.shelf == 0],
        aging=list_aging(rows, booth_id, day),
        uncounted=list_uncounted(rows, booth_id, day),
        pending=_list_pending(booth_id),
    )


def list_shelf_on(booth_id: int, day: date) -> list[ShelfRow]:
    """The rows of a booth's shelf at the end of this day (today: now). One statement."""
    return list_shelf([booth_id], None if day == clock.today() else clock.end_of_day(day))


def list_aging(rows: Iterable[ShelfRow], booth_id: int, day: date) -> list[AgingLot]:
    """The lots of these shelf rows that expire by a week after this day, oldest first. One statement."""
    lots = _list_lots(booth_id, day)
    aging = [
        AgingLot(row, best_before, pieces, best_before < day)
        for row in rows
        for best_before, pieces in list_remaining_lots(lots[row.product_id], row.shelf)
        if best_before <= day + timedelta(days=WARN_DAYS)
    ]
    return sorted(aging, key=lambda lot: lot.best_before)


def _list_lots(booth_id: int, day: date) -> dict[int, list[tuple[date, int]]]:
    """Product id → delivered (best-before, pieces); goods without a date are assumed not to expire."""
    query = (
        select(_MOVE.c.product_id, func.coalesce(_LINE.c.best_before, date.max), _MOVE.c.quantity)
        .join(_LINE, _LINE.c.id == _MOVE.c.line_id)
        .where(_MOVE.c.booth_id == booth_id, _MOVE.c.kind == "delivery", _MOVE.c.business_date <= day)
    )
    lots: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for product_id, best_before, pieces in db.session.execute(query):
        lots[product_id].append((best_before, pieces))
    return lots


def find_pending_note(booth_id: int, product_id: int) -> PendingNote | None:
    """An unchecked note that delivers this product; None if there is none."""
    return _list_pending(booth_id).get(product_id)


def _list_pending(booth_id: int) -> dict[int, PendingNote]:
    query = (
        select(_LINE.c.product_id, _NOTE.c.id, _NOTE.c.year, _NOTE.c.sequence)
        .join(_NOTE, _NOTE.c.id == _LINE.c.note_id)
        .where(
            _NOTE.c.booth_id == booth_id,
            _NOTE.c.state.in_(("announced", "handed")),
            _NOTE.c.kind.in_(("delivery", "found")),
        )
        .order_by(_NOTE.c.id.desc())
    )
    return {
        product_id: PendingNote(note_id, note_number(booth_id, year, sequence))
        for product_id, note_id, year, sequence in db.session.execute(query)
    }
