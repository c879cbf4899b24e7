"""Sentences of refusals in finance's office: closing, terms, decrees, disputes, backups."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.audit.errors import ChainCut, KeyUnchanged, WrongKey
from app.backups.errors import (
    CopyNotWritten,
    CopySuspect,
    CopyToolMissing,
    CopyToolOld,
    CopyUnchecked,
    CopyUnsound,
    SuspectCopyRenamed,
)
from app.closing.rules import (
    MonthNotOver,
    MonthNotRecorded,
    ReadinessOpen,
    StoredFileDamaged,
    StoredFilePurged,
)
from app.compliance.errors import (
    ExemptionDecided,
    ExemptionNotApproved,
    ExemptionNotFound,
    ExemptionOverlaps,
    ExemptionScopeIncomplete,
    ExemptionSpanReversed,
    LetterMissing,
    LoweredMonthNotFound,
    MonthClosedForTerms,
    PercentOutOfRange,
)
from app.disputes.errors import (
    AlreadyDisputed,
    DisputeAnswered,
    NotBoughtYet,
    NotYourSale,
    TooEarly,
    TooManyDisputes,
    WrongOutcome,
)
from app.jobs.errors import TooManyJobs
from app.minimums.errors import (
    DecreeInUse,
    DecreeNotFound,
    DecreeNumberTaken,
    DecreeUnusable,
    DecreeWithdrawn,
    PresetNotFound,
    WithdrawalReasonMissing,
)
from app.months.errors import LateItemNotPending, MonthAlreadyClosed, MonthIsFixed, MonthNotClosed
from app.shared.errors import DomainError

OFFICE: dict[type[DomainError], LazyString] = {
    WrongKey: _l(
        "SECRET_KEY bukan kunci buku ini, jadi tidak ada yang ditulis. "
        "Pakai kunci yang dipakai sejak awal (docs/kunci.md)."
    ),
    KeyUnchanged: _l("Kunci baru sama dengan kunci sekarang. Buat kunci lain (docs/kunci.md)."),
    ChainCut: _l(
        "Bukti urutan pernah sampai nomor {seq} di server ini; sekarang terpotong atau ditulis ulang, jadi tidak "
        "ada yang ditulis. Jalankan audit verify; bila cadangan lama memang dipulihkan: audit restored (docs/kunci.md)."
    ),
    TooManyJobs: _l(
        "Sudah ada {count} laporan Anda dalam antrean. Tunggu sampai selesai, atau batalkan dulu."
    ),
    AlreadyDisputed: _l("Nota ini sudah Anda laporkan dan sedang diperiksa."),
    DisputeAnswered: _l("Pengaduan ini sudah dijawab. Muat ulang halaman untuk melihat jawabannya."),
    NotBoughtYet: _l("Waktu belanja harus sudah lewat, dan tidak lebih dari {days} hari yang lalu."),
    NotYourSale: _l(
        "Nota ini tidak sedang dihitung sebagai belanja Anda, jadi tidak ada yang perlu dibantah."
    ),
    TooEarly: _l(
        "Pojok itu belum mengirim semua penjualannya. Biasanya belanja Anda muncul sendiri; kalau besok belum "
        "ada, laporkan lagi."
    ),
    TooManyDisputes: _l("Sudah ada {most} pengaduan Anda yang menunggu. Tunggu jawabannya dulu."),
    WrongOutcome: _l("Nota yang dipilih bukan nota yang pembelinya belum dikenal. Pilih nota lain."),
    CopyNotWritten: _l("Salinan tidak dapat ditulis: {why}. Periksa folder dan ruang disk, lalu ulangi."),
    SuspectCopyRenamed: _l(
        "Pemeriksaan menemukan sesuatu di basis data ini: {why}. Salinannya disimpan sebagai {file} supaya tidak "
        "hilang; periksa dulu dengan ledger check."
    ),
    CopySuspect: _l("Salinan ini tidak boleh dipercaya: {why}."),
    CopyToolMissing: _l("Program {tool} belum terpasang. Pasang paket klien PostgreSQL, lalu ulangi."),
    CopyToolOld: _l(
        "{tool} lebih tua daripada server PostgreSQL. Pasang klien PostgreSQL seversi server, lalu ulangi."
    ),
    CopyUnchecked: _l(
        "Salinan disimpan sebagai {file}, tetapi belum diperiksa: login basis data tidak boleh membuat basis data "
        "sementara. Beri hak itu (ALTER ROLE … CREATEDB), lalu ulangi."
    ),
    CopyUnsound: _l("Salinan ini tidak boleh dipercaya: {why}."),
    MonthNotOver: _l("Bulan {period} belum berakhir. Tutup setelah hari terakhirnya lewat."),
    MonthNotRecorded: _l(
        "Tidak ada penjualan yang dicatat pada bulan {period}, jadi tidak ada yang ditutup."
    ),
    StoredFileDamaged: _l(
        "Berkas {period} versi {version} yang tersimpan berubah dari yang ditandatangani. Jangan dipakai; "
        "minta admin memeriksa jejak audit dan cadangannya."
    ),
    StoredFilePurged: _l(
        "Berkas {period} versi {version} sudah dihapus karena masa simpannya lewat. "
        "Sidik jari digitalnya tetap disimpan: {sha256}."
    ),
    ReadinessOpen: _l(
        "Masih ada {count} hal yang belum beres. Bereskan dulu, atau tulis alasan tetap menutup."
    ),
    DecreeNotFound: _l("Aturan ini tidak ada. Pilih dari daftar aturan."),
    PresetNotFound: _l("Contoh ini tidak ada. Pilih dari daftar contoh."),
    DecreeUnusable: _l("Aturan ini belum dapat dipakai; tidak ada yang tersimpan. Perbaiki {count} hal."),
    DecreeNumberTaken: _l(
        "Aturan bernomor {number} sudah ada dengan isi lain. Periksa nomornya. Kalau yang lama salah "
        "ketik dan belum dipakai menutup bulan, tarik dulu aturan itu; kalau tidak, pakai nomor aturan yang baru."
    ),
    DecreeWithdrawn: _l("Aturan {number} sudah ditarik."),
    DecreeInUse: _l(
        "Aturan {number} sudah dipakai menutup bulan ({months}), jadi tidak dapat ditarik. "
        "Buat aturan baru yang menggantikannya."
    ),
    WithdrawalReasonMissing: _l("Tulis mengapa aturan ini ditarik."),
    ExemptionNotFound: _l("Pembebasan ini tidak ada. Pilih dari daftar pembebasan."),
    ExemptionOverlaps: _l(
        "Yang sama sudah dibebaskan pada bulan-bulan itu dengan surat {number}. "
        "Pilih bulan lain, atau akhiri pembebasan yang lama dulu."
    ),
    ExemptionDecided: _l(
        "Usulan dengan surat {number} sudah diputuskan atau ditarik. Muat ulang daftarnya, lalu pilih lagi."
    ),
    ExemptionNotApproved: _l("Hanya pembebasan yang berlaku dapat diakhiri. Muat ulang halaman."),
    ExemptionScopeIncomplete: _l("Pilih siapa yang dibebaskan dari daftar."),
    ExemptionSpanReversed: _l("Bulan terakhir harus sama dengan atau sesudah bulan pertama."),
    LetterMissing: _l("Nomor surat harus diisi, dan tanggalnya tidak boleh di masa depan."),
    MonthClosedForTerms: _l("Bulan ini sudah ditutup; angkanya tidak berubah lagi."),
    PercentOutOfRange: _l("Penurunan ditulis sebagai persen bulat dari 1 sampai 100."),
    LoweredMonthNotFound: _l("Bulan ini tidak sedang diturunkan."),
    MonthAlreadyClosed: _l("Bulan {period} sudah ditutup."),
    MonthNotClosed: _l("Bulan {period} masih terbuka."),
    LateItemNotPending: _l("Butir {ids} tidak sedang menunggu pada bulan {period}."),
    MonthIsFixed: _l(
        "Butir {ids} menunggu karena bulannya sudah ditutup; tidak pernah dihitung di bulan lain."
    ),
}
"""Placeholders are the facts of the error."""
