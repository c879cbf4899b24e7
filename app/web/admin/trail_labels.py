"""Labels for the subject and the details of an event of the trail."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.web.http.roles import PAGES, role_word

SUBJECTS: dict[str, Any] = {
    "backup": _l("cadangan"),
    "booth": _l("pojok"),
    "closing": _l("penutupan"),
    "decree": _l("aturan"),
    "employee": _l("pegawai"),
    "exemption": _l("pembebasan"),
    "maker": _l("UMKM"),
    "month": _l("bulan"),
    "paper_sheet": _l("lembar catatan"),
    "product": _l("produk"),
    "report": _l("laporan"),
    "report_job": _l("laporan dalam antrean"),
    "roster_upload": _l("daftar pegawai"),
    "setting": _l("pengaturan"),
    "shift": _l("sif"),
    "till": _l("perangkat"),
    "till_code": _l("kode perangkat"),
    "unit": _l("unit kerja"),
    "unit_act": _l("perubahan unit"),
    "user": _l("akun"),
}
KEYS: dict[str, Any] = {
    "active": _l("dipakai"),
    "as": _l("sebagai"),
    "as_of": _l("berlaku sejak"),
    "before": _l("sebelum"),
    "blank": _l("kosong"),
    "changed": _l("berubah"),
    "count": _l("jumlah"),
    "created": _l("baru"),
    "day": _l("hari"),
    "echelon": _l("eselon"),
    "effective_from": _l("berlaku sejak"),
    "from": _l("dari"),
    "has_letter": _l("dengan surat"),
    "kind": _l("jenis"),
    "letter": _l("surat"),
    "merged": _l("yang digabung"),
    "merged_into": _l("digabung ke"),
    "missing": _l("tidak ada di daftar"),
    "mode": _l("cara"),
    "name_after": _l("nama baru"),
    "name_before": _l("nama lama"),
    "parent_after": _l("ke bawah"),
    "parent_before": _l("dari bawah"),
    "people": _l("pegawai"),
    "period": _l("bulan"),
    "reason_length": _l("panjang alasan (huruf)"),
    "refused": _l("ditolak"),
    "removed": _l("dihapus lagi"),
    "restored": _l("dikembalikan"),
    "roles": _l("peran"),
    "rows": _l("baris"),
    "service": _l("keadaan"),
    "sessions_ended": _l("sesi diakhiri"),
    "unchanged": _l("tetap"),
    "unit": _l("unit"),
    "units": _l("unit"),
    "until": _l("sampai"),
    "version": _l("versi"),
    "year": _l("tahun"),
}


def subject_words(subject: str, subject_id: object) -> str:
    """Return e.g. `pegawai 60`; empty for an event without a subject."""
    if not subject:
        return ""
    word = str(SUBJECTS.get(subject, subject))
    return f"{word} {subject_id}" if subject_id else word


def detail_words(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (label, value) of each detail; a hash is cut to its first eight characters."""
    return [(str(KEYS.get(key, key)), _value(key, value)) for key, value in details.items()]


def _value(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(_l("ya") if value else _l("tidak"))
    if isinstance(value, list | tuple):
        return ", ".join(_value(key, one) for one in value)
    if isinstance(value, dict):
        return ", ".join(_value(key, one) for one in value.values() if one is not None)
    if key in ("as", "before", "roles", "role") and value in PAGES:
        return role_word(value)
    text = str(value)
    return f"{text[:8]}…" if key in ("sha256", "hash") else text
