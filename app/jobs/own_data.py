"""Long work a person asked for, for that person: until now these are reports."""

from app.jobs.queries import list_all_jobs
from app.privacy.registry import OWN_DATA, OwnDataPart, OwnPerson, Section


def _jobs(person: OwnPerson) -> Section:
    rows = [
        (
            one.created_at,
            one.title,
            one.made_by,
            one.parameters,
            one.file_name or "",
        )
        for one in list_all_jobs(person.user_id)
    ]
    columns = (
        ("Waktu", "datetime"),
        ("Laporan", "text"),
        ("Peminta", "text"),
        ("Tentang", "parameters"),
        ("Berkas", "text"),
    )
    return Section("Laporan yang saya minta", columns, rows)


OWN_DATA.register(OwnDataPart("jobs", 120, _jobs))
