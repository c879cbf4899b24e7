"""Words of the ledger and the trail as finance reads them."""

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
    "month_closed": _l("bulannya sudah ditutup"),
    "unknown_cashier": _l("kasir tidak dikenal"),
    "cashier_not_allowed": _l("kasir tidak bertugas di pojok ini"),
    "unknown_shift": _l("giliran kasir tidak dikenal"),
    "buyer_unknown": _l("pembeli belum dikenal"),
    "price_differs": _l("harga berbeda dari daftar"),
    "correction": _l("hasil perbaikan nota"),
    "void_outside_shift": _l("dibatalkan di luar giliran kasirnya"),
    "waiting_for_sale": _l("menunggu nota asalnya"),
    "number_damaged": _l("NIP atau kode dikirim sebagai angka yang sudah dibulatkan"),
    "time_unknown": _l("jam di buku tidak tertulis"),
}
SOURCE_WORDS: dict[str, Any] = {"till": _l("kasir"), "web": _l("halaman kasir"), "book": _l("buku penjualan")}
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
DEED_WORDS: dict[str, Any] = {
    "sales.record": _l("Mencatat penjualan"),
    "sales.void": _l("Membatalkan nota"),
    "sales.correct": _l("Memperbaiki nota"),
    "sales.resolve": _l("Menetapkan pembeli"),
    "sales.settle_conflict": _l("Memeriksa kiriman bernomor sama"),
    "access.open_person": _l("Membuka data orang ini"),
    "compliance.propose_exemption": _l("Mengusulkan pembebasan"),
    "compliance.approve_exemption": _l("Menyetujui pembebasan"),
    "compliance.reject_exemption": _l("Menolak pembebasan"),
    "compliance.revoke_exemption": _l("Mengakhiri pembebasan"),
    "directory.change_posting": _l("Mengubah jabatan atau unit"),
    "directory.change_number": _l("Mengubah nomor"),
    "directory.record_departure": _l("Mencatat berhenti bertugas"),
    "directory.confirm_present": _l("Menyatakan masih bertugas"),
    "directory.confirm_echelon": _l("Menetapkan eselon"),
    "month.close": _l("Menutup bulan"),
    "month.reopen": _l("Membuka lagi bulan"),
    "months.accept_late": _l("Menerima kiriman terlambat"),
    "months.decline_late": _l("Menolak kiriman terlambat"),
    "months.move_late": _l("Memindahkan kiriman ke bulan lain"),
    "report.export": _l("Mengunduh laporan"),
    "report.download": _l("Mengunduh berkas yang ditandatangani"),
}
SERVICE_WORDS: dict[str, Any] = {
    "active": _l("bertugas"),
    "pension": _l("pensiun"),
    "death": _l("wafat"),
    "leave": _l("cuti di luar tanggungan negara"),
    "dismissed": _l("diberhentikan"),
    "left": _l("pindah atau berhenti"),
}


def flag_words(flags: list[str]) -> str:
    """Flags as one line; a flag nobody named stays as it is."""
    return ", ".join(str(FLAG_WORDS.get(flag, flag)) for flag in flags)


def offset_words(seconds: int | None) -> str:
    """How far a till's clock was off, in words; positive: it was behind."""
    if seconds is None:
        return _("tidak diketahui")
    if abs(seconds) < 60:
        return _("tepat (%(count)s detik)", count=seconds)
    return _("meleset %(count)s menit", count=round(seconds / 60))


def deed_words(action: str) -> str:
    """What somebody did; an act nobody named stays as the trail has it."""
    return str(DEED_WORDS.get(action, action))
