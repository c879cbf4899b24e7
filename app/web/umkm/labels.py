"""Labels of the register of makers."""

from flask_babel import lazy_gettext as _l

STATE_LABELS = {
    "new": _l("baru"),
    "active": _l("sudah dilihat"),
    "paused": _l("berhenti sementara"),
    "closed": _l("ditutup"),
}
ORIGINS = {
    "self": _l("mendaftar sendiri"),
    "clerk": _l("didaftarkan petugas"),
    "sheet": _l("dari daftar Dinas"),
    "catalogue": _l("dari daftar produk"),
}
MISSING = {
    "owner_name": _l("nama pemilik"),
    "phone": _l("nomor HP"),
    "village": _l("kelurahan"),
    "nib": _l("NIB"),
    "account_number": _l("rekening"),
    "product": _l("produk"),
}
CLAIM_LABELS = {
    "pirt": _l("P-IRT"),
    "halal": _l("Halal"),
    "bpom": _l("BPOM"),
    "merek": _l("Merek"),
    "shop": _l("Toko daring"),
}
