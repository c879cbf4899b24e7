"""Sentences of refusals about turns at the booth, presence and contacts."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.shared.errors import DomainError
from app.turns.errors import (
    DayIsPast,
    FollowUpRecorded,
    FollowUpTooEarly,
    NotAMakersCard,
    NotTheDay,
    OutcomeUnusable,
    PartnerMissing,
    PlaceTaken,
    TooManySeats,
    TurnAnswered,
)

TURNS: dict[type[DomainError], LazyString] = {
    DayIsPast: _l("Hari itu sudah lewat. Pilih hari ini atau sesudahnya."),
    NotTheDay: _l("Dicatat pada harinya sendiri. Pilih hari ini."),
    TooManySeats: _l("Tempat di satu pojok 1 sampai 50. Perbaiki jumlahnya."),
    PlaceTaken: _l(
        "Tempat ini sudah ditawarkan kepada UMKM lain. Hubungi Dinas bila Anda tetap ingin datang."
    ),
    TurnAnswered: _l("UMKM ini sudah hadir, jadi jawabannya tidak diubah lagi."),
    NotAMakersCard: _l("Kartu ini tidak menunjuk satu UMKM. Pilih namanya dari daftar."),
    FollowUpTooEarly: _l("Hasilnya baru ditanyakan sejak {day}. Isi lagi pada hari itu."),
    FollowUpRecorded: _l("Hasil ini sudah diceritakan dan tidak diubah lagi."),
    PartnerMissing: _l("Tulis nama orang atau usaha yang ditemui."),
    OutcomeUnusable: _l("Pilih salah satu hasil; jumlah rupiah hanya untuk yang memesan."),
}
