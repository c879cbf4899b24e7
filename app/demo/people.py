"""The demo city's logins. Their password is public, which is why the demo never runs in
production."""

from dataclasses import dataclass

PASSWORD = "pala-kenari-2026"  # noqa: S105  (shown on the demo's own login page)


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """One login of the demo city. `part`: the persona of an employee's login."""

    username: str
    role: str
    description: str
    booth: str = ""
    part: str = ""
    agency: str = ""


LOGINS = (
    DemoLogin("kasir", "cashier", "Kasir di pojok Balai Kota", booth="Balai Kota"),
    DemoLogin("pengelola", "manager", "Pengelola pojok: UMKM, produk, pojok"),
    DemoLogin("pegawai", "employee", "Pegawai yang belanjanya masih kurang", part="short"),
    DemoLogin("pegawai-2", "employee", "Pegawai yang sudah memenuhi", part="met"),
    DemoLogin("usaha", "maker", "Pelaku UMKM: barang dan uangnya di ponsel"),
    DemoLogin("opd", "opd", "Sekretaris Dinas Kesehatan"),
    DemoLogin("kepegawaian", "personnel", "Kepegawaian: daftar pegawai"),
    DemoLogin("keuangan", "finance", "Keuangan: rekap, laporan, tutup bulan"),
    DemoLogin("dinas", "umkm", "Dinas UMKM: daftar UMKM, pendaftaran"),
    DemoLogin("kurator", "curator", "Kurator Dekranasda: menilai produk di ponsel", agency="Dekranasda"),
    DemoLogin("pimpinan", "leader", "Pimpinan: kota sekilas, hanya membaca"),
    DemoLogin("inspektorat", "auditor", "Inspektorat: semua buku, hanya membaca"),
    DemoLogin("admin", "admin", "Admin: akun dan pengaturan"),
)
