"""The labels of the ledger for finance and managers."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

FLAG_WORDS: dict[str, Any] = {
    "clock_unknown": _l("jam perangkat tidak diketahui"),
    "clock_skew": _l("jam perangkat meleset lebih dari 10 menit"),
    "clock_impossible": _l("tanggal dari perangkat tidak mungkin"),
    "clock_month": _l("koreksi jam mengubah bulannya"),
    "clock_ahead": _l("jam penjualan lebih dari 5 menit di depan"),
    "clock_before_enrolment": _l("sebelum perangkat didaftarkan"),
    "clock_after_end": _l("sesudah kasirnya keluar atau perangkatnya dicabut"),
    "after_sign_out": _l("dikirim sesudah kasirnya keluar"),
    "month_closed": _l("bulannya sudah ditutup"),
    "unknown_cashier": _l("kasir tidak dikenal"),
    "cashier_not_allowed": _l("kasir tidak bertugas di pojok ini"),
    "unknown_shift": _l("shift kasir tidak dikenal"),
    "buyer_unknown": _l("pembeli belum dikenal"),
    "price_differs": _l("harga berbeda dari daftar"),
    "correction": _l("hasil perbaikan nota"),
    "void_outside_shift": _l("dibatalkan di luar shift kasirnya"),
    "waiting_for_sale": _l("menunggu nota asalnya"),
    "number_damaged": _l("NIP atau kode dikirim sebagai angka yang sudah dibulatkan"),
    "time_unknown": _l("jam di buku tidak tertulis"),
    "from_receipt": _l("dimasukkan dari nota pembeli"),
    "from_conflict": _l("kiriman kedua dengan nomor yang sama"),
    "from_held": _l("diperbaiki sesudah ditolak di kasir"),
}
STATE_WORDS: dict[str, Any] = {
    "counted": _l("dihitung"),
    "waiting": _l("menunggu keputusan"),
    "accepted": _l("diterima"),
    "declined": _l("tidak dihitung"),
}
PAYMENT_WORDS: dict[str, Any] = {
    "cash": _l("tunai"),
    "qris": _l("QRIS"),
    "transfer": _l("transfer"),
    "none": _l("tidak dicatat"),
}


def flag_words(flags: list[str]) -> str:
    """The labels of flags in one line; a flag without a label stays as it is."""
    return ", ".join(str(FLAG_WORDS.get(flag, flag)) for flag in flags)


def offset_words(seconds: int | None) -> str:
    """How far a till's clock was off, in words; positive: it was behind."""
    if seconds is None:
        return _("tidak diketahui")
    if abs(seconds) < 60:
        return _("tepat (%(count)s detik)", count=seconds)
    return _("meleset %(count)s menit", count=round(seconds / 60))
