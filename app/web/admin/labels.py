"""The name and the explanation of each setting, in the groups of the settings page."""

from typing import Any

from flask_babel import lazy_gettext as _l

Words = dict[str, tuple[Any, Any]]
GROUPS: tuple[tuple[Any, Words], ...] = (
    (
        _l("Kota dan surat"),
        {
            "city_name": (_l("Nama kota"), _l("Tercetak di setiap halaman dan laporan.")),
            "letterhead": (_l("Kop surat"), _l("Satu sampai lima baris di atas laporan dan surat.")),
            "signer_left": (
                _l("Penanda tangan kiri"),
                _l("Biasanya yang mengetahui, misalnya Sekretaris Daerah."),
            ),
            "signer_right": (_l("Penanda tangan kanan"), _l("Biasanya yang membuat, misalnya Kepala Dinas.")),
            "help_contact": (_l("Tempat bertanya"), _l("Bagian yang menjawab pertanyaan pegawai.")),
        },
    ),
    (
        _l("Perhitungan"),
        {
            "reference_day": (
                _l("Hari acuan"),
                _l(
                    "Jabatan pada tanggal ini menentukan batas minimal bulan itu. Berlaku mulai bulan yang dipilih."
                ),
            ),
            "recording_start": (
                _l("Awal pencatatan"),
                _l("Bulan sebelum ini terbaca belum dicatat. Kosong: bulan dengan penjualan pertama."),
            ),
            "closing_workday": (
                _l("Hari kerja tutup bulan"),
                _l("Hari kerja ke berapa di bulan berikutnya."),
            ),
            "reminder_days": (
                _l("Hari pengingat"),
                _l("Berapa hari sebelum akhir bulan pegawai yang belanjanya kurang diingatkan."),
            ),
            "dispute_workdays": (
                _l("Hari kerja untuk menjawab pengaduan"),
                _l("Pegawai membaca sampai kapan pengaduannya dijawab."),
            ),
        },
    ),
    (
        _l("Halaman umum dan nota"),
        {
            "public_welcome": (_l("Sambutan halaman depan"), _l("Boleh kosong.")),
            "public_percentages": (
                _l("Persentase OPD untuk umum"),
                _l("Bila ya, siapa pun melihat persentase per OPD; tidak pernah nama."),
            ),
            "public_least_people": (
                _l("Pegawai paling sedikit untuk umum"),
                _l("OPD dengan pegawai lebih sedikit tidak ditampilkan; tidak boleh di bawah 10."),
            ),
            "receipt_footer": (_l("Kalimat penutup nota"), _l("Tercetak di bawah setiap nota.")),
        },
    ),
    (
        _l("Barang titipan"),
        {
            "payout_limit": (
                _l("Batas bayar satu orang"),
                _l(
                    "Rupiah. Pembayaran kepada UMKM di atas ini disiapkan satu orang dan disetujui orang lain."
                ),
            ),
            "share_warning": (
                _l("Bagian pojok yang diperingatkan"),
                _l("Persen. Perjanjian titip di atas ini diberi peringatan, tetapi boleh."),
            ),
            "curation_workdays": (
                _l("Waktu menilai produk"),
                _l("Hari kerja bagi tiap instansi kurasi. Sesudah itu yang belum menjawab dilewati."),
            ),
        },
    ),
    (
        _l("Akun dan masa simpan"),
        {
            "code_days": (_l("Masa berlaku kode aktivasi"), _l("Berapa hari kode di surat dapat dipakai.")),
            "retention_years": (
                _l("Masa simpan data pribadi"),
                _l(
                    "Berapa tahun sesudah seseorang berhenti, dan sesudah bulan berakhir, namanya masih disimpan."
                ),
            ),
        },
    ),
)
"""(Title, key → name and explanation); the page shows them in this order."""
WORDS: Words = {key: words for _title, group in GROUPS for key, words in group.items()}
