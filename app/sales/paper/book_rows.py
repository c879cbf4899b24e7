"""Reading one row of a hand-kept sales book. Pure: cells in, a row or a reason code out (decisions, files).

Columns: TANGGAL JAM POJOK NO LEMBAR BARIS NIP NAMA UMKM PRODUK JUMLAH HARGA SATUAN TOTAL CARA BAYAR KETERANGAN.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from app.directory.rules import NipError, read_nip
from app.excel.invisible_marks import CellMark
from app.sales.drafts import PUBLIC, BuyerRef
from app.sales.rules import MAX_QUANTITY
from app.shared.money import MAX_AMOUNT, NotRupiah, parse_rupiah
from app.shared.text import normalize

SYNONYMS = {
    "date": ("TANGGAL", "TGL"),
    "time": ("JAM", "PUKUL", "WAKTU"),
    "booth": ("POJOK", "BOOTH"),
    "sheet": ("NO LEMBAR", "NOMOR LEMBAR", "LEMBAR"),
    "line": ("BARIS", "NO BARIS"),
    "nip": ("NIP", "NIP/KODE", "NIP BARU"),
    "name": ("NAMA", "NAMA PEMBELI", "PEMBELI"),
    "maker": ("UMKM",),
    "product": ("PRODUK", "NAMA PRODUK", "BARANG"),
    "quantity": ("JUMLAH", "QTY", "BANYAK"),
    "unit_price": ("HARGA SATUAN", "HARGA"),
    "total": ("TOTAL", "JUMLAH HARGA"),
    "payment": ("CARA BAYAR", "PEMBAYARAN"),
    "note": ("KETERANGAN", "CATATAN"),
}
REQUIRED = (
    {"date", "booth", "sheet", "line", "nip", "name", "maker", "product", "quantity", "unit_price", "total"},
)
PAYMENTS = {"": "none", "TUNAI": "cash", "CASH": "cash", "QRIS": "qris", "TRANSFER": "transfer", "-": "none"}
NOON = time(12, 0)
_MONTHS = ("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober",
           "november", "desember")  # fmt: skip
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2}|[a-z]+)[-/. ]([0-9]{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", re.ASCII)
_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2}))?", re.ASCII)
_ZONE = re.compile(r" ?wi(?:ta?|b)$", re.IGNORECASE)
_VOIDED = re.compile(r"(di)?batal(kan)?\b", re.IGNORECASE)


class RowFault(ValueError):
    """The row cannot be taken. `code` names the reason, `column` where."""

    def __init__(self, code: str, column: str, shown: object = "") -> None:
        super().__init__(code)
        self.code = code
        self.column = column
        self.shown = str(shown)[:60]


@dataclass(frozen=True, slots=True)
class BookRow:
    """One row of a book, read. `key` is booth + sheet + line; `is_void` says BATAL."""

    booth: str
    sheet: str
    line: int
    day: date
    at: time | None
    buyer: BuyerRef
    is_number_cell: bool
    maker: str
    product: str
    quantity: int
    unit_price: int
    payment: str
    note: str
    is_void: bool

    def content_digest(self) -> str:
        """SHA-256 of what the row says, BATAL and notes aside: what must not change under one key."""
        values = [
            self.day.isoformat(),
            self.at.isoformat() if self.at else "",
            [self.buyer.key, _number(self.buyer), self.buyer.name],
            [_fold(self.maker), _fold(self.product), self.quantity, self.unit_price, self.payment],
        ]
        return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def read_row(get: Callable[[str], Any], today: date) -> BookRow:
    """Read one row through its column getter. RowFault says why it is refused."""
    day = read_date(get("date"))
    if day > today:
        raise RowFault("future", "date", day)
    quantity = _whole(get("quantity"), "quantity", MAX_QUANTITY)
    price = _rupiah(get("unit_price"), "unit_price")
    total = _rupiah(get("total"), "total")
    if total != quantity * price:
        raise RowFault("total", "total", total)
    payment = PAYMENTS.get(_text(get("payment"), "payment", 40).upper())
    if payment is None:
        raise RowFault("payment", "payment", get("payment"))
    note = _text(get("note"), "note", 300)
    number = get("nip")
    return BookRow(
        booth=_needed(get("booth"), "booth", 120),
        sheet=_needed(get("sheet"), "sheet", 60),
        line=_whole(get("line"), "line", 1_000_000),
        day=day,
        at=read_time(get("time")),
        buyer=_buyer(number, get("name")),
        is_number_cell=isinstance(number, int | float) and not isinstance(number, bool),
        maker=_needed(get("maker"), "maker", 200),
        product=_needed(get("product"), "product", 200),
        quantity=quantity,
        unit_price=price,
        payment=payment,
        note=note,
        is_void=bool(_VOIDED.match(note)),
    )


def _buyer(number: Any, name: Any) -> BuyerRef:
    """A NIP, a KODE, or empty: then an empty name or UMUM is the public, another name stays unresolved."""
    shown_name = _text(name, "name", 200)
    if isinstance(number, int | float) and not isinstance(number, bool):
        typed = f"{number:.15g}"  # a number cell kept 15 digits at most: what is legible, and nobody's NIP
    else:
        typed = _text(number, "nip", 60)
    if typed:
        return BuyerRef("nip", typed, shown_name)
    if not shown_name or shown_name.upper() == "UMUM":
        return PUBLIC
    return BuyerRef("name", shown_name)


def read_date(cell: Any) -> date:
    """A date cell, `01-08-2026`, `1/8/2026`, `2026-08-01` or `1 Agustus 2026`. RowFault otherwise."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _needed(cell, "date", 40).lower()
    found = _YEAR_FIRST.fullmatch(text)
    parts = (found[1], found[2], found[3]) if found else _day_first(text)
    try:
        year, month, day = (int(part) for part in parts)
        made = date(year, month, day)
    except ValueError:
        raise RowFault("date", "date", cell) from None
    if not 2000 <= made.year <= 2199:
        raise RowFault("date", "date", cell)
    return made


