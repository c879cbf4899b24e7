"""The demo city's people with powers. Their password is public, which is why the demo never runs in
production."""

from dataclasses import dataclass

PASSWORD = "pala-kenari-2026"  # noqa: S105  (shown on the demo's own login page)


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """One login of the demo city; `booth` is set for the cashier only."""

    username: str
    role: str
    description: str
    booth: str = ""


LOGINS = (
    DemoLogin("kasir", "cashier", "Kasir di Pojok Balai Kota", booth="Pojok Balai Kota"),
    DemoLogin("pengelola", "manager", "Pengelola pojok: UMKM, produk, pojok"),
    DemoLogin("pegawai", "employee", "Pegawai: belanja sendiri"),
    DemoLogin("opd", "opd", "Operator OPD: pegawai satu OPD"),
    DemoLogin("kepegawaian", "personnel", "Kepegawaian: daftar pegawai"),
    DemoLogin("keuangan", "finance", "Keuangan: rekap, laporan, tutup bulan"),
    DemoLogin("admin", "admin", "Admin: akun dan pengaturan"),
)
