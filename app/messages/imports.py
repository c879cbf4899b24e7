"""The sentences about refused rows and warnings, and the labels of columns, for all kinds of imports."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _l

from app.imports.faults import RowFault
from app.imports.registry import ImportKind
from app.messages.imports_makers import CERTIFICATES, REGISTER, SUPPLY_BOOK, TERMS
from app.messages.roster import REFUSALS, WARNINGS

COMMON: dict[str, Any] = {
    "missing": _l("Kolom {column} kosong. Isi dulu."),
    "not_text": _l("Isi kolom {column} bukan teks ({shown}). Ketik sebagai teks."),
    "number": _l("Isi kolom {column} bukan bilangan bulat yang wajar ({shown}). Perbaiki angkanya."),
    "date": _l("Tanggal di kolom {column} tidak terbaca ({shown}). Tulis seperti 01-08-2026."),
    "too_long": _l("Isi kolom {column} terlalu panjang. Pendekkan."),
    "characters": _l("Ada karakter yang tidak dapat dipakai. Ketik ulang isinya."),
    "formula": _l("Ada rumus di kolom {column}. Ganti dengan nilainya."),
    "maker_unknown": _l("UMKM {shown} belum terdaftar. Periksa ejaannya, atau daftarkan dulu."),
    "booth_unknown": _l("Pojok {shown} tidak ada. Periksa ejaannya."),
    "product_unknown": _l("Produk {shown} tidak ada pada UMKM ini. Periksa ejaannya, atau tambahkan dulu."),
}
"""What any kind of sheet may say, by reason; the readers of `app/imports/cells.py` raise no other reasons."""
PRODUCTS: dict[str, Any] = {
    "formula": _l("Ada sel berisi rumus atau galat. Salin sebagai nilai, lalu unggah lagi."),
    "maker_missing": _l("Kolom UMKM kosong. Isi nama UMKM-nya."),
    "maker_unreadable": _l("Nama UMKM tidak terbaca. Tulis sebagai teks, paling panjang 100 huruf."),
    "product_missing": _l("Kolom PRODUK kosong. Isi nama produknya."),
    "product_unreadable": _l("Nama produk tidak terbaca. Tulis sebagai teks, paling panjang 100 huruf."),
    "category_unreadable": _l("Kategori tidak terbaca. Tulis paling panjang 60 huruf."),
    "price_missing": _l("Kolom HARGA kosong. Isi harga satuan dalam rupiah bulat."),
    "price_unreadable": _l("Harga harus rupiah bulat lebih dari nol, misalnya 15000 atau Rp 15.000."),
    "price_twice": _l("Produk dan tanggal ini sudah punya harga lain di baris sebelumnya. Pilih salah satu."),
    "date_unreadable": _l("Tanggal BERLAKU SEJAK tidak terbaca. Tulis misalnya 01-11-2026."),
    "barcode_rounded": _l(
        "Kode batang sudah dibulatkan oleh Excel. Jadikan sel teks, lalu ketik ulang kodenya."
    ),
    "barcode_unreadable": _l("Kode batang hanya boleh huruf, angka, dan tanda - . / paling panjang 40."),
    "barcode_taken": _l("Kode batang ini sudah dipakai produk lain. Periksa kodenya."),
}
SALES_BOOK: dict[str, Any] = {
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
OF_KIND: dict[str, Mapping[str, Any]] = {
    "units": REFUSALS,
    "people": REFUSALS | WARNINGS,
    "products": PRODUCTS,
    "sales-book": SALES_BOOK,
    "makers": REGISTER,
    "supply-terms": TERMS,
    "supply-book": SUPPLY_BOOK,
    "certificates": CERTIFICATES,
}
"""What a kind of sheet says besides, or otherwise."""


def fault_sentence(kind: ImportKind, fault: RowFault) -> str:
    """The sentence of a row's fault or warning: the reason, and what to do."""
    sentences = OF_KIND.get(kind.slug, {})
    text = sentences[fault.reason] if fault.reason in sentences else COMMON[fault.reason]
    return str(text).format(**{"shown": "", **fault.facts, "column": kind.columns.title(fault.column)})


def sentences_of(kind: ImportKind) -> Callable[[RowFault], str]:
    """The function that makes the sentences of one kind of sheet, for the workbook of refused rows."""
    return partial(fault_sentence, kind)
