"""What is still open before a month can close, in sentences, each with the page that settles it (decisions 18)."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from flask import url_for
from flask_babel import ngettext

from app.closing.rules import ReadinessPoint
from app.sales.queries.sheet_lines import list_open_sheets
from app.shared import clock
from app.shared.period import Period
from app.web.ui.filters import angka


class OpenPoint(NamedTuple):
    """One sentence, and where it is settled."""

    code: str
    text: str
    href: str


WORDS: dict[str, Callable[[int], str]] = {
    "tills_not_synced": lambda n: ngettext(
        "%(count)s kasir belum mengirim semua penjualannya",
        "%(count)s kasir belum mengirim semua penjualannya",
        n, count=angka(n),
    ),
    "shifts_open": lambda n: ngettext(
        "%(count)s shift kasir belum ditutup", "%(count)s shift kasir belum ditutup", n, count=angka(n)
    ),
    "conflicts": lambda n: ngettext(
        "%(count)s kiriman bernomor sama dengan isi berbeda belum dilihat",
        "%(count)s kiriman bernomor sama dengan isi berbeda belum dilihat",
        n, count=angka(n),
    ),
    "voids_without_sale": lambda n: ngettext(
        "%(count)s pembatalan menunggu penjualannya datang",
        "%(count)s pembatalan menunggu penjualannya datang",
        n, count=angka(n),
    ),
    "clock_parked": lambda n: ngettext(
        "%(count)s penjualan dengan jam meragukan menunggu bulannya ditetapkan",
        "%(count)s penjualan dengan jam meragukan menunggu bulannya ditetapkan",
        n, count=angka(n),
    ),
    "late_items": lambda n: ngettext(
        "%(count)s kiriman terlambat menunggu keputusan",
        "%(count)s kiriman terlambat menunggu keputusan",
        n, count=angka(n),
    ),
    "unresolved": lambda n: ngettext(
        "%(count)s pembeli belum dikenal", "%(count)s pembeli belum dikenal", n, count=angka(n)
    ),
    "disputed": lambda n: ngettext(
        "%(count)s pengaduan pegawai belum dijawab", "%(count)s pengaduan pegawai belum dijawab", n, count=angka(n)
    ),
    "held": lambda n: ngettext(
        "%(count)s penjualan ditolak di kasir belum diputuskan",
        "%(count)s penjualan ditolak di kasir belum diputuskan",
        n, count=angka(n),
    ),
    "flagged": lambda n: ngettext(
        "%(count)s nota bertanda belum dilihat", "%(count)s nota bertanda belum dilihat", n, count=angka(n)
    ),
    "to_review": lambda n: ngettext(
        "%(count)s pegawai perlu diperiksa", "%(count)s pegawai perlu diperiksa", n, count=angka(n)
    ),
    "no_decree": lambda n: ngettext(
        "Belum ada aturan yang berlaku pada bulan ini", "Belum ada aturan yang berlaku pada bulan ini", n
    ),
}  # fmt: skip


def open_points(period: Period, points: Iterable[ReadinessPoint]) -> list[OpenPoint]:
    """The points as sentences with their links, in the order given."""
    return [OpenPoint(one.code, WORDS[one.code](one.count), _href(one.code, period)) for one in points]


def sheets_hint(period: Period) -> str:
    """Paper sheets nobody has said to be entered or unused; empty for none. A hint: a spare sheet stops nothing."""
    count = len(list_open_sheets(period, until=clock.today()))
    if not count:
        return ""
    return ngettext(
        "%(count)s lembar kertas bulan ini belum dinyatakan selesai: tanyakan kepada pengelola pojok.",
        "%(count)s lembar kertas bulan ini belum dinyatakan selesai: tanyakan kepada pengelola pojok.",
        count, count=angka(count),
    )  # fmt: skip


_LISTS = {
    "conflicts": "bertentangan",
    "voids_without_sale": "pembatalan",
    "clock_parked": "terlambat",
    "late_items": "terlambat",
    "unresolved": "pembeli",
    "flagged": "bertanda",
    "held": "ditolak",
}


def _href(code: str, period: Period) -> str:
    if code in _LISTS:
        why = {"clock_parked": "jam", "late_items": "tutup"}.get(code)
        return url_for("finance.show_open", kind=_LISTS[code], bulan=period, sebab=why)
    if code == "disputed":
        return url_for("finance.disputes", bulan=period)
    if code in ("tills_not_synced", "shifts_open"):
        return url_for("finance.show_booths")
    return url_for("finance.list_to_review" if code == "to_review" else "finance.list_decrees")
