"""The sentences about rows of the makers' sheets: the register, agreements, the book of consigned goods."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.messages.certificates import DOUBTS

REGISTER: dict[str, Any] = {
    "name_missing": _l("Kolom NAMA USAHA kosong. Isi nama usahanya."),
    "owner_missing": _l("Kolom NAMA PEMILIK kosong. Isi nama pemiliknya."),
    "duplicate": _l("Nama usaha ini sudah ada di baris sebelumnya. Biarkan satu saja."),
    "nib_unreadable": _l(
        "NIB bukan 13 angka sebagai teks. Salin dari OSS, jadikan sel teks, atau kosongkan."
    ),
    "left_out": _l("Isi kolom {column} tidak terbaca, jadi tidak disimpan."),
    "shop_unknown": _l(
        "{shown} bukan alamat toko yang dikenal, jadi tidak masuk daftar toko. Yang dikenal: {names}."
    ),
    "shop_closed": _l("{shown}: {name} sudah tutup, jadi tokonya tidak masuk daftar."),
    "shop_address": _l("{shown} bukan alamat satu toko di {name}. Contoh yang benar: {example}."),
}
TERMS: dict[str, Any] = {
    "share_range": _l("BAGIAN POJOK harus 0 sampai 50 persen, bukan {shown}."),
    "days_range": _l("PEMBAYARAN harus 0 sampai 15 hari, bukan {shown}."),
    "bearer": _l("Tulis POJOK atau UMKM di kolom {column}, bukan {shown}."),
    "settled": _l("Penjualan sejak tanggal ini sudah diselesaikan di nota {number}. Mulai sesudahnya."),
    "twice": _l("UMKM, pojok, dan tanggal ini sudah ada di baris sebelumnya dengan isi lain. Pilih satu."),
}
SUPPLY_BOOK: dict[str, Any] = {
    "future": _l("Tanggalnya belum tiba ({shown}). Perbaiki tanggalnya."),
    "time": _l("JAM tidak terbaca ({shown}). Tulis seperti 07:30."),
    "kind": _l("JENIS {shown} tidak dikenal. Tulis TITIP, RETUR, RUSAK, HILANG, KEDALUWARSA, atau TEMUAN."),
    "pieces": _l("Isi kolom {column} harus bilangan bulat sampai 10.000 ({shown})."),
    "reason": _l("Kolom ALASAN kosong. Tulis kenapa hitungannya berbeda, atau kenapa barangnya hilang."),
    "expired": _l("Barang sudah lewat tanggal saat dititipkan ({shown}). Periksa tanggalnya."),
    "more_than_came": _l(
        "Keluar {shown}, lebih banyak daripada yang pernah datang. Periksa jumlah dan notanya."
    ),
    "content_differs": _l("Baris ini sudah tercatat dengan isi lain. Catat selisihnya di baris baru."),
}
CERTIFICATES: dict[str, Any] = {
    "kind": _l("JENIS {shown} tidak dikenal. Tulis salah satu: {kinds}."),
    "no_digits": _l("NOMOR {shown} tidak berisi nomor. Salin nomornya dari surat."),
    "order": _l("Tanggal BERAKHIR ({shown}) sebelum tanggal TERBIT. Periksa keduanya."),
    "checked_ahead": _l("TANGGAL DIPERIKSA ({shown}) belum tiba. Perbaiki tanggalnya."),
    "half_checked": _l(
        "Kolom {column} kosong, jadi surat ini dicatat sebagai kata pemilik. Isi siapa yang memeriksa dan kapan."
    ),
    "twice": _l("Nomor {shown} sudah ada di baris sebelumnya dengan tanggal lain. Pilih salah satu."),
    **DOUBTS,
}
