"""The labels in workbooks, which are always Indonesian."""

STATUS_WORDS = {
    "met": "Memenuhi",
    "short": "Kurang",
    "exempt": "Dibebaskan",
    "not_obliged": "Tidak wajib",
    "no_rule": "Belum ada aturan",
    None: "Belum dicatat",
}


def format_count(count: int) -> str:
    """Format a count as Indonesian papers do: `1.908`."""
    return f"{count:,}".replace(",", ".")


PAYMENT_WORDS = {"cash": "Tunai", "qris": "QRIS", "transfer": "Transfer", "none": "-"}
SOURCE_WORDS = {"till": "Kasir", "web": "Halaman kasir", "book": "Buku penjualan"}
STATE_WORDS = {
    "counted": "Dihitung",
    "accepted": "Diterima kemudian",
    "waiting": "Menunggu keputusan",
    "declined": "Ditolak",
}
MOVE_WORDS = {
    "delivery": "Titip",
    "return": "Retur ke UMKM",
    "broken": "Rusak",
    "lost": "Hilang",
    "expired": "Kedaluwarsa",
    "found": "Temuan",
    "count": "Hitung rak",
    "sold": "Terjual",
}
UNMATCHED_MAKER = "(belum dicocokkan)"
"""In the column of makers, where nobody knows yet whose goods were bought."""
BUYER_WORDS = {"public": "Umum", "employee": "Pegawai", "unresolved": "Belum dikenal"}
JOURNAL_WORDS = {
    "sale": "Penjualan",
    "void": "Pembatalan",
    "correction": "Perbaikan",
    "resolution": "Penetapan pembeli",
}
FLAG_WORDS = {
    "clock_unknown": "jam perangkat tidak diketahui",
    "clock_skew": "jam perangkat meleset lebih dari 10 menit",
    "clock_impossible": "tanggal dari perangkat tidak mungkin",
    "clock_month": "koreksi jam mengubah bulannya",
    "clock_ahead": "jam penjualan lebih dari 5 menit di depan",
    "clock_before_enrolment": "sebelum perangkat didaftarkan",
    "clock_after_end": "sesudah kasirnya keluar atau perangkatnya dicabut",
    "month_closed": "bulannya sudah ditutup",
    "unknown_cashier": "kasir tidak dikenal",
    "after_sign_out": "dikirim sesudah kasirnya keluar",
    "cashier_not_allowed": "kasir tidak bertugas di pojok ini",
    "unknown_shift": "shift kasir tidak dikenal",
    "buyer_unknown": "pembeli belum dikenal",
    "price_differs": "harga berbeda dari daftar",
    "correction": "hasil perbaikan nota",
    "void_outside_shift": "dibatalkan di luar shift kasirnya",
    "waiting_for_sale": "menunggu nota asalnya",
    "number_damaged": "NIP atau kode dikirim sebagai angka yang sudah dibulatkan",
    "time_unknown": "jam di buku tidak tertulis",
    "from_receipt": "dimasukkan dari nota pembeli",
    "from_conflict": "kiriman kedua dengan nomor yang sama",
    "from_held": "diperbaiki sesudah ditolak di kasir",
}
"""A test holds these, and `MOVE_WORDS`, to the words pages use for the same."""
