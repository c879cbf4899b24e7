"""Sentences of the till around a sale: stored sales, cashiers, the shift, the device's features."""

from flask_babel import gettext as _


def shell_messages() -> dict[str, str]:
    """Return every sentence of the till's frame, by the name the script uses. The script fills in `{…}`."""
    return (
        _state_messages()
        | _panel_messages()
        | _people_messages()
        | _shift_messages()
        | _closed_messages()
        | _check_messages()
        | _enrol_messages()
    )


def _state_messages() -> dict[str, str]:
    return {
        "state_saved": _("semua sudah tersimpan di server {time}"),
        "state_ready": _("siap, tidak ada yang menunggu"),
        "state_waiting": _("{count} penjualan belum terkirim"),
        "state_sending": _("mengirim {count} penjualan…"),
        "state_offline": _("tanpa jaringan: jual terus saja"),
        "state_offline_waiting": _("tanpa jaringan: jual terus saja, {count} menunggu"),
        "state_needs": _("{count} penjualan menunggu {cashier} masuk lagi di perangkat ini"),
        "state_aside": _("{count} nota perlu dilihat"),
        "not_stored": _(
            "Nota TIDAK tersimpan: perangkat ini tidak dapat menyimpan (mungkin penuh). "
            "Kosongkan ruang di perangkat, lalu simpan lagi; atau catat di lembar kertas."
        ),
        "revoked": _(
            "Perangkat ini sudah dicabut dari pojoknya. {count} penjualan tetap tersimpan di sini dan terkirim "
            "setelah perangkat didaftarkan lagi."
        ),
        "login_over": _(
            "Kasir di perangkat ini sudah keluar. {count} penjualan tetap tersimpan di sini; masuk lagi agar terkirim."
        ),
        "sign_in": _("Masuk lagi"),
        "enrol_again": _("Daftarkan lagi"),
        "outdated": _("Halaman ini versi lama. Muat ulang; yang menunggu tetap aman."),
        "reload": _("Muat ulang"),
        "clock_off": _("Jam perangkat ini meleset {span}. Betulkan jamnya; penjualan tetap tercatat."),
        "span_minutes": _("{count} menit"),
        "span_hours": _("{count} jam"),
        "span_days": _("{count} hari"),
    }


def _panel_messages() -> dict[str, str]:
    return {
        "receipt_recorded": _("tersimpan di server"),
        "receipt_waiting": _("menunggu dikirim"),
        "receipt_parked": _("tersimpan; bulannya ditetapkan keuangan"),
        "receipt_conflict": _("nomornya sudah dipakai untuk isi lain; keuangan memeriksanya"),
        "receipt_refused": _("ditolak server: {why}"),
        "receipt_held": _("ditolak server, kini dipegang keuangan: {why}"),
        "receipt_voided": _("dibatalkan"),
        "void_receipt": _("Batalkan…"),
        "receipt_void": _("pembatalan {receipt}"),
        "receipt_shift": _("sif"),
    }


def _people_messages() -> dict[str, str]:
    return {
        "pin_short": _("PIN terdiri dari 6 angka."),
        "pin_wrong": _("PIN salah. Sisa {left} kali mencoba."),
        "pin_locked": _("Terlalu sering salah. Coba lagi {seconds} detik lagi."),
        "pin_none": _("belum punya PIN"),
        "pin_over": _("berlaku sampai {day}"),
        "unsaved_receipt_of": _("Nota {name} yang belum disimpan tetap ada sampai ia membuka lagi."),
    }


def _shift_messages() -> dict[str, str]:
    return {
        "float_shape": _("Tulis uang awal dalam rupiah bulat, misalnya 200.000; 0 bila kosong."),
        "count_shape": _("Tulis jumlah uang dalam rupiah bulat, misalnya 350.000."),
        "reason_missing": _("Tulis singkat mengapa tidak cocok, misalnya: salah kembalian."),
        "shift_since": _("Sif sejak {time}."),
        "shift_unsent": _("{count} penjualan belum terkirim; akan terkirim sendiri dari perangkat ini."),
        "shift_receipt_open": _("Masih ada nota yang belum disimpan. Simpan atau kosongkan dulu."),
        "shift_done": _("Sif selesai. Terima kasih."),
        "count_fits": _("Uang di laci cocok dengan catatan server."),
        "count_fits_here": _("Uang di laci cocok dengan perangkat ini saja; perangkat lain belum diperiksa."),
    }


