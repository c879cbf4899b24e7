"""Why a row of a sales book is refused, for the person who keeps the book."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.sales.paper.sales_import import Rejected

REASONS: dict[str, Any] = {
    "future": _l("tanggalnya di masa depan ({shown})"),
    "total": _l("TOTAL ({shown}) tidak sama dengan JUMLAH × HARGA SATUAN"),
    "payment": _l("CARA BAYAR tidak dikenal ({shown}); pakai TUNAI, QRIS, atau TRANSFER"),
    "date": _l("TANGGAL tidak terbaca ({shown}); tulis seperti 01-08-2026"),
    "time": _l("JAM tidak terbaca ({shown}); tulis seperti 16:18"),
    "formula": _l("kolom {column} berisi rumus; tempelkan sebagai nilai"),
    "not_text": _l("kolom {column} bukan teks ({shown})"),
    "characters": _l("kolom {column} memuat huruf yang tidak terlihat"),
    "too_long": _l("kolom {column} terlalu panjang"),
    "missing": _l("kolom {column} kosong"),
    "number": _l("kolom {column} bukan bilangan bulat yang wajar ({shown})"),
    "key_twice": _l("POJOK, NO LEMBAR, dan BARIS yang sama muncul dua kali dengan isi berbeda"),
    "content_differs": _l("baris ini sudah tercatat dengan isi lain; buku besar tidak diubah"),
    "void_missing": _l("baris ini sudah dibatalkan; tanda BATAL tidak boleh hilang"),
}
COLUMNS = {
    "date": "TANGGAL", "time": "JAM", "booth": "POJOK", "sheet": "NO LEMBAR", "line": "BARIS", "nip": "NIP",
    "name": "NAMA", "maker": "UMKM", "product": "PRODUK", "quantity": "JUMLAH", "unit_price": "HARGA SATUAN",
    "total": "TOTAL", "payment": "CARA BAYAR", "note": "KETERANGAN",
}  # fmt: skip


def reason_sentence(one: Rejected) -> str:
    """Why a row was refused, as a clause: the command puts the row's number before it."""
    return str(REASONS[one.code]).format(shown=one.shown, column=COLUMNS.get(one.column, one.column))
