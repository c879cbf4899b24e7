"""A person's messages, for that person."""

from app.notices.queries import list_all_of
from app.notices.rules import employee
from app.privacy.registry import OWN_DATA, OwnDataPart, OwnPerson, Section


def _notices(person: OwnPerson) -> Section:
    rows = [(one.made_at, one.kind, one.facts) for one in list_all_of(employee(person.employee_id))]
    return Section("Pesan", (("Waktu", "datetime"), ("Jenis", "notice"), ("Isi", "notice_facts")), rows)


OWN_DATA.register(OwnDataPart("notices", 90, _notices))
