"""The goods card (*kartu barang*) of one product at one booth: all changes of its pieces in order of time.

The balance after the last row is the shelf at that instant (makers 7).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy import func, text

from app.booths.queries import get_booth
from app.extensions import db
from app.makers.queries import get_maker, get_product
from app.sales.queries.goods import CORRECTED_AT, LINE, LINES
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import NotFound
from app.stock.models import CountLine, StockMove, SupplyLine, SupplyNote
from app.stock.queries.shelf import list_moves_of, list_shelf, list_sold_of
from app.stock.rules import note_number

_NOTE, _LINE, _MOVE, _COUNTED = table(SupplyNote), table(SupplyLine), table(StockMove), table(CountLine)
SOLD = "sold"


@dataclass(frozen=True, slots=True)
class CardRow:
    """One move, or the sales of a local day between two moves (`kind` is then `sold`), in pieces.

    `taken_back`: pieces returned by reversals. `note_id` and `note` (its number): the supply note of the move; a move
    of a count has none. `move_id` and `line_ids`: the move or sale lines of the row.
    """

    at: datetime
    kind: str
    came: int = 0
    gone: int = 0
    sold: int = 0
    taken_back: int = 0
    balance: int = 0
    note_id: int | None = None
    note: str = ""
    reason: str = ""
    best_before: date | None = None
    move_id: int | None = None
    line_ids: tuple[int, ...] = ()

    @property
    def day(self) -> date:
        """The local date."""
        return clock.local_date(self.at)

    @property
    def change(self) -> int:
        """The change of the shelf, in pieces."""
        return self.came - self.gone - self.sold + self.taken_back


@dataclass(frozen=True, slots=True)
class GoodsCard:
    """The card from one local date to another, both inclusive; `opening` is the shelf at the end of the day before.

    A card that ends today or later ends now. `delivered`: all pieces delivered so far.
    """

    booth_id: int
    booth: str
    maker_id: int
    maker: str
    product_id: int
    product: str
    first: date
    last: date
    opening: int
    delivered: int
    rows: list[CardRow]

    @property
    def closing(self) -> int:
        """The balance after the last row."""
        return self.rows[-1].balance if self.rows else self.opening

    def sum_of(self, name: str) -> int:
        """The sum of one column of the rows: came, gone, sold or taken_back."""
        return sum(getattr(row, name) for row in self.rows)


def get_goods_card(booth_id: int, product_id: int, first: date, last: date) -> GoodsCard:
    """The card of a product that was delivered to or sold at the booth. NotFound for any other."""
    booth, product = get_booth(booth_id), get_product(product_id)
    maker = get_maker(product.maker_id)
    shelf = list_shelf([booth_id], product_id=product_id)
    if not shelf:
        raise NotFound()
    before = clock.end_of_day(first - timedelta(days=1))
    until = None if last >= clock.today() else clock.end_of_day(last)
    opening = sum(row.shelf for row in list_shelf([booth_id], before, product_id=product_id))
    moves, sales = (
        _list_moves(booth_id, product_id, before, until),
        _list_sales(booth_id, product_id, before, until),
    )
    rows = list(_with_balances(opening, _join_sales(sorted([*moves, *sales], key=lambda row: row.at))))
    return GoodsCard(
        booth.id, booth.name, maker.id, maker.name, product.id, product.name, first, last, opening,
        shelf[0].delivered, rows,
    )  # fmt: skip


def _list_moves(booth_id: int, product_id: int, after: datetime, until: datetime | None) -> list[CardRow]:
    query = (
        list_moves_of([booth_id], until, product_id)
        .add_columns(
            _MOVE.c.id, _MOVE.c.kind, _MOVE.c.moved_at, _NOTE.c.id.label("note_id"), _NOTE.c.year, _NOTE.c.sequence,
            _LINE.c.best_before, func.coalesce(_LINE.c.reason, _COUNTED.c.reason, "").label("reason"),
        )
        .outerjoin(_LINE, _LINE.c.id == _MOVE.c.line_id)
        .outerjoin(_NOTE, _NOTE.c.id == _LINE.c.note_id)
        .outerjoin(_COUNTED, _COUNTED.c.id == _MOVE.c.count_line_id)
        .where(_MOVE.c.moved_at > after)
        .order_by(_MOVE.c.moved_at, _MOVE.c.id)
    )  # fmt: skip
    return [
        CardRow(
            row.moved_at, row.kind, came=row.delivered + row.found, gone=row.returned + row.lost + row.expired,
            note_id=row.note_id, reason=row.reason, best_before=row.best_before, move_id=row.id,
            note=note_number(booth_id, row.year, row.sequence) if row.note_id else "",
        )
        for row in db.session.execute(query)
    ]  # fmt: skip


def _list_sales(booth_id: int, product_id: int, after: datetime, until: datetime | None) -> list[CardRow]:
    columns = (LINE.c.id, CORRECTED_AT.label("at"), LINES.quantity)
    query = list_sold_of(columns, [booth_id], until, product_id).where(CORRECTED_AT > after)
    return [
        CardRow(at, SOLD, sold=max(pieces, 0), taken_back=max(-pieces, 0), line_ids=(line_id,))
        for line_id, at, pieces in db.session.execute(query.order_by(text("at"), LINE.c.id))
    ]


def _join_sales(rows: Iterable[CardRow]) -> Iterator[CardRow]:
    """Make one row of each local day's sales between two moves."""
    for (kind, _day), group in groupby(rows, key=lambda row: (row.kind, row.day)):
        joined = list(group)
        if kind != SOLD:
            yield from joined
            continue
        yield replace(
            joined[-1],
            sold=sum(row.sold for row in joined),
            taken_back=sum(row.taken_back for row in joined),
            line_ids=tuple(line_id for row in joined for line_id in row.line_ids),
        )


def _with_balances(opening: int, rows: Iterable[CardRow]) -> Iterator[CardRow]:
    balance = opening
    for row in rows:
        balance += row.change
        yield replace(row, balance=balance)
