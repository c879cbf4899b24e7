"""Labels of the ledger and the trail for finance's pages."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.messages.audit import ACTION_WORDS, action_words
from app.messages.ledger import FLAG_WORDS, PAYMENT_WORDS, STATE_WORDS, flag_words, offset_words

SOURCE_WORDS: dict[str, Any] = {"till": _l("kasir"), "web": _l("halaman kasir"), "book": _l("buku penjualan")}
SERVICE_WORDS: dict[str, Any] = {
    "active": _l("bertugas"),
    "pension": _l("pensiun"),
    "death": _l("wafat"),
    "leave": _l("cuti di luar tanggungan negara"),
    "dismissed": _l("diberhentikan"),
    "left": _l("pindah atau berhenti"),
}


__all__ = [
    "ACTION_WORDS",
    "FLAG_WORDS",
    "PAYMENT_WORDS",
    "SERVICE_WORDS",
    "SOURCE_WORDS",
    "STATE_WORDS",
    "action_words",
    "flag_words",
    "offset_words",
]
