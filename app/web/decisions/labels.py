"""Words and sentences of the page."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.messages.ledger import FLAG_WORDS, PAYMENT_WORDS, flag_words, offset_words

LEADS: dict[str, Any] = {
    "buyers": _l(
        "Nomor atau nama yang diketik belum dikenal. Tidak dihitung untuk siapa pun sampai ditetapkan."
    ),
    "conflicts": _l("Nomor yang sama datang lagi dengan isi lain. Kiriman kedua belum dibukukan."),
    "voids": _l("Pembatalan datang, notanya belum. Biarkan menunggu selama kasirnya masih punya kiriman."),
    "late": _l(
        "Sudah tercatat, tetapi belum dihitung: bulannya sudah ditutup, atau jam perangkatnya meragukan."
    ),
    "flagged": _l("Sudah dihitung. Tandanya menunjukkan yang tidak biasa; lihat sekali, lalu beri alasan."),
    "held": _l("Kasir sudah menyimpannya, tetapi isinya tidak dapat dibukukan begitu saja."),
}
EMPTY: dict[str, tuple[Any, Any]] = {
    "buyers": (_l("Semua pembeli sudah dikenal"), _l("Tidak ada nota yang menunggu nama pembelinya.")),
    "conflicts": (_l("Tidak ada yang bertentangan"), _l("Setiap nomor datang dengan satu isi saja.")),
    "voids": (_l("Tidak ada pembatalan yang menunggu"), _l("Setiap pembatalan sudah menemukan notanya.")),
    "late": (_l("Baki terlambat kosong"), _l("Tidak ada kiriman yang menunggu keputusan.")),
    "flagged": (_l("Tidak ada nota bertanda"), _l("Semua yang tidak biasa sudah dilihat.")),
    "held": (_l("Tidak ada yang ditolak"), _l("Semua yang disimpan kasir sudah dibukukan.")),
}
FINANCE_DECIDES = _l(
    "Bagian keuangan yang memutuskan. Daftar ini ada supaya Anda dapat menjelaskan apa yang terjadi."
)
BUTTONS: dict[str, Any] = {
    "match": _l("Tetapkan yang dipilih"),
    "public": _l("Bukan pegawai kota: jadikan umum"),
    "dismiss:conflicts": _l("Yang pertama benar"),
    "book": _l("Keduanya penjualan"),
    "dismiss:voids": _l("Abaikan pembatalannya"),
    "apply": _l("Batalkan notanya juga"),
    "accept": _l("Terima"),
    "decline": _l("Tolak"),
    "move": _l("Tetapkan bulannya dan terima"),
    "review": _l("Sudah dilihat"),
    "dismiss:held": _l("Bukan penjualan"),
}
REASON_HINTS: dict[str, Any] = {
    "buyers": _l("Misalnya: sudah dicari, tidak ada di daftar pegawai."),
    "conflicts": _l("Misalnya: tablet dipakai dua orang, notanya diketik ulang."),
    "voids": _l("Misalnya: kasir salah menekan, notanya memang tidak pernah ada."),
    "late": _l("Wajib kalau ditolak; pegawainya dapat membacanya."),
    "flagged": _l("Misalnya: harga turun menjelang tutup, sudah ditanyakan ke kasir."),
    "held": _l("Misalnya: percobaan sebelum pojok dibuka."),
}
WORDS = {
    "leads": LEADS,
    "empty": EMPTY,
    "finance_decides": FINANCE_DECIDES,
    "buttons": BUTTONS,
    "reason_hints": REASON_HINTS,
    "flags": FLAG_WORDS,
    "flag_words": flag_words,
    "payments": PAYMENT_WORDS,
    "offset": offset_words,
}
