"""Sentences for refused lines of a paper sheet; each says what to do."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.imports.faults import RowFault

_SENTENCES: dict[tuple[str, str], Any] = {
    ("name", "missing"): _l("Siapa pembelinya? Ketik NIP, kode, nama, atau umum."),
    ("name", "nip_length"): _l(
        "NIP harus 18 angka. Yang diketik {shown} angka; periksa lagi. Kalau di kertas memang begitu, "
        "ketik namanya, atau simpan sekali lagi."
    ),
    ("maker", "missing"): _l("Tulis nama UMKM-nya: produk ini tidak ada di katalog."),
    ("maker", "maker_several"): _l("Ada beberapa UMKM yang membuat produk ini. Tulis yang mana."),
    ("product", "missing"): _l("Tulis nama barangnya."),
    ("quantity", "missing"): _l("Tulis jumlahnya."),
    ("quantity", "number"): _l("Jumlah ditulis dengan angka bulat, 1 sampai 10.000."),
    ("unit_price", "missing"): _l("Tulis harga satuannya."),
    ("unit_price", "number"): _l("Harga ditulis dalam rupiah bulat, misalnya 25.000."),
    ("total", "number"): _l("Jumlah kali harga terlalu besar. Periksa keduanya."),
    ("time", "time"): _l("Jam ditulis misalnya 09.15. Kosongkan kalau di kertas tidak ada."),
    ("date", "future"): _l("Tanggal lembar ini belum tiba. Baris dapat dimasukkan mulai hari itu."),
    ("line", "content_differs"): _l(
        "Baris ini sudah tersimpan dengan isi lain. Buku tidak diubah; batalkan notanya dulu kalau salah."
    ),
}
_GENERAL: dict[str, Any] = {
    "characters": _l("Ada huruf yang tidak terlihat. Ketik ulang tanpa menyalin dari tempat lain."),
    "too_long": _l("Tulisannya terlalu panjang."),
}
_OTHER = _l("Isian ini tidak terbaca. Periksa lagi.")


def fault_sentence(fault: RowFault) -> str:
    """Return the sentence of one fault."""
    text = _SENTENCES.get((fault.column, fault.reason)) or _GENERAL.get(fault.reason, _OTHER)
    return str(text).format(shown=fault.shown)
