"""The audit events of a login, and those about a maker, for their own data."""

from app.audit.models import AuditEvent
from app.audit.queries import list_events_by
from app.privacy.maker_data import MAKER_DATA, MakerDataPart
from app.privacy.registry import LOGIN_DATA, LoginDataPart, Section
from app.shared.columns import table

_EVENT = table(AuditEvent)

MOST_ACTS = 5_000


def _acts(user_id: int) -> Section:
    rows = [
        (event.at, event.action, event.subject, event.actor_name, event.address or "")
        for event in list_events_by(user_id, MOST_ACTS)
    ]
    columns = (
        ("Waktu", "datetime"),
        ("Tindakan", "action"),
        ("Tentang", "subject"),
        ("Sebagai", "text"),
        ("Alamat", "text"),
    )
    return Section("Yang saya lakukan", columns, rows)


LOGIN_DATA.register(LoginDataPart("acts", 130, _acts))
MAKER_DATA.register(
    MakerDataPart(
        "maker_acts", 470, "Yang dilakukan atas usaha ini", _EVENT, _EVENT.c.id,
        (
            ("Waktu", "datetime", _EVENT.c.at), ("Tindakan", "action", _EVENT.c.action),
            ("Oleh", "text", _EVENT.c.actor_name),
        ),
        lambda maker_ids: (_EVENT.c.subject == "maker") & _EVENT.c.subject_id.in_(maker_ids),
    )
)  # fmt: skip
