"""The sentences about faults in a decree's text: where they are, and what to do."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.directory.rules import ECHELONS, POSITION_KINDS, STATUSES
from app.minimums.rules import MATCH_FIELDS, MODES, Problem

FIELD_WORDS: dict[str, Any] = {
    "number": _l("nomor"),
    "title": _l("judul"),
    "signed_on": _l("tanggal ditetapkan"),
    "effective_from": _l("bulan mulai berlaku"),
    "mode": _l("sifat aturan"),
    "code": _l("kode jenjang"),
    "name": _l("nama jenjang"),
    "minimum": _l("batas minimal"),
    "match": _l("syarat"),
    "status": _l("status kepegawaian"),
    "echelon": _l("eselon"),
    "position": _l("jabatan"),
    "position_kind": _l("jenis jabatan"),
    "grade": _l("golongan"),
    "unit": _l("unit"),
}

_SENTENCES: dict[str, Any] = {
    "too_big": _l("teks terlalu panjang. Aturan biasanya satu atau dua halaman; periksa berkasnya."),
    "too_deep": _l(
        "teks bertingkat terlalu dalam. Pakai paling banyak delapan titik sebaris dan delapan kurung bersusun."
    ),
    "no_header": _l(
        "bagian [decree] tidak ada. Tulis [decree] lalu nomor, judul, tanggal, bulan dan sifatnya."
    ),
    "no_tiers": _l("belum ada jenjang. Tulis sedikitnya satu bagian [[tier]]."),
    "too_many_tiers": _l("jenjang terlalu banyak; paling banyak {value}."),
    "missing": _l("{field} belum diisi."),
    "not_text": _l("{field} harus berupa teks di antara tanda kutip, bukan {value}."),
    "too_long": _l("{field} terlalu panjang; paling panjang {value} huruf."),
    "not_clean": _l(
        "{field} memuat karakter yang tidak terlihat. Ketik ulang tanpa menyalin dari tempat lain."
    ),
    "bad_date": _l("{field} “{value}” bukan tanggal. Tulis tahun-bulan-tanggal, misalnya 2026-01-02."),
    "bad_month": _l("{field} “{value}” bukan bulan. Tulis tahun-bulan, misalnya 2026-01."),
    "bad_mode": _l("{field} “{value}” tidak dikenal. Pilih: {allowed}."),
    "bad_minimum": _l("{field} “{value}” harus rupiah bulat dari 0, tanpa titik dan tanpa tanda kutip."),
    "duplicate_code": _l("kode “{value}” sudah dipakai jenjang di atasnya. Beri kode lain."),
    "no_match": _l("jenjang ini tidak punya [[tier.match]]; tidak jelas untuk siapa. Tulis syaratnya."),
    "empty_match": _l("ada [[tier.match]] kosong; itu akan mengenai semua orang. Isi syaratnya atau hapus."),
    "empty_list": _l("daftar {field} kosong. Isi sedikitnya satu nilai atau hapus barisnya."),
    "too_many_values": _l("{field} terlalu banyak; paling banyak {value} untuk seluruh aturan."),
    "bad_value": _l("{field} “{value}” tidak dikenal. Pilih: {allowed}."),
    "acting_post": _l(
        "pola “{value}” menyebut Plt. atau Plh. Jabatan pelaksana tugas tidak mengubah batas minimal; "
        "pakai jabatan definitifnya."
    ),
    "unknown_unit": _l(
        "unit “{value}” tidak ada. Tulis UNOR ID atau nama unit persis seperti di daftar unit."
    ),
    "ambiguous_unit": _l("nama unit “{value}” dipakai beberapa unit. Tulis UNOR ID-nya."),
}
_ALLOWED = {
    "mode": MODES,
    "status": STATUSES,
    "echelon": ECHELONS,
    "position_kind": POSITION_KINDS,
}


def problem_sentence(problem: Problem) -> str:
    """One problem as a sentence that begins with its place."""
    place = _("Jenjang %(number)s", number=problem.tier) if problem.tier else _("Kepala aturan")
    return f"{place}: {_what(problem)}"


def _what(problem: Problem) -> str:
    if problem.reason == "syntax":
        if problem.value:
            return _(
                "baris %(line)s bukan TOML yang benar. Periksa tanda kutip dan kurungnya.", line=problem.value
            )
        return _("teks ini bukan TOML yang benar. Periksa tanda kutip dan kurungnya.")
    if problem.reason == "unknown_key":
        return _("kata “%(key)s” tidak dikenal. Periksa ejaannya.", key=problem.value)
    if problem.reason == "unknown_field":
        return _(
            "syarat “%(key)s” tidak dikenal. Yang dikenal: %(known)s.",
            key=problem.value,
            known=", ".join(MATCH_FIELDS),
        )
    return str(_SENTENCES[problem.reason]).format(
        field=FIELD_WORDS.get(problem.field, problem.field),
        value=problem.value,
        allowed=", ".join(_ALLOWED.get(problem.field, ())),
    )
