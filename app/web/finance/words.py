"""Words of the ledger and the trail as finance reads them."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.web.ledger_words import FLAG_WORDS, PAYMENT_WORDS, STATE_WORDS, flag_words, offset_words

SOURCE_WORDS: dict[str, Any] = {"till": _l("kasir"), "web": _l("halaman kasir"), "book": _l("buku penjualan")}
DEED_WORDS: dict[str, Any] = {
    "sales.record": _l("Mencatat penjualan"),
    "sales.void": _l("Membatalkan nota"),
    "sales.correct": _l("Memperbaiki nota"),
    "sales.resolve": _l("Menetapkan pembeli"),
    "sales.settle_conflict": _l("Memutuskan kiriman bernomor sama"),
    "sales.settle_void": _l("Memutuskan pembatalan yang menunggu"),
    "sales.review_flags": _l("Melihat nota bertanda"),
    "sales.decide_held": _l("Memutuskan kiriman yang ditolak kasir"),
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


def deed_words(action: str) -> str:
    """What somebody did; an act nobody named stays as the trail has it."""
    return str(DEED_WORDS.get(action, action))


__all__ = [
    "DEED_WORDS",
    "FLAG_WORDS",
    "PAYMENT_WORDS",
    "SERVICE_WORDS",
    "SOURCE_WORDS",
    "STATE_WORDS",
    "deed_words",
    "flag_words",
    "offset_words",
]
