"""The sentences of the till's script in the reader's language, and the sentence of what remains to buy."""

from datetime import datetime

from flask_babel import gettext as _

from app.compliance.rules import StandingRow
from app.product_warnings.registry import list_warnings
from app.sales.queries import SaleRow
from app.shared.money import format_rupiah
from app.shared.period import Period
from app.web.cashier.till_shell_messages import shell_messages
from app.web.ui.filters import tanggal


def till_messages() -> dict[str, str]:
    """Return every sentence of `static/js/till`, by the name the script uses. The script fills in `{…}`."""
    return (
        _search_messages()
        | _unidentified_messages()
        | _cart_messages()
        | _warning_messages()
        | _group_messages()
        | _result_messages()
        | _camera_messages()
        | _receipt_messages()
        | _remaining_messages()
        | shell_messages()
    )


def _search_messages() -> dict[str, str]:
    return {
        "number": _("NIP"),
        "hits": _("{count} orang ditemukan. Panah untuk memilih, Enter untuk mengambil."),
        "twin": _("ada yang bernama sama"),
        "record_as_typed": _("Catat sebagai «{text}»"),
        "record_anyway": _("Tetap catat sebagai «{text}»"),
        "number_length": _(
            "NIP harus 18 angka. Yang diketik {count} angka; periksa lagi, atau tekan sekali lagi untuk mencatatnya."
        ),
        "number_letters": _(
            "NIP hanya angka. Ada huruf O, I, atau l di antaranya; ketik 0 atau 1, atau tekan sekali lagi "
            "untuk mencatatnya."
        ),
        "choose_one": _("{count} orang cocok dengan «{text}»: pilih orangnya."),
        "choose_of_many": _("Banyak orang cocok dengan «{text}»: ketik lebih lengkap, atau pilih orangnya."),
        "choose_goods": _("Beberapa barang cocok dengan «{text}»: pilih barangnya."),
        "choose_guess": _(
            "Tidak ada yang persis «{text}». Yang ejaannya mirip ada di daftar: pilih orangnya."
        ),
        "guess": _("ejaannya mirip"),
        "record_hint": _("belum dikenal; keuangan mencocokkannya nanti"),
        "unknown_line": _("belum dikenal, dicatat seperti diketik"),
        "unknown_number": _("NIP belum dikenal"),
        "number_offline": _(
            "Tanpa jaringan, NIP ini belum dapat dipastikan milik siapa. Nomornya dicatat dan dicocokkan saat terkirim."
        ),
        "number_line": _("nama menurut kasir; NIP dicocokkan saat terkirim"),
        "typed_card": _("kartu yang belum dikenal"),
        "public_buyer": _("Pembeli umum"),
        "public_line": _("bukan pegawai; tidak dihitung untuk siapa pun"),
        "already_here": _("{name} sudah di nota ini."),
        "unsaved": _("Nota {name} belum disimpan. Simpan dulu, atau kosongkan (F4)."),
        "served": _("Pembeli ini sudah belanja hari ini. Tekan Lanjutkan bila memang belanja lagi."),
        "served_amount": _("Sudah belanja hari ini {time}: {amount}. Lanjutkan?"),
        "served_time": _("Sudah belanja hari ini {time}. Lanjutkan?"),
    }


def _unidentified_messages() -> dict[str, str]:
    """Return the sentences for a buyer who is not among the people stored on the device."""
    return {
        "nobody_named": _(
            "Tidak ada yang bernama begitu. Coba nama keluarga atau NIP; Enter sekali lagi untuk mencatatnya."
        ),
        "searching": _("mencari di server… atau catat dulu seperti diketik"),
        "search_offline": _("Pencarian tidak terjawab. Periksa jaringan, atau catat seperti diketik."),
        "scan_unknown": _("Kode {code} tidak dikenal. Cari dengan NIP atau nama."),
        "scan_offline": _(
            "Kode {code} tidak ada di perangkat ini, dan jaringan sedang tidak ada. Cari dengan nama."
        ),
        "scan_receipt": _("Itu QR sebuah nota, bukan kartu pegawai."),
    }


def _warning_messages() -> dict[str, str]:
    """Return the sentences for the server's warnings about a product."""
    return {f"warning_{one.slug}": _(one.label) for one in list_warnings()}


def _cart_messages() -> dict[str, str]:
    return {
        "favourites": _("Favorit"),
        "all_goods": _("Semua"),
        "other_goods": _("Lainnya"),
        "no_goods": _("Belum ada barang. Pengelola pojok dapat menambahkannya; sementara pakai harga bebas."),
        "goods_found": _("{count} barang ditemukan. Enter menambahkan yang pertama."),
        "goods_none": _("Tidak ada barang bernama «{text}»."),
        "added": _("{name} ditambahkan"),
        "added_warned": _("{name} ditambahkan. Perhatian: {warning}."),
        "pieces": _("{count} barang, nota ›"),
        "quantity": _("Jumlah {name}"),
        "fewer": _("Kurangi {name}"),
        "more": _("Tambah {name}"),
        "total": _("Total"),
        "exact": _("Uang pas"),
        "gives_back": _("kembali {sum}"),
        "change": _("Kembali"),
        "lacking": _("Masih kurang"),
        "free_maker": _("Isi nama UMKM-nya."),
        "free_name": _("Isi nama barangnya."),
        "free_amount": _("Isi harga satuan dalam rupiah bulat, misalnya 20.000."),
        "free_quantity": _("Isi jumlah dari 1 sampai 10.000."),
        "no_buyer": _("Siapa pembelinya? Pindai kartu, ketik nama, atau pilih Umum (F2)."),
        "unconfirmed": _("Ada yang bernama sama. Tekan Benar bila memang orang ini."),
        "no_lines": _("Belum ada barang di nota ini."),
        "too_much": _("Jumlahnya terlalu besar. Periksa harga dan jumlah barang."),
        "cash_short": _("Uang yang diterima masih kurang dari total."),
        "cash_typed": _(
            "Uang tunai {sum} sudah diketik. Tekan {payment} sekali lagi bila memang dibayar dengan {payment}; "
            "kalau tunai, tekan Simpan."
        ),
        "nobody_yet": _("pembeli belum dipilih"),
        "wait_for_answer": _("Nota ini sedang disimpan. Tunggu sebentar."),
        "refused": _("Nota ini belum tersimpan. Periksa isinya, lalu simpan lagi."),
    }


