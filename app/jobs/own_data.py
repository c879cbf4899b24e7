"""The jobs of a login, for its owner's own data; so far all are reports."""

from app.jobs.queries import list_all_jobs
from app.privacy.registry import LOGIN_DATA, LoginDataPart, Section


def _jobs(user_id: int) -> Section:
    rows = [
        (
            job.created_at,
            job.title,
            job.made_by,
            job.parameters,
            job.file_name or "",
        )
        for job in list_all_jobs(user_id)
    ]
    columns = (
        ("Waktu", "datetime"),
        ("Laporan", "text"),
        ("Peminta", "text"),
        ("Tentang", "parameters"),
        ("Berkas", "text"),
    )
    return Section("Laporan yang saya minta", columns, rows)


LOGIN_DATA.register(LoginDataPart("jobs", 120, _jobs))