def _closed_messages() -> dict[str, str]:
    return {
        "closed_nobody": _("Belum ada yang berjualan di perangkat ini"),
        "closed_nobody_text": _(
            "Masuk dengan kata sandi untuk berjualan, atau minta kode kepada pengelola pojok dan daftarkan "
            "perangkat ini."
        ),
        "closed_store": _("Perangkat ini tidak dapat menyimpan"),
        "closed_store_text": _(
            "Kasir tidak dibuka, supaya tidak ada nota yang hilang. Mungkin penyimpanannya penuh, atau browser "
            "dalam mode incognito. Pakai jendela biasa atau perangkat lain; sementara itu pakai lembar kertas."
        ),
        "closed_network": _("Perlu jaringan sekali ini"),
        "closed_network_text": _(
            "Perangkat ini baru dan belum sempat mengambil daftar barang. Sambungkan ke jaringan, lalu muat ulang."
        ),
        "closed_window": _("Kasir sudah terbuka di jendela lain"),
        "closed_window_text": _(
            "Hanya satu jendela yang berjualan, supaya satu nota tidak terjual dua kali. Lanjutkan di jendela itu, "
            "atau pakai di sini; nota yang sedang ditulis ikut pindah."
        ),
        "take_here": _("Pakai di sini"),
        "closed_shift": _("Sif selesai"),
        "closed_shift_text": _(
            "Terima kasih. Penjualan yang belum terkirim tetap dikirim dari perangkat ini."
        ),
    }


def _check_messages() -> dict[str, str]:
    return {
        "check_storage": _("Penyimpanan"),
        "check_storage_kept": _("tetap, tidak dihapus browser; terpakai {used} dari {quota} MB"),
        "check_storage_loose": _(
            "dapat dihapus browser bila ruang habis: pilih «Tambahkan ke layar utama» di menu browser. "
            "Terpakai {used} dari {quota} MB"
        ),
        "check_storage_unknown": _("browser tidak memberi tahu"),
        "check_offline": _("Buka tanpa jaringan"),
        "check_offline_yes": _("bisa"),
        "check_offline_soon": _("sedang disiapkan; biarkan tersambung sebentar"),
        "check_offline_no": _("tidak bisa di alamat ini: minta pengelola memberi alamat https"),
        "check_camera": _("Kamera"),
        "check_camera_yes": _("ada"),
        "check_camera_none": _("tidak ada; kartu dibaca dengan pemindai atau NIP diketik"),
        "check_camera_no": _("tidak bisa tanpa HTTPS; kartu dibaca dengan pemindai atau NIP diketik"),
        "check_clock": _("Jam"),
        "check_clock_good": _("cocok dengan server"),
        "check_clock_bad": _("meleset {span}; betulkan di pengaturan perangkat"),
        "check_clock_unknown": _("belum dibandingkan dengan server"),
        "check_lock": _("Kunci PIN"),
        "check_lock_yes": _("bisa, juga tanpa jaringan"),
        "check_lock_no": _("tidak bisa tanpa HTTPS; perangkat ini belum dapat didaftarkan"),
        "check_version": _("Versi"),
    }


def _enrol_messages() -> dict[str, str]:
    return {
        "enrol_code": _("Ketik kode dari pengelola pojok, misalnya 7QK3-M9ZD."),
        "enrol_offline": _("Server tidak menjawab. Periksa jaringan, lalu coba lagi."),
        "enrol_refused": _("Kode ini tidak diterima. Minta kode baru kepada pengelola pojok."),
        "enrol_not_stored": _("Perangkat ini tidak dapat menyimpan. Kosongkan ruang, lalu minta kode baru."),
        "enrol_done": _(
            "{name} kini kasir {booth}. Pilih «Tambahkan ke layar utama» di menu browser supaya penyimpanannya tetap."
        ),
        "enrol_waiting": _(
            "{count} penjualan di perangkat ini menunggu; terkirim setelah perangkat terdaftar."
        ),
        "enrol_insecure": _(
            "Alamat ini tanpa HTTPS: perangkat tidak dapat dikunci dengan PIN dan tidak bisa dibuka tanpa jaringan, "
            "jadi belum dapat didaftarkan. Minta pengelola memberi alamat https."
        ),
    }
