"""Sentences of refused pictures: the reason, and what to do instead."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.photos.errors import PhotoRefused, PhotosBusy, PhotosFull
from app.shared.errors import DomainError

PHOTO_REASONS: dict[str, LazyString] = {
    "empty": _l("Foto ini kosong. Pilih fotonya sekali lagi."),
    "bytes": _l("Foto ini lebih besar dari 8 MB. Kecilkan dulu, atau ambil lagi dengan ukuran sedang."),
    "heic": _l(
        "Foto HEIC dari iPhone belum dapat dibaca. Di iPhone buka Pengaturan, Kamera, Format, lalu pilih "
        "Paling Kompatibel, dan ambil fotonya lagi; atau kirim tangkapan layarnya."
    ),
    "drawing": _l("Gambar SVG atau halaman web tidak diterima. Kirim foto JPEG, PNG, atau WebP."),
    "other": _l("Ini bukan foto, walaupun namanya seperti foto. Kirim foto JPEG, PNG, atau WebP."),
    "points": _l("Foto ini terlalu besar. Ambil lagi dengan ukuran sedang, paling besar 25 megapiksel."),
    "small": _l("Foto ini terlalu kecil untuk dilihat. Kirim foto yang sisinya paling sedikit 80 titik."),
    "damaged": _l("Foto ini rusak atau terpotong. Kirim sekali lagi, atau ambil foto yang baru."),
}
PHOTOS: dict[type[DomainError], LazyString] = {
    PhotoRefused: _l("Foto ini tidak dapat dipakai. Kirim foto JPEG, PNG, atau WebP."),
    PhotosFull: _l("Sudah ada {most} foto. Hapus satu dulu, lalu tambahkan yang baru."),
    PhotosBusy: _l("Banyak foto sedang diproses. Tunggu sebentar, lalu kirim lagi."),
}


def photo_sentence(reason: str) -> str:
    """The sentence of a refused picture: the reason, and what to do."""
    return str(PHOTO_REASONS[reason])
