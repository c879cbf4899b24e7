"""Imports a handwritten book of consigned goods (*buku titipan*): each row becomes a checked line of a supply note.

Importing a book again changes nothing. The key is booth, note number and line. A stored row with other content is
refused: booked moves are not changed; another row corrects them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from app.audit.rules import Actor
from app.booths.queries import list_booth_ids
from app.imports.cells import read_day, read_needed, read_rupiah, read_text, read_time
from app.imports.effect import ImportEffect
from app.imports.faults import RowRefused
from app.imports.sheet import Columns, SheetFile, SheetRow
from app.makers.queries import list_maker_ids, list_product_ids
from app.makers.rules import fold_name
from app.shared import clock
from app.stock.book_writer import BookLine, write_book
from app.stock.queries.book import StoredLine, list_book_lines, sum_moved
from app.stock.rules import INCOMING, MAX_PIECES

COLUMNS = Columns(
    {
        "day": ["TANGGAL"],
        "time": ["JAM"],
        "booth": ["POJOK"],
        "note": ["NO NOTA", "NOMOR NOTA"],
        "line": ["BARIS"],
        "kind": ["JENIS"],
        "maker": ["UMKM"],
        "product": ["PRODUK"],
        "stated": ["JUMLAH UMKM"],
        "counted": ["JUMLAH DITERIMA"],
        "reason": ["ALASAN"],
        "price": ["HARGA JUAL", "HARGA"],
        "best_before": ["KEDALUWARSA", "BAIK SEBELUM"],
        "remark": ["KETERANGAN"],
    },
    required=[{"day", "booth", "note", "line", "kind", "maker", "product", "counted"}],
    label="product",
)
KINDS = {
    "titip": "delivery", "retur": "return", "rusak": "broken", "hilang": "lost", "kedaluwarsa": "expired",
    "kadaluarsa": "expired", "temuan": "found",
}  # fmt: skip
_MIDNIGHT = time(0, 0)


@dataclass(frozen=True, slots=True)
class BookRow:
    """One row as written; `moved_at` is an instant, pieces whole, price in whole rupiah."""

    number: int
    moved_at: datetime
    booth: str
    note: str
    line: int
    kind: str
    maker: str
    product: str
    stated: int
    counted: int
    reason: str
    unit_price: int
    best_before: date | None
    remark: str


@dataclass
class BookPlan(ImportEffect):
    """The changes that the book would make."""

    lines: list[BookLine] = field(default_factory=list)


def read_book(path: Path, now: datetime, name: str | None = None) -> SheetFile[BookRow]:
    """The rows of a book, read without the database. Rows after `now` are refused. UnusableFile."""
    return SheetFile[BookRow](COLUMNS).read(path, lambda row: _read(row, now), name)


def _read(row: SheetRow, now: datetime) -> BookRow:
    day = read_day(row.get("day"), "day")
    at = read_time(row.get("time"), "time") or _MIDNIGHT  # if the book has no time
    moved_at = clock.at_local(day, at.hour, at.minute, at.second)
    if moved_at > now:
        raise RowRefused("future", "day", day.isoformat())
    kind = KINDS.get(read_needed(row.get("kind"), "kind", 30).casefold())
    if kind is None:
        raise RowRefused("kind", "kind", row.get("kind"))
    counted = _read_pieces(row.get("counted"), "counted")
    stated = counted if row.get("stated") is None else _read_pieces(row.get("stated"), "stated")
    reason = read_text(row.get("reason"), "reason", 100)
    if not reason and (counted != stated or kind not in INCOMING | {"return"}):
        raise RowRefused("reason", "reason")
    best_before = None if row.get("best_before") is None else read_day(row.get("best_before"), "best_before")
    if kind == "delivery" and best_before is not None and best_before < day:
        raise RowRefused("expired", "best_before", best_before.isoformat())
    return BookRow(
        row.number, moved_at, read_needed(row.get("booth"), "booth", 120), read_needed(row.get("note"), "note", 60),
        _read_line(row.get("line")), kind, read_needed(row.get("maker"), "maker", 200),
        read_needed(row.get("product"), "product", 200), stated, counted, reason,
        read_rupiah(row.get("price"), "price"), best_before, read_text(row.get("remark"), "remark", 300),
    )  # fmt: skip


def _read_pieces(cell: object, column: str) -> int:
    if isinstance(cell, str) and cell.strip().isascii() and cell.strip().isdigit() and len(cell.strip()) < 6:
        cell = int(cell)
    if not isinstance(cell, int) or isinstance(cell, bool) or not 0 <= cell <= MAX_PIECES:
        raise RowRefused("pieces", column, "" if cell is None else cell)
    return cell


def _read_line(cell: object) -> int:
    line = _read_pieces(cell, "line")
    if line == 0:
        raise RowRefused("pieces", "line", 0)
    return line


def plan_book(file: SheetFile[BookRow], booth_ids: Collection[int] | None = None) -> BookPlan:
    """Check the rows against makers, products, booths and stored rows; writes nothing.

    `booth_ids`: the booths the sender may use; None: all.
    """
    plan, judge = BookPlan.of(file), _Judge(file.rows, booth_ids)
    for row in file.rows:
        try:
            line = judge.judge(row)
        except RowRefused as refused:
            plan.refused.append(refused.at(row.number, row.product))
            continue
        if line is None:
            plan.unchanged += 1
        else:
            plan.lines.append(line)
            plan.created += 1
    plan.refused.sort(key=lambda fault: fault.row)
    return plan


class _Judge:
    """Checks rows against the stored data plus the rows accepted before, as if the file were applied row by row."""

    def __init__(self, rows: Iterable[BookRow], allowed: Collection[int] | None) -> None:
        self.makers, self.products = list_maker_ids(), list_product_ids()
        self.fold = fold = cache(fold_name)  # a book repeats the same names many times
        self.booths = {key: one for key, one in list_booth_ids().items() if allowed is None or one in allowed}
        booth_ids = {self.booths[key] for row in rows if (key := fold(row.booth)) in self.booths}
        self.stored = list_book_lines(booth_ids)
        self.moved = defaultdict(int, sum_moved(booth_ids))

    def judge(self, row: BookRow) -> BookLine | None:
        """The line to write, None if it is stored already. RowRefused."""
        maker = self.fold(row.maker)
        booth_id, maker_id = self.booths.get(self.fold(row.booth)), self.makers.get(maker)
        if booth_id is None:
            raise RowRefused("booth_unknown", "booth", row.booth)
        if maker_id is None:
            raise RowRefused("maker_unknown", "maker", row.maker)
        product_id = self.products.get((maker, self.fold(row.product)))
        if product_id is None:
            raise RowRefused("product_unknown", "product", row.product)
        content = StoredLine(row.kind, product_id, row.stated, row.counted, row.unit_price, row.moved_at)
        before = self.stored.get((booth_id, row.note, row.line))
        if before is not None:
            if before != content:
                raise RowRefused("content_differs", "note")
            return None
        pieces = row.counted if row.kind in INCOMING else -row.counted
        if pieces < 0 and self.moved[booth_id, product_id] + pieces < 0:
            raise RowRefused("more_than_came", "counted", row.counted)
        self.moved[booth_id, product_id] += pieces
        self.stored[booth_id, row.note, row.line] = content
        return BookLine(
            booth_id, maker_id, row.note, row.line, content, row.reason, row.best_before, row.remark
        )


def apply_book(plan: BookPlan, *, actor: Actor) -> BookPlan:
    """Write a plan made in the same transaction."""
    write_book(plan.lines, actor=actor)
    return plan
