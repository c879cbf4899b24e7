"""Reads one row of a sales book written by hand. Pure: cells in, a row or a reason code out (decisions, files).

Columns: TANGGAL JAM POJOK NO LEMBAR BARIS NIP NAMA UMKM PRODUK JUMLAH HARGA SATUAN TOTAL CARA BAYAR KETERANGAN.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from app.directory.rules import NipError, read_nip
from app.imports.cells import read_day, read_needed, read_rupiah, read_text, read_time, read_whole
from app.imports.faults import RowRefused
from app.imports.sheet import Columns
from app.sales.drafts import PUBLIC, BuyerRef
from app.sales.rules import MAX_QUANTITY
from app.shared.text import normalize

_SYNONYMS = {
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
COLUMNS = Columns(
    _SYNONYMS,
    required=[
        {
            "date",
            "booth",
            "sheet",
            "line",
            "nip",
            "name",
            "maker",
            "product",
            "quantity",
            "unit_price",
            "total",
        }
    ],
)
PAYMENTS = {"": "none", "TUNAI": "cash", "CASH": "cash", "QRIS": "qris", "TRANSFER": "transfer", "-": "none"}
NOON = time(12, 0)
_VOIDED = re.compile(r"(di)?batal(kan)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BookRow:
    """One row of a book, number `row` of its file. Its key is booth + sheet + line; `is_void` says BATAL."""

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
    row: int = 0

    def content_digest(self) -> str:
        """The SHA-256 of the content that must not change under one key: the row without BATAL and remark."""
        values = [
            self.day.isoformat(),
            self.at.isoformat() if self.at else "",
            [self.buyer.key, _number(self.buyer), self.buyer.name],
            [_fold(self.maker), _fold(self.product), self.quantity, self.unit_price, self.payment],
        ]
        return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def read_row(get: Callable[[str], Any], today: date, row: int = 0) -> BookRow:
    """Read one row, number `row` of its file, through its column getter. RowRefused."""
    day = read_day(get("date"), "date")
    if day > today:
        raise RowRefused("future", "date", day)
    quantity = read_whole(get("quantity"), "quantity", MAX_QUANTITY)
    price = read_rupiah(get("unit_price"), "unit_price")
    total = read_rupiah(get("total"), "total")
    if total != quantity * price:
        raise RowRefused("total", "total", total)
    payment = PAYMENTS.get(read_text(get("payment"), "payment", 40).upper())
    if payment is None:
        raise RowRefused("payment", "payment", get("payment"))
    note = read_text(get("note"), "note", 300)
    number = get("nip")
    return BookRow(
        booth=read_needed(get("booth"), "booth", 120),
        sheet=read_needed(get("sheet"), "sheet", 60),
        line=read_whole(get("line"), "line", 1_000_000),
        day=day,
        at=read_time(get("time"), "time"),
        buyer=_buyer(number, get("name")),
        is_number_cell=isinstance(number, int | float) and not isinstance(number, bool),
        maker=read_needed(get("maker"), "maker", 200),
        product=read_needed(get("product"), "product", 200),
        quantity=quantity,
        unit_price=price,
        payment=payment,
        note=note,
        is_void=bool(_VOIDED.match(note)),
        row=row,
    )


def _buyer(number: Any, name: Any) -> BuyerRef:
    """A NIP, a KODE, or empty: then an empty name or UMUM is the public, another name stays unresolved."""
    shown_name = read_text(name, "name", 200)
    if isinstance(number, int | float) and not isinstance(number, bool):
        typed = f"{number:.15g}"  # a number cell has at most 15 exact digits, so it is nobody's NIP
    else:
        typed = read_text(number, "nip", 60)
    if typed:
        return BuyerRef("nip", typed, shown_name)
    if not shown_name or shown_name.upper() == "UMUM":
        return PUBLIC
    return BuyerRef("name", shown_name)


def _number(buyer: BuyerRef) -> str:
    """A NIP without blanks and dots, so that retyping them changes nothing; anything else as typed."""
    try:
        return read_nip(buyer.value) if buyer.key == "nip" else buyer.value
    except NipError:
        return buyer.value


def _fold(text: str) -> str:
    return " ".join(normalize(text, "NFKC").casefold().split())
