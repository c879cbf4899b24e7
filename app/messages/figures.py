"""The titles, definitions and reasons of the open figures, for the page `/data` and for its JSON."""

from typing import Any

from flask_babel import lazy_gettext as _l

TITLES: dict[str, Any] = {
    "bulan": _l("Uang yang sampai kepada pelaku UMKM"),
    "kelurahan": _l("Penjualan menurut kelurahan"),
    "keadilan": _l("Apakah terbagi adil"),
    "kurasi": _l("Berapa lama instansi menjawab"),
}
LEADS: dict[str, Any] = {
    "bulan": _l("Satu baris untuk setiap bulan yang sudah ditutup."),
    "kelurahan": _l("Penjualan setiap bulan menurut kelurahan tempat usaha."),
    "keadilan": _l("Bagian lima terbesar, yang belum laku, dan yang baru pertama kali laku."),
    "kurasi": _l("Hari kerja dari tawaran produk sampai jawaban setiap instansi penilai."),
}
COLUMNS: dict[str, Any] = {
    "month": _l("Bulan"),
    "village": _l("Kelurahan"),
    "sales": _l("Hasil penjualan"),
    "makers": _l("Banyaknya pelaku"),
    "reached_makers": _l("Sampai kepada pelaku"),
    "top_five_percent": _l("Bagian lima terbesar"),
    "makers_without_sale": _l("Belum laku 3 bulan"),
    "new_makers": _l("Pertama kali laku"),
    "agency": _l("Instansi"),
    "answers": _l("Jawaban"),
    "median_days": _l("Hari kerja"),
    "reason": _l("Mengapa kosong"),
}
MEANINGS: dict[str, Any] = {
    "month": _l("Bulan kalender di kota ini, ditulis TAHUN-BULAN. Hanya bulan yang bukunya sudah ditutup."),
    "village": _l("Kelurahan tempat usaha menurut daftar Dinas. Kosong: belum tercatat."),
    "sales": _l("Rupiah semua barang yang terjual di pojok menurut tanggal penjualan, dikurangi pembatalan."),
    "makers": _l("Banyaknya pelaku UMKM yang barangnya terjual pada bulan itu."),
    "reached_makers": _l(
        "Rupiah yang dibayarkan kepada pelaku pada bulan itu, ditambah yang mereka pegang sendiri menurut nota "
        "penyelesaian bulan itu setelah bagian pojok."
    ),
    "top_five_percent": _l("Persen penjualan yang jatuh pada lima pelaku dengan penjualan terbesar."),
    "makers_without_sale": _l(
        "Banyaknya pelaku yang terdaftar menjual tetapi tiga bulan tidak ada yang laku."
    ),
    "new_makers": _l("Banyaknya pelaku yang barangnya terjual untuk pertama kali pada bulan itu."),
    "agency": _l("Instansi yang menilai produk sebelum diterima."),
    "answers": _l("Banyaknya jawaban yang diberikan instansi itu pada bulan itu."),
    "median_days": _l(
        "Hari kerja dari tawaran dikirim sampai dijawab: nilai tengah dari jawaban bulan itu, hari libur tidak "
        "dihitung."
    ),
    "reason": _l("Mengapa sebuah angka tidak diumumkan; kosong jika semuanya diumumkan."),
}
REASONS: dict[str, Any] = {
    "": "",
    "under_5": _l("kurang dari 5 pelaku"),
    "under_5_answers": _l("kurang dari 5 jawaban"),
    "protects_under_5": _l("kurang dari 5 pelaku, atau melindungi kelurahan yang kurang dari 5"),
}
"""Codes of the column `reason`, as they stand in the files, and their words."""
