"""The sentences of the roster's codes: refused rows with what to do, and changes."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

REFUSALS: dict[str, Any] = {
    "nip_number": _l(
        "NIP tersimpan sebagai angka, jadi tiga angka terakhirnya sudah hilang. Jadikan kolom NIP teks, lalu "
        "ketik lagi NIP-nya."
    ),
    "nip_length": _l("NIP harus 18 angka; di berkas ada {count}. Perbaiki NIP-nya."),
    "nip_letters": _l("NIP berisi huruf atau tanda lain. Periksa huruf O dan angka 0, huruf I dan angka 1."),
    "nip_birth_date": _l("Tanggal lahir di dalam NIP tidak ada di kalender ({text}). Perbaiki NIP-nya."),
    "nip_month": _l(
        "Angka ke-13 dan 14 NIP adalah {text}; seharusnya bulan 01–12 (PNS) atau 21–29 (PPPK). "
        "Perbaiki NIP-nya."
    ),
    "nip_sex": _l(
        "Angka ke-15 NIP adalah {text}; seharusnya 1 (laki-laki) atau 2 (perempuan). Perbaiki NIP-nya."
    ),
    "nip_serial": _l("Nomor urut di akhir NIP 000; seharusnya mulai 001. Perbaiki NIP-nya."),
    "nip_taken": _l("NIP ini dipakai orang lain (PNS ID lain). Periksa nomor siapa yang benar."),
    "nip_former": _l("NIP ini nomor lama seseorang yang sekarang bernomor lain. Isi nomor barunya."),
    "code_taken": _l("KODE ini dipakai orang lain. Periksa kodenya."),
    "duplicate": _l("Orang yang sama sudah ada di baris {first}. Hapus salah satu."),
    "no_number": _l("NIP dan KODE kosong. Isi salah satu."),
    "no_name": _l("Nama kosong. Isi namanya."),
    "no_status": _l(
        "Status kepegawaian tidak ada (PNS, CPNS, PPPK, PPPK Paruh Waktu, Non ASN). Isi statusnya."
    ),
    "unknown_echelon": _l("Eselon tidak dikenal: {text}. Pakai I.a sampai V.b, atau kosongkan."),
    "unknown_position_kind": _l(
        "Jenis jabatan tidak dikenal: {text}. Pakai Struktural, Fungsional atau Pelaksana, atau kosongkan."
    ),
    "unknown_status": _l(
        "Status tidak dikenal: {text}. Pakai PNS, CPNS, PPPK, PPPK Paruh Waktu, Non ASN atau Kepala daerah."
    ),
    "unknown_service": _l(
        "Kedudukan hukum tidak dikenal: {text}. Pakai misalnya Aktif, CLTN, Pensiun, Meninggal, "
        "Diberhentikan atau Pindah."
    ),
    "unknown_unit": _l("Unit tidak dikenal: {text}. Isi UNOR ID, atau tambahkan unitnya lebih dulu."),
    "ended_unit": _l("Unit {text} sudah diakhiri. Isi unit yang sekarang."),
    "ambiguous_unit": _l("Ada beberapa unit bernama {text}. Isi UNOR ID atau OPD-nya."),
    "no_unit": _l("Unit kosong. Isi UNOR ID atau nama unitnya."),
    "too_long": _l("Isi kolom {column} lebih dari {limit} huruf. Pendekkan."),
    "error_cell": _l("Ada sel galat di kolom {column}. Ganti dengan nilainya."),
    "no_unit_id": _l("ID unit kosong. Isi ID-nya."),
    "no_unit_name": _l("Nama unit kosong. Isi namanya."),
    "unit_too_long": _l("ID paling panjang 64 huruf dan nama unit 200. Pendekkan."),
    "duplicate_unit": _l("ID {text} sudah ada di baris {first}. Hapus salah satu."),
    "unknown_parent": _l("Unit atasan {text} tidak ada. Perbaiki ID_ATASAN."),
    "two_roots": _l("Sudah ada unit paling atas; hanya satu yang boleh tanpa ID_ATASAN. Isi atasannya."),
    "cycle": _l("Unit ini menjadi atasan dirinya sendiri lewat {text}. Perbaiki ID_ATASAN."),
}

CHANGES: dict[str, Any] = {
    "joined": _l("Pegawai baru"),
    "opd": _l("Pindah OPD"),
    "unit": _l("Pindah unit di OPD yang sama"),
    "echelon_up": _l("Naik jenjang"),
    "echelon_down": _l("Turun jenjang"),
    "status": _l("Ganti status kepegawaian"),
    "kind": _l("Ganti jenis jabatan"),
    "position": _l("Ganti jabatan"),
    "grade": _l("Ganti golongan"),
    "pension": _l("Pensiun"),
    "death": _l("Meninggal"),
    "leave": _l("Cuti di luar tanggungan"),
    "dismissed": _l("Diberhentikan"),
    "left": _l("Pindah atau berhenti"),
    "returned": _l("Aktif kembali"),
    "number": _l("Ganti NIP"),
    "name": _l("Perbaikan nama, gelar atau nomor"),
}
"""In the order a preview shows them."""

UNIT_ACTS: dict[str, Any] = {
    "import": _l("Berkas unit kerja"),
    "add": _l("Tambah unit"),
    "rename": _l("Ganti nama unit"),
    "move": _l("Pindah ke unit atasan lain"),
    "merge": _l("Gabung ke unit lain"),
    "end": _l("Akhiri unit"),
}

UNDO_OBSTACLES: dict[str, Any] = {
    "undone": _l("sudah diurungkan"),
    "later_act": _l("sesudahnya unit yang sama diubah lagi; urungkan yang lebih baru dulu"),
    "unit_used": _l("unit yang dibuat sudah dipakai: ada pegawai, akun, pembebasan atau pojok di sana"),
    "postings_changed": _l("jabatan pegawai yang ikut pindah sudah diubah lagi"),
    "tree": _l("tanpa perubahan ini susunan unit tidak lagi utuh"),
}

IMPORT_DEPENDENTS: dict[str, Any] = {
    "not_applied": _l("berkas ini tidak pernah diterapkan"),
    "undone": _l("impor ini sudah dibatalkan"),
    "later_import": _l("sesudahnya ada daftar lain yang diterapkan; batalkan yang lebih baru dulu"),
    "not_stored": _l("impor ini diterapkan sebelum keadaan sebelumnya disimpan"),
    "purged": _l("keadaan sebelumnya sudah dihapus menurut masa simpan"),
    "changed": _l("sesudahnya jabatan, nama, nomor atau keadaannya diubah, atau digabung"),
    "number_taken": _l("nomor lamanya sekarang dipakai orang lain"),
    "unit_gone": _l("unit tempatnya sebelum impor ini tidak ada lagi"),
    "closed_month": _l("sudah tercatat di bulan yang ditutup sesudah impor ini"),
    "sale": _l("ditambahkan impor ini, dan sudah ada belanja atas namanya"),
    "exemption": _l("ditambahkan impor ini, dan sudah punya pembebasan"),
    "dispute": _l("ditambahkan impor ini, dan sudah mengadu"),
    "merge": _l("ditambahkan impor ini, dan pernah digabung dengan data lain"),
    "login": _l("ditambahkan impor ini, dan sudah punya akun atau kode masuk"),
    "other": _l("ditambahkan impor ini, dan sudah dipakai di tempat lain"),
}
"""What keeps an import from being undone; the first four are about the import, the others about people."""

UNDONE_PARTS: dict[str, Any] = {
    "posting": _l("Jabatan atau unit kembali"),
    "name": _l("Nama atau gelar kembali"),
    "number": _l("Nomor kembali"),
    "missing": _l("Tanda perlu diperiksa kembali seperti sebelumnya"),
}

MERGE_OBSTACLES: dict[str, Any] = {
    "undone": _l("sudah diurungkan"),
    "purged": _l("datanya sudah dihapus menurut masa simpan"),
    "later_merge": _l("sesudahnya salah satunya digabung lagi; urungkan yang lebih baru dulu"),
    "record_changed": _l("sesudahnya jabatan atau nomornya diubah"),
    "late_decided": _l("bendahara sudah memutuskan nota yang ikut pindah"),
    "new_purchases": _l("sesudahnya sudah ada belanja atau pembatalan baru atas namanya"),
    "month_changed": _l("sesudahnya bulannya ditutup atau dibuka lagi"),
}

WARNINGS: dict[str, Any] = {
    "odd_year": _l("Tahun lahir dan tahun pengangkatan di dalam NIP tidak masuk akal; tetap diterima."),
    "unit_by_name": _l("UNOR ID {text} tidak dikenal; dicocokkan lewat nama unit."),
    "echelon_suggested": _l(
        "Berkas ini tanpa eselon; dari jabatannya mungkin {text}. Pastikan di halaman eselon."
    ),
}

SERVICES: dict[str, Any] = {
    "active": _l("Aktif"),
    "pension": _l("Pensiun"),
    "death": _l("Meninggal"),
    "leave": _l("Cuti di luar tanggungan negara"),
    "dismissed": _l("Diberhentikan"),
    "left": _l("Pindah instansi atau berhenti"),
    "": _l("Belum bertugas"),
}


def change_list(words: Mapping[str, int]) -> list[tuple[str, int]]:
    """(label of the change, number of people) in a fixed order, without zeros."""
    return [(str(CHANGES[code]), words[code]) for code in CHANGES if words.get(code)]
