"""The words of the workbooks: reports are Indonesian whatever language the page was in."""

STATUS_WORDS = {
    "met": "Memenuhi",
    "short": "Kurang",
    "exempt": "Dibebaskan",
    "not_obliged": "Tidak wajib",
    "no_rule": "Belum ada aturan",
    None: "Belum dicatat",
}
PAYMENT_WORDS = {"cash": "Tunai", "qris": "QRIS", "transfer": "Transfer", "none": "-"}
SOURCE_WORDS = {"till": "Kasir", "web": "Halaman kasir", "book": "Buku penjualan"}
STATE_WORDS = {
    "counted": "Dihitung",
    "accepted": "Diterima kemudian",
    "waiting": "Menunggu keputusan",
    "declined": "Ditolak",
}
BUYER_WORDS = {"public": "Umum", "employee": "Pegawai", "unresolved": "Belum dikenal"}
JOURNAL_WORDS = {
    "sale": "Penjualan",
    "void": "Pembatalan",
    "correction": "Perbaikan",
    "resolution": "Penetapan pembeli",
}
