"""The sentences the till's script shows, in the reader's language; and what remains, as one sentence."""

from datetime import datetime

from flask_babel import gettext as _

from app.compliance.rules import StandingRow
from app.sales.queries import SaleRow
from app.shared.money import format_rupiah
from app.shared.period import Period
from app.web.filters import tanggal


def till_words() -> dict[str, str]:
    """Every sentence of `static/js/till`, by the name the script uses. `{…}` is filled in there."""
    return _finding() | _writing() | _sending() | _remaining()


def _finding() -> dict[str, str]:
    return {
        "number": _("NIP"),
        "hits": _("{count} orang ditemukan. Panah untuk memilih, Enter untuk mengambil."),
        "twin": _("ada yang bernama sama"),
        "keep_as_typed": _("Catat sebagai «{text}»"),
        "keep_hint": _("belum dikenal; keuangan mencocokkannya nanti"),
        "unknown_line": _("belum dikenal, dicatat seperti diketik"),
        "search_offline": _("Pencarian tidak terjawab. Periksa jaringan, atau catat seperti diketik."),
        "search_failed": _("Pencarian gagal. Coba lagi."),
        "scan_unknown": _("Kode {code} tidak dikenal. Cari dengan NIP atau nama."),
        "public_buyer": _("Pembeli umum"),
        "public_line": _("bukan pegawai; tidak dihitung untuk siapa pun"),
        "unsaved": _("Nota {name} belum disimpan. Simpan dulu, atau kosongkan (F4)."),
    }


def _writing() -> dict[str, str]:
    return {
        "favourites": _("Favorit"),
        "all_goods": _("Semua"),
        "other_goods": _("Lainnya"),
        "no_goods": _("Belum ada barang. Pengelola pojok dapat menambahkannya; sementara pakai harga bebas."),
        "added": _("{name} ditambahkan"),
        "pieces": _("{count} barang, nota ›"),
        "quantity": _("Jumlah {name}"),
        "fewer": _("Kurangi {name}"),
        "more": _("Tambah {name}"),
        "exact": _("Uang pas"),
        "handed": _("{sum} diserahkan"),
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
    }


def _sending() -> dict[str, str]:
    return {
        "all_kept": _("semua tersimpan {time}"),
        "sending": _("menyimpan…"),
        "unsent": _("1 nota belum terkirim"),
        "sign_in_again": _("1 nota menunggu: masuk lagi"),
        "wait_for_answer": _("Nota ini sedang disimpan. Tunggu jawabannya."),
        "refused": _("Nota ini belum tersimpan. Periksa isinya, lalu simpan lagi."),
        "result_recorded": _("Tersimpan"),
        "result_parked": _("Tersimpan, menunggu keuangan"),
        "result_voided": _("Nota dibatalkan"),
        "result_refused": _("Nota ini belum tersimpan."),
        "result_conflict": _("Nomor nota ini sudah dipakai untuk isi lain; beri tahu keuangan."),
        "last": _("Terakhir {receipt} · {total}"),
        "last_voided": _("Dibatalkan {receipt}"),
        "void_offline": _("Pembatalan belum terjawab. Periksa jaringan, lalu tekan lagi."),
        "void_failed": _("Pembatalan ditolak."),
    }


def _remaining() -> dict[str, str]:
    return {
        "rest_short": _("sisa minimal {amount} sampai {day}"),
        "rest_met": _("sudah memenuhi minimal bulan ini"),
        "rest_exempt": _("dibebaskan bulan ini"),
        "rest_not_obliged": _("tidak wajib bulan ini"),
        "rest_no_rule": _("belum ada aturan minimal"),
    }


def note_time(sale: SaleRow) -> datetime:
    """When a note was made: as its device said; where that clock was wrong, when the server heard of it."""
    return sale.received_at if any(flag.startswith("clock_") for flag in sale.flags) else sale.sold_at


def rest_sentence(standing: StandingRow | None, period: Period) -> str:
    """What remains of the minimum until when: short, kind, and empty where nothing is known."""
    if standing is None or standing.status is None:
        return ""
    sentence = _remaining()[f"rest_{standing.status}"]
    return sentence.format(amount=format_rupiah(standing.shortfall), day=tanggal(period.last_day))
