"""Labels of visits: answers, axes, states of findings, needs of buyers."""

from flask_babel import lazy_gettext as _l

ANSWERS = {
    "good": _l("Baik"),
    "fix": _l("Perbaiki"),
    "not_applicable": _l("Tidak berlaku"),
    "not_seen": _l("Belum dilihat"),
}
AXES = {
    "mutu": _l("Mutu"),
    "volume": _l("Volume"),
    "kemasan": _l("Kemasan"),
    "pemasaran": _l("Pemasaran"),
    "legalitas": _l("Legalitas"),
}
STATES = {"open": _l("belum selesai"), "said_done": _l("kata pemilik sudah selesai")}
TARGETS = {"modern": _l("Toko modern"), "export": _l("Ekspor")}
FACTS = {"barcode": _l("Kode batang pada setiap barang"), "capacity": _l("Kapasitas setiap barang per bulan")}
NEEDS = {"missing": _l("belum ada"), "fix": _l("perlu diperbaiki"), "not_seen": _l("belum dilihat")}
