"""One booth's shelf as its manager reads it: what is wrong, what stands there, what is empty, what grows old."""

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
from app.stock.rules import list_remaining_lots, number_of_note

_NOTE, _LINE, _MOVE = table(SupplyNote), table(SupplyLine), table(StockMove)
WARN_DAYS = 7
"""Goods whose date comes within so many days are listed."""


@dataclass(frozen=True, slots=True)
class AgingLot:
    """Pieces of one product on the shelf with their best-before."""

    row: ShelfRow
    best_before: date
    pieces: int
    is_past: bool


@dataclass(frozen=True, slots=True)
class PendingNote:
    """A note nobody has counted yet that names a product."""

    id: int
    number: str


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One product to look at this week, and each reason why: `lots` near or past their date, `uncounted` if long."""

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
        """What to look at this week: first expired first, then below zero, then what was not counted for longest."""
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
    """The shelf of a booth by the end of this day; of today: now. Five statements."""
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
    """The rows of a booth's shelf by the end of this day; of today: now. One statement."""
    return list_shelf([booth_id], None if day == clock.today() else clock.end_of_day(day))


def list_aging(rows: Iterable[ShelfRow], booth_id: int, day: date) -> list[AgingLot]:
    """What of these shelf rows is past its date on this day or will be in a week, oldest first. One statement."""
    lots = _list_lots(booth_id, day)
    aging = [
        AgingLot(row, best_before, pieces, best_before < day)
        for row in rows
        for best_before, pieces in list_remaining_lots(lots[row.product_id], row.shelf)
        if best_before <= day + timedelta(days=WARN_DAYS)
    ]
    return sorted(aging, key=lambda lot: lot.best_before)


def _list_lots(booth_id: int, day: date) -> dict[int, list[tuple[date, int]]]:
    """Delivered pieces by best-before, by product; goods without a date are taken to keep for ever."""
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
    """A note nobody has counted yet that brings this product, None if there is none."""
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
        product_id: PendingNote(note_id, number_of_note(booth_id, year, sequence))
        for product_id, note_id, year, sequence in db.session.execute(query)
    }
