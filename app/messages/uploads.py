"""The sentences about faults of uploaded files, with what to do."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.excel.errors import UnusableFile
from app.excel.header import has_columns
from app.imports.registry import list_kinds

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
    "other_kind": _l("Ini {kind}, bukan berkas yang diminta di sini. Kirim lewat: {where}."),
    "doubled_header": _l("Kolom {column} ada dua kali di baris judul. Hapus salah satu, lalu kirim lagi."),
    "too_many_formulas": _l("Berkas ini terlalu banyak rumusnya. Salin nilainya saja ke berkas baru."),
    "bad_encoding": _l("Huruf di berkas ini tidak terbaca. Simpan ulang sebagai CSV UTF-8 atau .xlsx."),
}


MOST_TITLES = 12


def file_sentence(error: UnusableFile) -> str:
    """The sentence of a refused file; nothing was changed."""
    if error.reason == "no_header":
        return _header_sentence(error)
    missing = error.facts.get("missing", ())
    facts = {
        "columns": f" {gettext('dan')} ".join(missing) if isinstance(missing, list | tuple) else str(missing),
        "column": error.facts.get("column", ""),
    }
    return str(REASONS[error.reason]).format(**facts)


def _header_sentence(error: UnusableFile) -> str:
    """The missing columns, their accepted titles, and the titles found; or that it is a file of another kind."""
    titles = [str(title) for title in _listed(error, "found")]
    other = [
        kind for kind in list_kinds() if has_columns(titles, kind.columns.required, kind.columns.synonyms)
    ]
    if (
        other
    ):  # a sales book also has the columns of a list of people: the kind with most required columns applies
        kind = max(other, key=lambda one: max(map(len, one.columns.required)))
        return str(REASONS["other_kind"]).format(kind=gettext(kind.title), where=gettext(kind.place))
    missing = [str(title) for title in _listed(error, "missing")]
    parts = [str(REASONS["no_header"]).format(columns=f" {gettext('dan')} ".join(missing))]
    accepted = error.facts.get("accepted")
    for title in missing if isinstance(accepted, dict) else ():
        likely = _likely(titles, accepted[title])
        if likely:
            parts.append(gettext("Ganti judul “%(found)s” menjadi “%(title)s”.", found=likely, title=title))
        elif accepted[title][1:]:
            others = ", ".join(accepted[title][1:4])
            parts.append(gettext("Untuk %(title)s boleh juga: %(others)s.", title=title, others=others))
    if titles:
        parts.append(gettext("Yang ada di berkas: %(titles)s.", titles=", ".join(titles[:MOST_TITLES])))
    return " ".join(parts)


def _listed(error: UnusableFile, name: str) -> list[Any]:
    value = error.facts.get(name, ())
    return list(value) if isinstance(value, list | tuple) else []


def _likely(found: list[str], accepted: list[str]) -> str:
    """The file's title that probably means this column, because it contains an accepted one; "" for none."""
    for title in found:
        folded = f" {' '.join(title.replace('_', ' ').replace('.', ' ').casefold().split())} "
        if len(title) <= 40 and any(f" {one.casefold()} " in folded for one in accepted):
            return title
    return ""
