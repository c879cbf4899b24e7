"""What reports and the time they are about are called, wherever the trail of downloads is shown."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.shared.period import Period
from app.web.ui.filters import bulan, tanggal

KIND_WORDS = {
    "lengkap": _l("Kepatuhan, lengkap dengan nama"),
    "tanpa-nama": _l("Kepatuhan, tanpa nama"),
    "dengan-suplemen": _l("Kepatuhan, dengan suplemen"),
    "suplemen": _l("Suplemen"),
    "ringkasan": _l("Ringkasan satu halaman"),
    "book-pdf": _l("Buku yang ditandatangani (PDF)"),
    "event-day": _l("Hari belanja"),
    "year": _l("Matriks tahun"),
    "ledger": _l("Buku penjualan"),
    "opd": _l("Buku OPD"),
    "statement": _l("Belanja satu pegawai"),
}


def report_words(action: str, told: Mapping[str, Any]) -> str:
    """Which report an event of the trail is about."""
    unnamed = {"report.export": _("laporan"), "report.download": _("Berkas yang ditandatangani")}
    return str(KIND_WORDS.get(told.get("kind") or told.get("report") or "", "")) or unnamed.get(action, "")


def span_words(told: Mapping[str, Any]) -> str:
    """What a report is about, in words: the trail keeps `2026-10-07`, `2026-10` or `2026`; "–" for none."""
    text = str(told.get("period") or told.get("day") or told.get("months") or told.get("year") or "–")
    words: dict[int, Callable[[], str]] = {
        10: lambda: tanggal(date.fromisoformat(text)),
        7: lambda: bulan(Period.parse(text)),
        4: lambda: _("tahun %(year)s", year=text),
    }
    return words.get(len(text), lambda: text)()
