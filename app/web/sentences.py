"""One sentence per refusal. A shape test fails when a DomainError has none."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.booths.errors import (
    BoothNameMissing,
    BoothNameTaken,
    BoothNotInUse,
    ShiftAlreadyClosed,
    ShiftAlreadyOpen,
    TillAlreadyRevoked,
    TillNameMissing,
)
from app.closing.rules import MonthNotOver, MonthNotRecorded, ReadinessOpen
from app.shared.engine import DatabaseBusy
from app.shared.errors import DomainError, NotFound, Refused
from app.umkm.errors import (
    BarcodeTaken,
    CataloguePreviewStale,
    MakerNameTaken,
    NameMissing,
    PriceOutOfRange,
    ProductNameTaken,
)

SENTENCES: dict[type[DomainError], Any] = {
    DomainError: _l("Permintaan ini tidak dapat dijalankan. Periksa isian, lalu coba lagi."),
    NotFound: _l("Yang dicari tidak ditemukan. Periksa kembali pilihan Anda."),
    Refused: _l("Permintaan ini ditolak oleh aturan. Periksa isian, lalu coba lagi."),
    DatabaseBusy: _l("Sistem sedang sibuk. Tidak ada yang tersimpan; coba lagi sebentar lagi."),
    BoothNameMissing: _l("Pojok harus punya nama."),
    BoothNameTaken: _l("Sudah ada pojok dengan nama ini. Pakai nama lain."),
    BoothNotInUse: _l("Pojok ini sedang tidak dipakai. Aktifkan dulu di halaman pojok."),
    TillNameMissing: _l("Perangkat harus punya nama, misalnya Tablet 1."),
    TillAlreadyRevoked: _l("Token perangkat ini sudah dicabut sebelumnya."),
    ShiftAlreadyOpen: _l("Giliran Anda di pojok ini sudah terbuka."),
    ShiftAlreadyClosed: _l("Giliran ini sudah ditutup sebelumnya."),
    NameMissing: _l("Nama harus diisi."),
    MakerNameTaken: _l("Sudah ada UMKM dengan nama ini. Pakai nama lain, atau ubah yang sudah ada."),
    ProductNameTaken: _l("UMKM ini sudah punya produk dengan nama ini."),
    BarcodeTaken: _l("Kode batang ini sudah dipakai produk {product}."),
    PriceOutOfRange: _l("Harga harus rupiah bulat lebih dari nol, paling banyak 12 angka."),
    CataloguePreviewStale: _l("Berkas yang diperiksa sudah tidak ada. Unggah lagi daftar produknya."),
    MonthNotOver: _l("Bulan {period} belum berakhir. Tutup setelah hari terakhirnya lewat."),
    MonthNotRecorded: _l("Tidak ada penjualan yang dicatat pada bulan {period}, jadi tidak ada yang ditutup."),
    ReadinessOpen: _l("Masih ada {count} hal yang belum beres. Bereskan dulu, atau tulis alasan tetap menutup."),
}
