"""Labels of tabs and columns in the reader's language for pages; workbooks and papers stay Indonesian."""

from flask_babel import gettext as _

from app.shared.words import N_

LABELS = frozenset((
    # tabs
    N_("Akibat suplemen"), N_("Belum memenuhi"), N_("Buku penjualan"), N_("Keterangan"), N_("Nota"), N_("Pegawai"),
    N_("Pegawai (%)"), N_("Pegawai (Rp)"), N_("Per OPD"), N_("Per UMKM"), N_("Per bulan"), N_("Per jam"),
    N_("Per pojok"), N_("Rekap OPD"), N_("Rekap dengan suplemen"), N_("Rekap jenjang"), N_("Rekap unit"),
    N_("Kecocokan"), N_("Pelaku di pojok"), N_("Rincian pegawai"), N_("Ringkasan"), N_("Suplemen"), N_("Transaksi"),
    # columns
    N_("Alasan"), N_("Barang"), N_("Batas minimal (Rp)"), N_("Belanja (Rp)"), N_("Belanja saat ditutup (Rp)"),
    N_("Bagian pojok (Rp)"), N_("Belum di nota (Rp)"), N_("Belum dibayar (Rp)"), N_("Belum dicocokkan (Rp)"),
    N_("Buku penjualan (Rp)"), N_("Dibayarkan (Rp)"), N_("Ganti rugi (Rp)"), N_("Penjualan (Rp)"), N_("Selisih (Rp)"),
    N_("Sisa nota lalu (Rp)"), N_("Uang di pojok (Rp)"), N_("Sudah di nota (Rp)"), N_("Sudah dibayar (Rp)"),
    N_("Belanja sesudahnya (Rp)"), N_("Belanja setahun (Rp)"), N_("Belum ada aturan"), N_("Berbelanja (%)"),
    N_("Bertugas"), N_("Bulan"), N_("Cara bayar"), N_("Dibebaskan"), N_("Dihitung (Rp)"), N_("Diterima"),
    N_("Ditulis"), N_("Eselon"), N_("Gol."), N_("Harga (Rp)"), N_("Jabatan"), N_("Jam"), N_("Jenis"), N_("Jenjang"),
    N_("Banyaknya"), N_("Kasir"), N_("Kasir / petugas"), N_("Keadaan"), N_("Keadaan saat ditutup"),
    N_("Keadaan sesudahnya"), N_("Kekurangan (Rp)"), N_("Kurang"), N_("Memenuhi"), N_("Memenuhi (%)"),
    N_("Merujuk nota"), N_("Minimal (Rp)"), N_("NIP / Kode"), N_("Nama"), N_("Nilai (Rp)"), N_("Nota umum"),
    N_("Pembeli"), N_("Pembeli pegawai"), N_("Perangkat"), N_("Perangkat Daerah (OPD)"), N_("Pojok"), N_("Produk"),
    N_("Realisasi (Rp)"), N_("Setahun (%)"), N_("Setahun (Rp)"), N_("Status"), N_("Sumber"), N_("Suplemen (Rp)"),
    N_("Tanda"), N_("Tanggal"), N_("Target (Rp)"), N_("Tiba"), N_("Tidak wajib"), N_("UMKM"), N_("Unit kerja"),
    N_("Urutan"), N_("Wajib"), N_("Waktu"), N_("Waktu jual"), N_("Waktu tiba"), N_("No."),
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("Mei"), N_("Jun"), N_("Jul"), N_("Agu"), N_("Sep"), N_("Okt"),
    N_("Nov"), N_("Des"),
    N_("Umur utang"), N_("Belum jatuh tempo (Rp)"), N_("Lewat 1–7 hari (Rp)"), N_("Lewat 8–30 hari (Rp)"),
    N_("Lewat lebih dari 30 hari (Rp)"), N_("Dari nota bulan ini (Rp)"), N_("Dari nota bulan lain (Rp)"),
    N_("Barang keluar"), N_("Barang masuk"), N_("Belum disetor (Rp)"), N_("Dibatalkan"), N_("Disetor UMKM (Rp)"),
    N_("Gerak"), N_("Kartu barang"), N_("Nota penyelesaian"), N_("Nota titip"), N_("Sisa"), N_("Terjual"),
    N_("Hadir"), N_("Jawaban"), N_("Kenalan usaha"), N_("Yang diceritakan"),
    N_("Buah per bulan"), N_("Datang langsung"), N_("Ditemukan"), N_("Ekspor"), N_("Hadir daring"),
    N_("Hadir di tempat"), N_("Hari"), N_("Jumlah hadir"), N_("Kehadiran"), N_("Kelurahan"), N_("Kunjungan terakhir"),
    N_("Kurang, ekspor"), N_("Kurang, toko modern"), N_("Kursi"), N_("Nama peserta"), N_("Nasihat"), N_("Nomor HP"),
    N_("Nomor sertifikat"), N_("Peserta"), N_("Sesi"), N_("Sesi dihadiri"), N_("Tanda tangan"), N_("Temuan"),
    N_("Tidak hadir"), N_("Toko modern"), N_("Topik sama sebelumnya"), N_("Usaha"), N_("Yang kurang"),
    # values
    N_("Belum dicatat"), N_("Tunai"), N_("Transfer"), N_("Halaman kasir"), N_("Dihitung"), N_("Diterima kemudian"),
    N_("Menunggu keputusan"), N_("Ditolak"), N_("Penjualan"), N_("Pembatalan"), N_("Perbaikan"),
    N_("Penetapan pembeli"),
))  # fmt: skip
CODED = ("Keadaan", "Keadaan saat ditutup", "Keadaan sesudahnya", "Cara bayar", "Jenis", "Sumber")
"""Columns whose values are words of the programme, not typed by a person."""


def report_label(text: str) -> str:
    """Return the label of a tab, a column or a coded value; any other text as it is."""
    return _(text) if text in LABELS else text
