"""Labels for the codes on a maker's pages."""

from flask_babel import lazy_gettext as _l

KINDS = {
    "delivery": _l("Titipan"),
    "return": _l("Dikembalikan"),
    "broken": _l("Rusak"),
    "lost": _l("Hilang"),
    "expired": _l("Kedaluwarsa"),
    "found": _l("Ditemukan"),
}
STATES = {
    "announced": _l("Anda kabarkan"),
    "handed": _l("Menunggu dihitung pojok"),
    "checked": _l("Sudah dihitung pojok"),
    "withdrawn": _l("Dibatalkan"),
}
ANSWERS = {"agreed": _l("Anda setuju"), "objected": _l("Anda keberatan")}
