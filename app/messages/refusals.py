"""One sentence per refusal. A shape test fails when a DomainError has none."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.errors import (
    AccountDisabled,
    AccountHasPowers,
    BoothOfRoleMissing,
    CardRefused,
    CashierNameMissing,
    CodeRefused,
    DayCashierChanged,
    DayIsOver,
    EmployeeMissing,
    EmployeeTaken,
    FirstCodeRefused,
    LastAdmin,
    NotACashier,
    OwnRoles,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooPersonal,
    PasswordTooShort,
    PasswordUnchanged,
    PinNotSixDigits,
    PinTooSimple,
    SignInRefused,
    SignInsBusy,
    TooManyTries,
    UnitOfRoleMissing,
    UnusableRole,
    UnusableUsername,
    UsernameTaken,
    UserNotFound,
    WrongPassword,
    WrongPin,
)
from app.booths.errors import BoothNameMissing, BoothNameTaken, BoothNotInUse, ModeDayUnusable
from app.decisions.errors import AlreadyDecided, NothingChosen
from app.directory.errors import (
    DateOutOfReach,
    DemoCityRefusesRoster,
    EmployeeNotFound,
    NobodyChosen,
    NoPostingYet,
    NoUnitsYet,
    NumberTaken,
    PeopleWouldBeMissing,
    RosterAlreadyApplied,
    RosterDiscarded,
    RosterFileChanged,
    RosterLinkUnknown,
    RosterStateChanged,
    RosterUploadNotFound,
    SamePosting,
    TooManyLookups,
    UnitNotFound,
)
from app.excel.errors import UnusableFile
from app.makers.errors import (
    BarcodeTaken,
    MakerNameTaken,
    NameMissing,
    PriceOutOfRange,
    ProductNameTaken,
)
from app.messages.refusals_channels import CHANNELS
from app.messages.refusals_curation import CURATION
from app.messages.refusals_directory import DIRECTORY
from app.messages.refusals_makers import MAKERS
from app.messages.refusals_office import OFFICE
from app.messages.refusals_photos import PHOTOS
from app.messages.refusals_training import TRAINING
from app.messages.refusals_turns import TURNS
from app.pdf.errors import PictureTooLarge, UnusablePicture
from app.reports.errors import ExportRunning
from app.sales.errors import (
    BuyerAlreadyIdentified,
    BuyerNotProven,
    CannotVoidAVoid,
    CountMissing,
    DrawerDiffers,
    MonthMissing,
    NothingToConfirm,
    ReceiptNotSigned,
    ReceiptUnreadable,
    SaleAlreadyVoided,
    SaleConflicting,
    SaleNotFound,
    SaleRefused,
    SaleStillMissing,
    SheetLinesDiffer,
    SheetNotEmpty,
    SheetReasonMissing,
    VoidNotAllowed,
)
from app.settings.errors import (
    HolidayOutOfReach,
    SettingIsPermanent,
    SettingNeedsMonth,
    SettingNotDated,
    TooManyHolidays,
    UnknownSetting,
    UnusableSetting,
)
from app.shared.engine import DatabaseBusy
from app.shared.errors import DomainError, NotFound, ReasonMissing, Refused
from app.tills.errors import (
    NoShiftOpen,
    SheetAlreadyEnded,
    ShiftAlreadyClosed,
    ShiftAlreadyOpen,
    TillAlreadyRevoked,
    TillCodeGone,
    TillCodeRefused,
    TillNameMissing,
)

SENTENCES: dict[type[DomainError], Any] = {
    DomainError: _l("Permintaan ini tidak dapat dijalankan. Periksa isian, lalu coba lagi."),
    NotFound: _l("Yang dicari tidak ditemukan. Periksa kembali pilihan Anda."),
    Refused: _l("Permintaan ini ditolak oleh aturan. Periksa isian, lalu coba lagi."),
    DatabaseBusy: _l("Sistem sedang sibuk. Tidak ada yang tersimpan; coba lagi sebentar lagi."),
    BoothNameMissing: _l("Pojok harus punya nama."),
    BoothNameTaken: _l("Sudah ada pojok dengan nama ini. Pakai nama lain."),
    ModeDayUnusable: _l("Tulis hari ini, atau hari sesudah cara kerja terakhir berubah."),
    BoothNotInUse: _l("Pojok ini sedang tidak dipakai. Aktifkan dulu di halaman pojok."),
    TillNameMissing: _l("Perangkat harus punya nama, misalnya Tablet 1."),
    TillAlreadyRevoked: _l("Token perangkat ini sudah dicabut sebelumnya."),
    TillCodeGone: _l("Kode ini sudah dipakai atau sudah lewat masanya. Muat ulang halaman."),
    TillCodeRefused: _l(
        "Kode ini tidak dapat dipakai: salah ketik, sudah dipakai, atau lewat 30 menit. "
        "Minta kode baru kepada pengelola pojok."
    ),
    NoShiftOpen: _l("Belum ada sif yang terbuka. Mulai sif dulu."),
    ShiftAlreadyOpen: _l("Sif Anda di pojok ini sudah terbuka."),
    ShiftAlreadyClosed: _l("Sif ini sudah ditutup sebelumnya."),
    NameMissing: _l("Nama harus diisi."),
    MakerNameTaken: _l("Sudah ada UMKM dengan nama ini. Pakai nama lain, atau ubah yang sudah ada."),
    ProductNameTaken: _l("UMKM ini sudah punya produk dengan nama ini."),
    BarcodeTaken: _l("Kode batang ini sudah dipakai produk {product}."),
    PriceOutOfRange: _l("Harga harus rupiah bulat lebih dari nol, paling banyak 12 angka."),
    AccountDisabled: _l("Akun ini sedang dimatikan. Aktifkan dulu, lalu terbitkan kode."),
    AccountHasPowers: _l("Akun ini punya wewenang lain. Kodenya hanya dapat diterbitkan admin kota."),
    BoothOfRoleMissing: _l("Pojok yang dipilih tidak ada. Pilih lagi dari daftar."),
    CodeRefused: _l(
        "Kode ini tidak dapat dipakai: salah ketik, sudah dipakai, atau sudah lewat masanya. "
        "Periksa surat Anda, atau minta kode baru kepada OPD."
    ),
    CardRefused: _l(
        "Kartu atau PIN ini tidak cocok, atau kartunya sudah diganti. Coba lagi; "
        "kartu hilang atau lupa PIN? Minta kartu baru di pojok mana pun."
    ),
    FirstCodeRefused: _l(
        "Kode ini keliru atau sudah lewat masanya. Lihat log server, atau mulai ulang servernya."
    ),
    EmployeeMissing: _l("Pegawai ini tidak ditemukan. Periksa NIP-nya."),
    EmployeeTaken: _l("Pegawai ini sudah punya akun."),
    LastAdmin: _l("Ini satu-satunya admin yang aktif. Jadikan orang lain admin dulu."),
    OwnRoles: _l("Wewenang sendiri tidak dapat diubah. Minta admin lain melakukannya."),
    PasswordTooCommon: _l(
        "Kata sandi ini terlalu mudah ditebak. Pakai beberapa kata yang tidak berhubungan."
    ),
    PasswordTooLong: _l("Kata sandi paling panjang {most} huruf."),
    PasswordTooPersonal: _l(
        "Jangan memakai nama, nama pengguna, bagian NIP, tanggal lahir, nama kota atau nama aplikasi."
    ),
    PasswordTooShort: _l("Kata sandi sedikitnya {least} huruf atau angka."),
    PasswordUnchanged: _l("Kata sandi baru sama dengan yang lama. Pilih yang lain."),
    CashierNameMissing: _l("Isi nama petugas kasirnya."),
    DayCashierChanged: _l(
        "Kasir harian ini sudah dibuat, lalu diubah. Lihat daftar kasir; untuk orang lain, muat ulang halaman ini."
    ),
    DayIsOver: _l("Hari ini atau sesudahnya saja: tanggal itu sudah lewat."),
    NotACashier: _l("PIN hanya untuk kasir. Beri akun ini peran kasir dulu."),
    PinNotSixDigits: _l("PIN terdiri dari enam angka."),
    PinTooSimple: _l("PIN ini terlalu mudah ditebak. Jangan angka kembar atau berurutan."),
    SignInRefused: _l(
        "Nama pengguna atau kata sandi tidak cocok. "
        "Setelah beberapa kali salah, tunggu satu menit sebelum mencoba lagi."
    ),
    SignInsBusy: _l("Banyak orang sedang masuk bersamaan. Tunggu sebentar, lalu coba lagi."),
    TooManyTries: _l("Terlalu sering salah. Tunggu {seconds} detik, lalu coba lagi."),
    UnitOfRoleMissing: _l("Peran ini perlu satu unit kerja yang ada."),
    UnusableRole: _l("Peran ini tidak dapat diberikan seperti itu. Periksa peran dan pojok atau unitnya."),
    UnusableUsername: _l(
        "Nama pengguna 3 sampai 60 huruf kecil, angka, titik atau tanda hubung, dan bukan NIP."
    ),
    UsernameTaken: _l("Nama pengguna ini sudah dipakai. Pilih yang lain."),
    UserNotFound: _l("Akun ini tidak ditemukan."),
    WrongPassword: _l("Kata sandi sekarang tidak cocok."),
    WrongPin: _l("PIN sekarang tidak cocok. Lupa? Minta kartu baru di pojok mana pun."),
    SettingIsPermanent: _l(
        "Tanda kota contoh tidak dapat dihapus. Mulai kota sebenarnya dengan basis data baru."
    ),
    SettingNeedsMonth: _l("Pengaturan ini perlu bulan mulai berlakunya."),
    SettingNotDated: _l("Pengaturan ini berlaku selalu, tanpa bulan mulai."),
    UnknownSetting: _l("Pengaturan ini tidak dikenal."),
    UnusablePicture: _l(
        "Berkas ini bukan gambar PNG atau JPEG yang utuh. Simpan ulang gambarnya, lalu kirim lagi."
    ),
    PictureTooLarge: _l("Gambarnya terlalu besar. Kecilkan dulu: paling besar 2 MB dan 4000 × 4000 titik."),
    HolidayOutOfReach: _l("Hari libur dapat ditulis untuk tahun {first} sampai {last}."),
    TooManyHolidays: _l("Tahun {year} sudah punya {most} hari libur. Hapus dulu yang tidak berlaku."),
    UnusableSetting: _l("Isian ini tidak dapat dipakai untuk pengaturan ini. Periksa batasnya."),
    SaleNotFound: _l("Nota ini tidak ditemukan di pojok ini."),
    SaleAlreadyVoided: _l("Nota {receipt} sudah dibatalkan."),
    CannotVoidAVoid: _l("Pembatalan tidak dapat dibatalkan. Catat penjualan baru."),
    VoidNotAllowed: _l(
        "Nota {receipt} hanya dapat diubah oleh kasirnya selama sif kasirnya masih terbuka. "
        "Minta bagian keuangan."
    ),
    ReasonMissing: _l("Alasan harus diisi."),
    CountMissing: _l("Hitung uang di laci dulu, lalu tulis jumlahnya. Laci kosong ditulis 0."),
    DrawerDiffers: _l("Hitung sekali lagi. Kalau jumlahnya tetap begitu, tulis sebabnya di sini."),
    SaleRefused: _l("Penjualan ini belum lengkap atau melewati batas. Periksa barang, jumlah, dan harga."),
    SaleConflicting: _l("Nota {receipt} sudah tercatat dengan isi lain. Muat ulang halaman, lalu periksa."),
    NothingChosen: _l("Belum ada yang dipilih. Centang dulu yang mau diputuskan."),
    AlreadyDecided: _l(
        "{count} dari {of} yang dipilih sudah diputuskan orang lain. Tidak ada yang diubah; "
        "muat ulang halaman, lalu pilih lagi."
    ),
    MonthMissing: _l("Pilih bulan yang benar."),
    SaleStillMissing: _l("Nota {receipt} belum datang. Biarkan menunggu, atau abaikan pembatalannya."),
    BuyerAlreadyIdentified: _l("Pembeli nota {receipt} sudah dikenal. Pakai perbaiki nota."),
    BuyerNotProven: _l("Nama atau nomor ini bukan yang tercetak di nota. Ketik persis seperti di kertas."),
    ReceiptNotSigned: _l(
        "Nota ini tidak dibuat oleh kasir kota ini, atau isinya diubah. Tidak ada yang dicatat; "
        "tunjukkan kertasnya kepada bagian keuangan."
    ),
    SheetAlreadyEnded: _l("Lembar {number} sudah dinyatakan selesai. Muat ulang halaman."),
    SheetLinesDiffer: _l(
        "Baris {lines} baru saja dimasukkan orang lain dengan isi berbeda. Tidak ada yang disimpan; "
        "muat ulang halaman, lalu periksa."
    ),
    SheetNotEmpty: _l("Lembar {number} sudah punya baris yang tercatat, jadi bukan lembar kosong."),
    SheetReasonMissing: _l("Tulis alasannya, misalnya: tidak terpakai, rusak kena hujan."),
    ReceiptUnreadable: _l(
        "Isi kode QR tidak terbaca utuh. Pindai lagi seluruh kodenya, atau tempel teks lengkapnya."
    ),
    NothingToConfirm: _l("Tidak ada lagi usulan yang cocok. Muat ulang halaman."),
    ExportRunning: _l("Unduhan Anda sebelumnya masih disiapkan. Tunggu sampai selesai, lalu coba lagi."),
    UnusableFile: _l("Berkas ini tidak dapat dipakai. Simpan ulang sebagai .xlsx, lalu kirim lagi."),
    DateOutOfReach: _l("Tanggal harus antara tahun 2000 dan satu tahun dari sekarang."),
    DemoCityRefusesRoster: _l(
        "Ini kota contoh; data pegawai sebenarnya tidak boleh dimasukkan ke sini. "
        "Buka halaman \u201cMulai kota sebenarnya\u201d dan ikuti langkahnya."
    ),
    TooManyLookups: _l("Pencarian pegawai terlalu banyak dari akun ini. Tunggu satu menit, lalu coba lagi."),
    EmployeeNotFound: _l("Pegawai ini tidak ditemukan. Cari lagi dengan nama atau NIP."),
    NobodyChosen: _l("Belum ada yang dipilih. Centang dulu orangnya."),
    NoPostingYet: _l("Belum ada jabatan sebelum tanggal itu. Pilih tanggal yang lebih akhir."),
    NoUnitsYet: _l("Unit kerja belum ada. Masukkan daftar unit kerja dulu, baru daftar pegawai."),
    NumberTaken: _l("Nomor ini dipakai orang lain. Periksa nomornya."),
    PeopleWouldBeMissing: _l(
        "{count} dari {judged} orang tidak ada di berkas ini. Tidak ada yang diterapkan: nyatakan bahwa berkas ini "
        "hanya tambahan (perintah: --additional), atau ketik {count} sebagai bukti bahwa daftarnya lengkap "
        "(perintah: --absent {count})."
    ),
    RosterAlreadyApplied: _l("Berkas ini sudah diterapkan sebelumnya. Tidak ada yang diulang."),
    RosterDiscarded: _l("Berkas ini sudah dibatalkan. Kirim lagi berkasnya kalau masih perlu."),
    RosterFileChanged: _l("Berkasnya bukan lagi yang diperiksa. Kirim lagi, lalu periksa sekali lagi."),
    RosterLinkUnknown: _l("Pasangan orang yang dipilih tidak ada dalam saran. Periksa lagi halamannya."),
    RosterStateChanged: _l(
        "Data pegawai berubah sejak pratinjau. Belum ada yang diterapkan; periksa pratinjau yang baru."
    ),
    RosterUploadNotFound: _l("Unggahan ini tidak ada lagi. Kirim lagi berkasnya."),
    SamePosting: _l("Persis itu sudah berlaku pada tanggal itu. Tidak ada yang perlu diubah."),
    UnitNotFound: _l("Unit ini tidak ada. Pilih dari daftar."),
    **DIRECTORY,
    **OFFICE,
    **MAKERS,
    **CURATION,
    **PHOTOS,
    **CHANNELS,
    **TURNS,
    **TRAINING,
}
