"""Labels of the pages of certificates."""

from flask_babel import lazy_gettext as _l

VALIDITIES = {
    "lapsed": _l("sudah habis masa"),
    "expiring": _l("habis dalam 90 hari"),
    "valid": _l("berlaku"),
    "no_end": _l("tanpa tanggal akhir"),
}
SOURCES = {
    "sheet": _l("dari daftar Dinas"),
    "import": _l("dari daftar surat"),
    "officer": _l("dicatat petugas"),
    "maker": _l("kata pemilik"),
}
ENDINGS = {
    "revoked": _l("Dicabut penerbitnya"),
    "not_found": _l("Tidak ditemukan di penerbitnya"),
    "mistaken": _l("Salah catat"),
}
GAP_STATES = {
    "missing": _l("belum ada"),
    "lapsed": _l("sudah habis masa"),
    "unchecked": _l("ada, belum diperiksa"),
}
SCOPES = {
    "maker": _l("semua barang UMKM, kecuali disebut tertentu"),
    "product": _l("hanya barang yang disebut"),
}
