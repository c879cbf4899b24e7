"""The merges of a person's records, for that person's own data."""

from app.person_merge.queries import list_merges_of
from app.privacy.registry import OWN_DATA, OwnDataPart, OwnPerson, Section


def _merges(person: OwnPerson) -> Section:
    rows = [
        (merge.recorded_at, merge.reason, merge.undone_at) for merge in list_merges_of(person.employee_id)
    ]
    columns = (("Waktu", "datetime"), ("Alasan", "text"), ("Diurungkan", "datetime"))
    return Section("Penggabungan data ganda", columns, rows)


OWN_DATA.register(OwnDataPart("merges", 70, _merges))