def _day_first(text: str) -> tuple[str, str, str]:
    found = _DAY_FIRST.fullmatch(text)
    if not found:
        raise RowFault("date", "date", text)
    month = found[2]
    if not month.isdigit():
        names = [place for place, name in enumerate(_MONTHS, 1) if name == month or name[:3] == month]
        month = str(names[0]) if names else "0"
    return found[3], month, found[1]


def read_time(cell: Any) -> time | None:
    """A time cell, `16:18`, `16.18`, or None for a blank. RowFault otherwise."""
    if cell is None:
        return None
    if isinstance(cell, datetime):
        return cell.time().replace(microsecond=0)
    if isinstance(cell, time):
        return cell.replace(microsecond=0, tzinfo=None)
    if isinstance(cell, timedelta) and timedelta() <= cell < timedelta(days=1):
        return (datetime.min + cell).time().replace(microsecond=0)  # noqa: DTZ901  (only its wall clock is used)
    text = _text(cell, "time", 20)
    if not text:
        return None
    found = _CLOCK.fullmatch(_ZONE.sub("", text))
    try:
        return time(int(found[1]), int(found[2]), int(found[3] or 0)) if found else _no_time(cell)
    except ValueError:
        return _no_time(cell)


def _no_time(cell: Any) -> time:
    raise RowFault("time", "time", cell)


def _text(cell: Any, column: str, longest: int) -> str:
    """A cell as clean text, empty for a blank; whole numbers as their digits. RowFault for formulas and marks."""
    if cell is None:
        return ""
    if isinstance(cell, CellMark):
        raise RowFault("formula", column)
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    if not isinstance(cell, str):
        raise RowFault("not_text", column, cell)
    text = " ".join(normalize(cell).split())
    if not text.isprintable():
        raise RowFault("characters", column)
    if len(text) > longest:
        raise RowFault("too_long", column)
    return text


def _needed(cell: Any, column: str, longest: int) -> str:
    text = _text(cell, column, longest)
    if not text:
        raise RowFault("missing", column)
    return text


def _whole(cell: Any, column: str, most: int) -> int:
    """A whole number from 1, as a number cell or as digits. RowFault otherwise."""
    if isinstance(cell, CellMark):
        raise RowFault("formula", column)
    if isinstance(cell, str) and re.fullmatch(r"\s*[0-9]{1,7}\s*", cell, re.ASCII):
        cell = int(cell)
    if cell is None:
        raise RowFault("missing", column)
    if not isinstance(cell, int) or isinstance(cell, bool) or not 1 <= cell <= most:
        raise RowFault("number", column, cell)
    return cell


def _rupiah(cell: Any, column: str) -> int:
    """Whole rupiah from 1, as a number cell or as typed money. RowFault otherwise."""
    if isinstance(cell, str):
        try:
            cell = parse_rupiah(cell)
        except NotRupiah:
            raise RowFault("number", column, cell) from None
    return _whole(cell, column, MAX_AMOUNT)


def _number(buyer: BuyerRef) -> str:
    """A NIP in its one spelling, so that blanks or dots typed anew change nothing; anything else as typed."""
    try:
        return read_nip(buyer.value) if buyer.key == "nip" else buyer.value
    except NipError:
        return buyer.value


def _fold(text: str) -> str:
    return " ".join(normalize(text, "NFKC").casefold().split())
