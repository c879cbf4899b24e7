"""One sentence per refusal. A shape test fails when a DomainError has none."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.shared.engine import DatabaseBusy
from app.shared.errors import DomainError, NotFound, Refused

SENTENCES: dict[type[DomainError], Any] = {
    DomainError: _l("Permintaan ini tidak dapat dijalankan. Periksa isian, lalu coba lagi."),
    NotFound: _l("Yang dicari tidak ditemukan. Periksa kembali pilihan Anda."),
    Refused: _l("Permintaan ini ditolak oleh aturan. Periksa isian, lalu coba lagi."),
    DatabaseBusy: _l("Sistem sedang sibuk. Tidak ada yang tersimpan; coba lagi sebentar lagi."),
}
