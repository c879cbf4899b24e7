"""The JSON API's codes as sentences. Tills read the codes, people at a till read the sentences."""

from typing import Any

from flask_babel import lazy_gettext as _l

ENVELOPE: dict[str, Any] = {
    "not_json_type": _l("Kiriman harus bertipe application/json dalam UTF-8."),
    "content_encoding": _l("Kiriman tidak boleh dimampatkan."),
    "too_large": _l("Kiriman terlalu besar. Kirim lebih sedikit penjualan sekaligus."),
    "empty": _l("Kiriman kosong."),
    "too_deep": _l("Susunan JSON terlalu dalam."),
    "not_utf8": _l("Kiriman bukan UTF-8."),
    "not_json": _l("Kiriman bukan JSON yang benar."),
    "not_object": _l("Kiriman harus berupa objek JSON."),
    "doubled_key": _l("Ada kunci yang tertulis dua kali dalam satu objek."),
    "not_finite": _l("NaN dan Infinity bukan angka yang diterima."),
    "unknown_field": _l("Ada isian yang tidak dikenal di luar daftar penjualan."),
    "sales_missing": _l("Isian sales harus berupa daftar penjualan."),
    "sales_count": _l("Satu kiriman memuat 1 sampai 500 penjualan."),
    "sent_at": _l("Isian sent_at harus waktu lengkap dengan zona, misalnya 2026-10-07T09:15:04+09:00."),
    "unsent": _l("Isian unsent harus bilangan bulat, 0 sampai 1.000.000."),
    "shifts_count": _l("Satu kiriman memuat 1 sampai 100 sif di isian shifts."),
    "items_count": _l("Satu kiriman memuat 1 sampai 50 butir di isian items."),
    "item_shape": _l('Tiap butir harus berbentuk {"id": "…", "item": {…}, "errors": {…}}.'),
    "count_shape": _l("Kirim nomor sif dan jumlah uang yang dihitung dalam rupiah bulat."),
    "count_shift": _l("Sif ini belum ada di server."),
    "heartbeat": _l(
        'Kiriman harus berbentuk {"unsent": n, "oldest": waktu, "version": "…", "sent_at": waktu}.'
    ),
    "enrol_shape": _l('Kiriman harus berbentuk {"code": "7QK3-M9ZD"}, dengan name bila perlu.'),
    "query_shape": _l('Kiriman harus berbentuk {"query": "…"}, 1 sampai 100 huruf.'),
    "token": _l("Token kasir tidak ada atau tidak berlaku. Minta pengelola mendaftarkan perangkat ini lagi."),
    "session": _l(
        "Kasir perangkat ini sudah keluar. Masuk lagi untuk berjualan; yang menunggu tetap terkirim."
    ),
    "cashier": _l("Akun kasir ini tidak bekerja lagi di pojok ini. Minta pengelola pojok."),
    "lookups": _l(
        "Pencarian terlalu banyak. Tunggu satu menit, lalu coba lagi; penjualan tetap dapat disimpan."
    ),
    "month": _l("Bulan harus berbentuk TTTT-BB, misalnya 2026-10."),
}

ITEM: dict[str, Any] = {
    "missing": _l("wajib diisi"),
    "not_text": _l("harus berupa teks"),
    "too_long": _l("terlalu panjang"),
    "characters": _l("memuat huruf yang tidak terlihat atau tidak diperbolehkan"),
    "not_integer": _l("harus bilangan bulat"),
    "out_of_range": _l("di luar batas yang diperbolehkan"),
    "not_uuid": _l("harus UUID"),
    "not_instant": _l("harus waktu lengkap dengan zona, misalnya 2026-10-07T09:15:02+09:00"),
    "not_object": _l("harus berupa objek"),
    "not_in_list": _l("harus salah satu dari cash, qris, transfer, none"),
    "not_true": _l("hanya boleh true"),
    "unknown_field": _l("isian tidak dikenal"),
    "too_many": _l("paling banyak 100 baris"),
    "total_too_large": _l("jumlah nota melebihi Rp999.999.999.999"),
    "buyer_shape": _l("harus memuat tepat satu dari nip, code, card, employee, name, public"),
    "product_or_name": _l("pakai product, atau maker dan name, jangan keduanya"),
    "unknown_product": _l("produk ini tidak ada di katalog"),
    "void_of_itself": _l("pembatalan tidak dapat menunjuk dirinya sendiri"),
    "void_of_void": _l("pembatalan tidak dapat dibatalkan; catat penjualan baru"),
    "already_voided": _l("nota ini sudah dibatalkan"),
    "other_booth": _l("nota ini bukan dari pojok perangkat ini"),
    "outside_shift": _l(
        "nota ini bukan dari sif kasirnya yang masih terbuka; bagian keuangan yang memutuskan"
    ),
    "unknown_cashier": _l("kasir ini tidak dikenal; periksa nama penggunanya"),
    "other_cashier": _l("perangkat ini hanya mencatat sif kasirnya sendiri"),
    "signed_out": _l("saat itu kasirnya sudah keluar dari perangkat ini"),
    "no_cashier_here": _l("akun ini bukan kasir pojok ini pada hari itu"),
    "closed_before_opened": _l("sif tidak dapat ditutup sebelum dibuka"),
    "reason_without_close": _l("hanya untuk sif yang ditutup"),
    "not_recordable": _l("tidak dapat dicatat; beri tahu pengelola"),
}


def item_sentence(code: str) -> str:
    """Return the sentence for a code of one field."""
    return str(ITEM[code])
