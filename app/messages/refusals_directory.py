"""Sentences of refusals about units, people and their imports."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.directory.errors import (
    PeopleAlreadyMerged,
    PersonExists,
    PersonLooksStored,
    PersonRefused,
    TreeWouldBreak,
    TwoPnsIds,
    UndoPrevented,
    UnitActNotFound,
    UnitEnded,
    UnitInUse,
    UnitIsTop,
    UnitKeyTaken,
    UnitUnchanged,
)
from app.imports.errors import ImportChangedMeanwhile, ImportFileGone
from app.person_merge.errors import MergeNotFound, MergeReasonMissing, MergeUndoPrevented, OwnRecord
from app.roster_undo.errors import RosterUndoPrevented, RosterUndoReasonMissing
from app.shared.errors import DomainError

DIRECTORY: dict[type[DomainError], LazyString] = {
    ImportFileGone: _l("Berkas ini tidak ada lagi, atau sudah lain. Kirim lagi, lalu periksa sekali lagi."),
    PersonRefused: _l("Orang ini tidak dapat ditambahkan. Periksa nomor, nama dan unitnya."),
    PersonExists: _l("Orang dengan nomor ini sudah ada. Buka halamannya, lalu ubah di sana."),
    PersonLooksStored: _l(
        "Ada orang bernama sama yang mungkin dia. Periksa dulu, lalu centang kalau memang lain."
    ),
    PeopleAlreadyMerged: _l("Salah satunya tidak berdiri sendiri lagi. Cari sekali lagi di data ganda."),
    TwoPnsIds: _l("Keduanya punya PNS ID, jadi menurut BKN ini dua orang. Perbaiki dulu di SIASN."),
    OwnRecord: _l("Data sendiri digabungkan oleh rekan kerja, bukan oleh diri sendiri."),
    MergeReasonMissing: _l("Tulis alasannya: mengapa ini satu orang."),
    MergeNotFound: _l("Penggabungan ini tidak ada. Pilih dari daftar."),
    MergeUndoPrevented: _l(
        "Tidak dapat diurungkan, karena sudah ada yang bergantung padanya. Alasannya ada di daftar."
    ),
    RosterUndoReasonMissing: _l("Tulis alasannya: mengapa impor ini dibatalkan."),
    RosterUndoPrevented: _l(
        "Impor ini tidak dapat dibatalkan, karena sudah ada yang bergantung padanya. Alasannya ada di halamannya."
    ),
    TreeWouldBreak: _l("Unit akan menjadi atasan dirinya sendiri. Pilih unit lain, atau tanggal lain."),
    UnitEnded: _l("Unit {unit} sudah diakhiri pada tanggal itu. Pilih unit lain."),
    UnitInUse: _l(
        "Masih ada {people} pegawai di unit ini dan {units} unit di bawahnya. Pindahkan dulu, atau gabungkan unit ini."
    ),
    UnitIsTop: _l("Unit paling atas adalah kota sendiri; hanya namanya yang dapat diganti."),
    UnitKeyTaken: _l("ID ini dipakai unit lain. Periksa ID-nya."),
    UnitUnchanged: _l("Pada tanggal itu unitnya sudah begitu. Periksa isian dan tanggalnya."),
    ImportChangedMeanwhile: _l(
        "Datanya berubah sejak diperiksa. Periksa hasilnya sekali lagi, lalu terapkan."
    ),
    UnitActNotFound: _l("Perubahan ini tidak ada. Pilih dari riwayat."),
    UndoPrevented: _l(
        "Tidak dapat diurungkan, karena sudah ada yang bergantung padanya. Alasannya ada di riwayat."
    ),
}
"""Placeholders are the facts of the error."""
