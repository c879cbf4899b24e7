"""Sentences of refusals about offers, verdicts, agencies and holds."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.curation.errors import (
    AgencyNameTaken,
    AspectsMissing,
    ConflictOfInterest,
    CuratorElsewhere,
    CuratorUnknown,
    ForeignReason,
    HandledIncomplete,
    HoldDaysWrong,
    HoldEnded,
    MayNotHold,
    NoAgencies,
    NobodyHandledIt,
    NobodyLooked,
    NotACurator,
    OfferOpen,
    OfferStateWrong,
    ReasonsMissing,
    ReasonTaken,
    StillPending,
    TooManyOffers,
    VerdictGiven,
    VerdictStays,
)
from app.shared.errors import DomainError

CURATION: dict[type[DomainError], LazyString] = {
    OfferStateWrong: _l("Keadaan tawaran ini sudah berubah. Muat ulang untuk melihat keadaannya sekarang."),
    OfferOpen: _l("Produk ini sedang ditawarkan. Buka tawarannya di halaman Kurasi."),
    TooManyOffers: _l("Sudah ada {most} tawaran yang terbuka. Kirim atau tarik dulu yang lama."),
    NoAgencies: _l("Belum ada instansi yang menilai. Hubungi Dinas UMKM; tawaran Anda tersimpan."),
    VerdictGiven: _l("Instansi Anda sudah menilai putaran ini. Buka produk berikutnya."),
    VerdictStays: _l("Penilaian ini tidak dapat ditarik lagi: putarannya sudah selesai, atau sudah ditarik."),
    ReasonsMissing: _l("Pilih paling sedikit satu alasan, atau tekan Baik."),
    ForeignReason: _l("Salah satu kalimat sudah tidak dipakai. Muat ulang, lalu pilih lagi."),
    HandledIncomplete: _l("Isi tanggal yang sudah lewat atau hari ini, dan tempat Anda memegang produk."),
    NotACurator: _l("Akun ini tidak menilai untuk instansi mana pun. Hubungi Dinas UMKM."),
    ConflictOfInterest: _l("Anda berkepentingan dengan usaha ini. Minta orang lain yang memutuskan."),
    NobodyLooked: _l("Belum ada instansi yang menilai putaran ini. Minta salah satu menilai dulu."),
    StillPending: _l("Masih menunggu jawaban {agencies}."),
    NobodyHandledIt: _l("Belum ada yang memegang produknya. Minta satu kurator melihatnya langsung dulu."),
    AgencyNameTaken: _l("Instansi bernama itu sudah ada. Ubah yang sudah ada."),
    AspectsMissing: _l("Pilih paling sedikit satu hal yang dinilai instansi ini."),
    CuratorElsewhere: _l("Akun ini menilai untuk {agency}. Akhiri dulu di sana."),
    CuratorUnknown: _l("Tidak ada akun kurator dengan nama pengguna itu. Minta admin membuatnya."),
    ReasonTaken: _l("Kalimat itu sudah ada. Ubah yang sudah ada."),
    MayNotHold: _l("Instansi Anda tidak berhak menahan produk."),
    HoldEnded: _l("Penahanan ini sudah berakhir."),
    HoldDaysWrong: _l("Pilih tanggal sesudah hari ini, atau kosongkan."),
}
