"""Sentences of refusals about makers' goods and money: terms, supply notes, counts, statements, payouts."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.certificates.errors import (
    CertificateDatesWrong,
    CertificateEnded,
    CertificateKindUnknown,
    CertificateOfOwnMaker,
    CertificateUnnumbered,
    RulebookUnusable,
)
from app.makers.errors import JoinRefused, MakerClosed, MakerStateWrong
from app.sales.errors import MatchReversed
from app.settlement.errors import (
    ApproverIsPayer,
    ApproverMissing,
    HolderSettled,
    LinesSettled,
    PayoutAlreadyReversed,
    PayoutIdTaken,
    PayoutTooMuch,
    ReferenceMissing,
    RemittanceAlreadyReversed,
    RemittanceIdTaken,
    RemittanceTooMuch,
    StatementFileDamaged,
    TermsSettled,
    TermsUnusable,
)
from app.shared.errors import DomainError
from app.stock.errors import (
    CountEmpty,
    CountEnded,
    CountWaits,
    DifferenceUnexplained,
    MoreThanCame,
    NoteAlreadyChecked,
    NoteEmpty,
    NoteIdTaken,
    NoteNotFound,
    NotesNotChecked,
    NoteStateWrong,
    PiecesUnusable,
    ProductOfOtherMaker,
    TillNotAwaited,
    TimeAhead,
)
from app.visits.errors import FindingClosed, VisitAhead, VisitEmpty, VisitOfOwnMaker

MAKERS: dict[type[DomainError], LazyString] = {
    MakerClosed: _l(
        "Data UMKM ini sudah ditutup. Pakai data usahanya yang masih dibuka, atau daftarkan lagi."
    ),
    MakerStateWrong: _l("Keadaan UMKM ini sudah berubah. Muat ulang untuk melihat keadaannya sekarang."),
    JoinRefused: _l("Kedua catatan ini tidak dapat digabung. Pilih dua UMKM berbeda yang belum digabung."),
    PayoutTooMuch: _l("Sisa yang dapat dibayar di nota penyelesaian ini {unpaid}. Periksa jumlahnya."),
    PayoutIdTaken: _l("Nomor pembayaran ini sudah dipakai untuk pembayaran lain. Muat ulang, lalu ulangi."),
    ApproverMissing: _l(
        "Di atas {limit} satu orang menyiapkan dan orang lain menyetujui. Sebutkan penyetuju."
    ),
    ApproverIsPayer: _l("Yang menyiapkan pembayaran tidak boleh menyetujuinya. Minta orang lain."),
    RemittanceTooMuch: _l("UMKM hanya perlu menyetor {owed} untuk nota ini. Periksa jumlahnya."),
    RemittanceIdTaken: _l("Nomor setoran ini sudah dipakai untuk setoran lain. Muat ulang, lalu ulangi."),
    RemittanceAlreadyReversed: _l("Setoran ini sudah dibatalkan."),
    HolderSettled: _l(
        "Penjualan sejak tanggal itu sudah masuk nota {number}. Pilih tanggal mulai sesudahnya."
    ),
    ReferenceMissing: _l("Tulis nomor bukti: nomor transfer, atau nomor tanda terima tunai."),
    PayoutAlreadyReversed: _l("Pembayaran ini sudah dibatalkan. Muat ulang untuk melihat keadaannya."),
    StatementFileDamaged: _l(
        "Berkas nota {number} yang tersimpan sudah berubah. Jangan dipakai, dan beri tahu admin."
    ),
    TermsSettled: _l(
        "Penjualan sejak tanggal itu sudah diselesaikan di nota {number}. Pilih tanggal mulai sesudahnya."
    ),
    LinesSettled: _l(
        "{count} barang sudah masuk nota penyelesaian. Perbaiki notanya; pembetulannya masuk nota berikutnya."
    ),
    MatchReversed: _l("Nota ini sudah dibatalkan dan barangnya sudah kembali. Tidak perlu diubah."),
    TermsUnusable: _l("Bagian pojok 0–50 persen, pembayaran 0–15 hari. Perbaiki lalu simpan lagi."),
    NoteEmpty: _l("Nota titip belum berisi barang. Tambahkan paling sedikit satu produk."),
    NoteAlreadyChecked: _l("Nota ini sudah diperiksa orang lain. Muat ulang untuk melihat hitungannya."),
    NoteStateWrong: _l("Nota ini tidak dapat diubah begitu lagi. Muat ulang untuk melihat keadaannya."),
    PiecesUnusable: _l("Jumlah di baris {line} harus bilangan bulat dari 0 sampai 10.000."),
    DifferenceUnexplained: _l("Pilih alasan di baris {line}: hitungan pojok berbeda, atau barangnya hilang."),
    ProductOfOtherMaker: _l("Produk di baris {line} bukan milik UMKM ini. Pilih produk yang benar."),
    CountEnded: _l("Hitung rak ini sudah selesai atau dibatalkan. Buka hitung rak baru."),
    CountEmpty: _l("Belum ada barang yang dihitung. Isi dulu, lalu simpan."),
    CountWaits: _l(
        "Angka hitung rak ini sudah diserahkan. Untuk menghitung ulang, batalkan dulu hitung rak ini."
    ),
    TillNotAwaited: _l("Perangkat itu tidak ditunggu lagi. Muat ulang untuk melihat keadaannya."),
    NotesNotChecked: _l("Hitung dulu nota titip yang menunggu: {notes}."),
    NoteNotFound: _l(
        "Tidak ada nota dengan kode itu di pojok Anda. Periksa nomornya, atau pilih dari daftar."
    ),
    NoteIdTaken: _l(
        "Isian ini sudah tersimpan sebagai nota {number}. Lihat nota itu dulu; kalau ini nota baru, simpan lagi."
    ),
    MoreThanCame: _l(
        "Baris {line}: yang tercatat datang dan belum keluar hanya {came}. Catat titipannya, atau kurangi jumlahnya."
    ),
    TimeAhead: _l("Barang tidak mungkin datang di waktu yang belum tiba. Periksa tanggal dan jamnya."),
    CertificateUnnumbered: _l(
        "Nomor surat ini belum diketahui. Catat nomornya dulu, baru tandai sudah diperiksa."
    ),
    CertificateEnded: _l("Surat ini sudah tidak berlaku lagi di catatan. Muat ulang untuk melihatnya."),
    CertificateDatesWrong: _l(
        "Periksa tanggalnya: berakhir sesudah terbit, dan dilihat paling lambat hari ini."
    ),
    CertificateOfOwnMaker: _l(
        "Surat usaha yang terikat dengan Anda diperiksa petugas lain. Minta rekan Anda."
    ),
    CertificateKindUnknown: _l("Jenis itu tidak ada di aturan surat. Pilih dari daftar."),
    RulebookUnusable: _l(
        "Aturan surat belum dapat dipakai. Perbaiki yang disebut di bawah, lalu simpan lagi."
    ),
    VisitEmpty: _l("Belum ada yang dilihat. Ketuk paling sedikit satu hal, lalu simpan lagi."),
    VisitAhead: _l("Tanggal kunjungan belum tiba. Periksa tanggalnya."),
    VisitOfOwnMaker: _l("Usaha yang terikat dengan Anda dikunjungi petugas lain. Minta rekan Anda."),
    FindingClosed: _l("Temuan ini sudah selesai. Muat ulang untuk melihat keadaannya."),
}
