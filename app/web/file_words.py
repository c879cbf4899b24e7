"""What is wrong with a file somebody sent, as a sentence that says what to do."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.excel.errors import UnusableFile

REASONS: dict[str, Any] = {
    "empty": _l("Berkas ini kosong. Pilih berkas yang berisi daftar."),
    "not_excel": _l(
        "Ini bukan berkas Excel atau CSV. Simpan daftarnya sebagai .xlsx atau .csv, lalu kirim lagi."
    ),
    "binary_xls": _l(
        "Ini berkas Excel lama (.xls atau .xlsb). Buka di Excel, simpan sebagai .xlsx, lalu kirim lagi."
    ),
    "html_disguised": _l(
        "Berkas ini halaman web yang diberi nama Excel. Buka di Excel, simpan sebagai .xlsx, lalu kirim lagi."
    ),
    "csv_renamed": _l("Ini berkas teks yang diberi nama Excel. Ganti namanya menjadi .csv, lalu kirim lagi."),
    "encrypted": _l("Berkas ini berkata sandi. Buka, hapus kata sandinya, simpan, lalu kirim lagi."),
    "macro": _l("Berkas ini berisi makro. Simpan sebagai .xlsx biasa, lalu kirim lagi."),
    "truncated": _l("Berkas ini terpotong. Unduh atau salin ulang dari asalnya, lalu kirim lagi."),
    "damaged": _l("Berkas ini rusak. Buka di Excel, simpan ulang sebagai .xlsx, lalu kirim lagi."),
    "bomb": _l(
        "Isi berkas ini jauh lebih besar daripada ukurannya; tidak dibuka. Simpan ulang daftarnya saja."
    ),
    "too_large": _l(
        "Berkas ini terlalu besar. Bagi menjadi beberapa berkas, atau hapus kolom dan baris kosong."
    ),
    "too_many_members": _l(
        "Berkas ini terlalu banyak bagiannya. Salin daftarnya ke berkas baru, lalu kirim lagi."
    ),
    "duplicate_members": _l(
        "Berkas ini rusak: ada bagian kembar. Simpan ulang sebagai .xlsx, lalu kirim lagi."
    ),
    "bad_member_name": _l(
        "Berkas ini berisi bagian yang tidak wajar; tidak dibuka. Simpan ulang sebagai .xlsx."
    ),
    "dtd": _l("Berkas ini berisi bagian yang tidak diizinkan; tidak dibuka. Simpan ulang sebagai .xlsx."),
    "no_sheet": _l("Berkas ini tidak punya lembar yang terlihat. Periksa berkasnya, lalu kirim lagi."),
    "no_header": _l("Baris judul kolom tidak ditemukan. Yang kurang: {columns}."),
    "doubled_header": _l("Kolom {column} ada dua kali di baris judul. Hapus salah satu, lalu kirim lagi."),
    "too_many_formulas": _l("Berkas ini terlalu banyak rumusnya. Salin nilainya saja ke berkas baru."),
    "bad_encoding": _l("Huruf di berkas ini tidak terbaca. Simpan ulang sebagai CSV UTF-8 atau .xlsx."),
}


def file_sentence(error: UnusableFile) -> str:
    """Why the whole file was not taken; nothing changed."""
    missing = error.facts.get("missing", ())
    facts = {
        "columns": f" {gettext('dan')} ".join(missing) if isinstance(missing, list | tuple) else str(missing),
        "column": error.facts.get("column", ""),
    }
    return str(REASONS[error.reason]).format(**facts)
