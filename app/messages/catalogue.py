"""Why a row of a product list was left out, as a sentence that says what to do."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.makers.catalogue_import import Refusal

REASONS: dict[str, Any] = {
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


def reason_sentence(refusal: Refusal) -> str:
    """The sentence for one refused row."""
    return str(REASONS[refusal.reason])
