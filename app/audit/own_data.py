"""What a person did, as the trail holds it, for that person."""

from app.audit.queries import list_events_by
from app.privacy.registry import OWN_DATA, OwnDataPart, OwnPerson, Section

MOST_ACTS = 5_000


def _acts(person: OwnPerson) -> Section:
    rows = [
        (one.at, one.action, one.subject, one.actor_name, one.address or "")
        for one in list_events_by(person.user_id, MOST_ACTS)
    ]
    columns = (
        ("Waktu", "datetime"),
        ("Tindakan", "action"),
        ("Tentang", "subject"),
        ("Sebagai", "text"),
        ("Alamat", "text"),
    )
    return Section("Yang saya lakukan", columns, rows)


OWN_DATA.register(OwnDataPart("acts", 130, _acts))