def _group_messages() -> dict[str, str]:
    """Return the sentences for several buyers with one payer."""
    return {
        "total_together": _("Total bersama"),
        "this_buyer": _("Nota ini"),
        "find": _("Kartu, NIP, atau nama"),
        "find_next": _("Pembeli berikutnya"),
        "pieces_together": _("{buyers} pembeli, {count} barang ›"),
        "next_person": _("Nota tadi ikut dibayar bersama. Siapa pembeli berikutnya?"),
        "already_paid_for": _("{name} sudah ikut dibayar bersama. Ini notanya."),
        "group_full": _("Sudah 40 pembeli. Simpan dulu, lalu mulai lagi untuk yang lain."),
        "group_edit": _("Buka lagi nota ini"),
        "group_drop": _("Keluarkan nota {name}"),
        "buyers_paid": _("{count} pembeli"),
    }


def _result_messages() -> dict[str, str]:
    return {
        "result_recorded": _("Tersimpan"),
        "result_voided": _("Nota dibatalkan"),
        "sent_waiting": _("tersimpan di perangkat, belum terkirim"),
        "sent_recorded": _("tersimpan di server"),
        "sent_parked": _("tersimpan; bulannya ditetapkan keuangan"),
        "sent_conflict": _("di server ada isi lain dengan nomor nota ini; keuangan memeriksanya"),
        "sent_refused": _("ditahan, menunggu keputusan keuangan:"),
        "last": _("Terakhir {receipt} · {total}"),
        "last_voided": _("Dibatalkan {receipt}"),
        "not_yet_here": _(
            "Bagian ini belum sempat diambil ke perangkat. Coba lagi setelah ada jaringan sebentar."
        ),
        "void_failed": _("Pembatalan belum tersimpan. Coba lagi."),
    }


def _camera_messages() -> dict[str, str]:
    return {
        "camera_opening": _("membuka kamera…"),
        "camera_ready": _("Arahkan ke kode QR kartu atau kode batang barang."),
        "camera_refused": _(
            "Kamera belum diizinkan. Sentuh gembok di samping alamat, izinkan Kamera, lalu coba lagi. "
            "Sementara itu ketik namanya."
        ),
        "camera_none": _("Perangkat ini tidak punya kamera. Ketik nama atau NIP-nya."),
        "camera_busy": _("Kamera sedang dipakai aplikasi lain. Tutup aplikasi itu, lalu coba lagi."),
        "camera_insecure": _("Kamera hanya boleh dipakai pada alamat https. Ketik nama atau NIP-nya."),
        "camera_failed": _("Kamera tidak dapat dibuka. Ketik nama atau NIP-nya."),
    }


def _receipt_messages() -> dict[str, str]:
    """Return the sentences on the receipt that the till makes itself."""
    return {
        "slip_receipt": _("Nota"),
        "slip_cashier": _("Kasir"),
        "slip_goods": _("Barang"),
        "slip_total": _("TOTAL"),
        "slip_as_of": _("menurut catatan {time}"),
        "slip_qr": _("Kode QR nota {receipt}"),
        "slip_check": _("Simpan nota ini. Pindai kodenya untuk melihat apakah sudah tercatat."),
        "slip_check_only": _("Pindai kodenya untuk melihat apakah nota ini sudah tercatat."),
        "slip_thanks": _("Terima kasih sudah membeli dari UMKM kita."),
        "paid_cash": _("Tunai"),
        "paid_qris": _("QRIS"),
        "paid_transfer": _("Transfer"),
        "paid_none": _("Dibayar langsung ke UMKM"),
    }


def _remaining_messages() -> dict[str, str]:
    return {
        "rest_short": _("sisa minimal {amount} sampai {day}"),
        "rest_met": _("minimal bulan ini sudah terpenuhi"),
        "rest_exempt": _("dibebaskan bulan ini"),
        "rest_not_obliged": _("tidak wajib bulan ini"),
        "rest_no_rule": _("belum ada aturan minimal"),
        "rest_as_of": _("{sentence}, per {time}"),
    }


def receipt_time(sale: SaleRow) -> datetime:
    """Return the time of a sale by its device's clock, or of its arrival at the server if that clock was wrong."""
    return sale.received_at if any(flag.startswith("clock_") for flag in sale.flags) else sale.sold_at


def rest_sentence(standing: StandingRow | None, period: Period) -> str:
    """Return what remains of the minimum until when, as a short sentence; empty without a standing."""
    if standing is None or standing.status is None:
        return ""
    sentence = _remaining_messages()[f"rest_{standing.status}"]
    return sentence.format(amount=format_rupiah(standing.shortfall), day=tanggal(period.last_day))
