"""Sentences of refusals about training."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.shared.errors import DomainError
from app.training.errors import (
    AlreadyAttended,
    AlreadyEnrolled,
    CardUnknown,
    EnrolmentEnded,
    EventNotOpen,
    EventNotOver,
    EventStarted,
    EventUnusable,
    EventWithoutSeats,
    FollowUpUnknown,
    LinkUnusable,
    NoSeatFree,
    NotEnrolled,
    OfferEnded,
    PersonMissing,
    SeatKindMissing,
    SessionNotBegun,
    SessionOutsideEvent,
    SessionUnusable,
    WordRefused,
)

TRAINING: dict[type[DomainError], LazyString] = {
    EventUnusable: _l("Isi judul dan topik, hari selesai tidak sebelum hari mulai, paling lama 60 hari."),
    EventWithoutSeats: _l("Pelatihan ini belum punya kursi. Isi jumlah kursi di tempat atau daring."),
    LinkUnusable: _l("Alamat rapat daring dimulai dengan https://. Salin dari undangannya."),
    SessionOutsideEvent: _l(
        "Sesi harus jatuh antara hari mulai dan hari selesai pelatihan. Pilih hari lain."
    ),
    SessionUnusable: _l("Jam selesai harus sesudah jam mulai, dan jam mulai itu belum dipakai sesi lain."),
    EventNotOpen: _l("Pelatihan ini sudah selesai atau dibatalkan."),
    EventStarted: _l("Pelatihan sudah dimulai. Yang datang dicatat petugas di pintu."),
    EventNotOver: _l("Sesi terakhir belum selesai. Selesaikan pelatihan sesudahnya."),
    PersonMissing: _l("Tulis nama orang yang ikut."),
    AlreadyEnrolled: _l("{person} sudah punya tempat atau sudah mengantre di pelatihan ini."),
    SeatKindMissing: _l("Pelatihan ini tidak punya kursi seperti itu. Pilih kursi yang lain."),
    AlreadyAttended: _l("Peserta ini sudah hadir di satu sesi, jadi pendaftarannya tetap tercatat."),
    EnrolmentEnded: _l("Pendaftaran ini sudah berakhir. Daftar lagi kalau masih mau ikut."),
    OfferEnded: _l("Tawaran kursi ini sudah lewat atau sudah pindah ke orang berikutnya."),
    NoSeatFree: _l("Kursi jenis itu sedang penuh. Anda tetap di antrean."),
    NotEnrolled: _l("Orang ini belum punya kursi. Catat sebagai datang langsung."),
    SessionNotBegun: _l("Kehadiran dicatat mulai satu jam sebelum sesi."),
    WordRefused: _l("Kata itu tidak cocok atau sudah lewat sepuluh menit. Dengarkan lagi, lalu ketik ulang."),
    CardUnknown: _l(
        "Kartu ini tidak dikenal atau pemiliknya belum terdaftar. Catat sebagai datang langsung."
    ),
    FollowUpUnknown: _l("Pertanyaan ini sudah dijawab atau belum waktunya."),
}
