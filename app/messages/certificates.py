"""The sentences about doubts of certificates, and about faults in a text of rules."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.certificates.rules.numbers import Doubt
from app.certificates.rules.reading import Problem

DOUBTS: dict[str, Any] = {
    "shape": _l("Bentuk nomornya lain dari biasanya. Yang benar seperti {example}."),
    "older": _l("Nomor ini bentuk lama. Yang baru seperti {example}; tanyakan apakah sudah diperbarui."),
    "decree_number": _l(
        "Ini nomor ketetapan halal (KH), bukan nomor sertifikat. Nomor sertifikat diawali ID, seperti {example}."
    ),
    "packaging": _l("Angka pertama P-IRT menunjukkan kemasan, 1 sampai 8, bukan {digit}. Periksa nomornya."),
    "food_group": _l(
        "Angka kedua dan ketiga P-IRT menunjukkan kelompok pangan, 01 sampai 16, bukan {digits}. Periksa nomornya."
    ),
    "year": _l(
        "Dua angka terakhir P-IRT ({digits}) tidak sama dengan tahun berakhirnya ({year}). Periksa nomor dan tanggal."
    ),
    "no_number": _l("Nomornya belum disebut. Tanyakan, lalu catat."),
    "no_end_said": _l("Tanggal berakhirnya belum disebut. Lihat suratnya, lalu catat."),
    "term": _l("Masa berlakunya lebih dari {months} bulan. Periksa kedua tanggalnya."),
}
"""By the reason of a doubt; the sheet of certificates says the same."""

_FIELDS: dict[str, Any] = {
    "kind": _l("jenis surat"),
    "goods": _l("golongan barang"),
    "categories": _l("kategori"),
    "needed": _l("kebutuhan"),
    "kinds": _l("jenis surat yang dibutuhkan"),
    "since": _l("sejak kapan"),
    "sizes": _l("skala usaha"),
    "names": _l("nama lain"),
    "term_months": _l("masa berlaku dalam bulan"),
    "title": _l("nama"),
    "code": _l("kode"),
}
_PROBLEMS: dict[str, Any] = {
    "too_big": _l("Teksnya terlalu panjang. Aturan biasanya beberapa halaman; periksa berkasnya."),
    "too_deep": _l("Teksnya bertingkat terlalu dalam. Pakai bentuk seperti aturan bawaan."),
    "syntax": _l("Teksnya bukan TOML yang benar ({value}). Perbaiki baris itu."),
    "unknown_key": _l("Kata {field} tidak dikenal. Periksa ejaannya."),
    "not_parts": _l("Bagian {field} harus ditulis sebagai daftar bagian. Lihat aturan bawaan."),
    "how_many": _l("Bagian {field} harus ada, paling banyak {value}."),
    "duplicate": _l("Kode {value} dipakai dua kali. Beri kode lain."),
    "missing": _l("Isian {field} kosong. Isi dulu."),
    "code": _l("Kode {value} harus huruf kecil, angka, dan tanda -, paling panjang 20."),
    "text": _l("Isian {field} harus teks satu baris, paling panjang {value} huruf."),
    "list": _l("Isian {field} harus daftar teks pendek."),
    "number": _l("Isian {field} harus bilangan bulat yang wajar, bukan {value}."),
    "date": _l("Isian {field} harus tanggal seperti 2026-10-17, bukan {value}."),
    "choice": _l("Isian {field} berisi {value}, yang tidak dikenal. Lihat aturan bawaan."),
    "truth": _l("Isian {field} harus true atau false, bukan {value}."),
    "unknown_kind": _l("Jenis surat {value} tidak ada di daftar jenis. Tambahkan dulu."),
    "name_taken": _l("Nama {value} sudah dipakai bagian lain. Pakai sekali saja."),
}


def doubt_sentence(doubt: Doubt) -> str:
    """The sentence of a doubt: what it is about, and what to do."""
    return str(DOUBTS[doubt.reason]).format(**doubt.facts)


def problem_sentence(problem: Problem) -> str:
    """The sentence of a fault in a text of rules: where it is, and what to do."""
    field = str(_FIELDS.get(problem.field, problem.field))
    sentence = str(_PROBLEMS[problem.reason]).format(field=field, value=problem.value)
    return f"{problem.place}: {sentence}" if problem.place else sentence
