"""The messages of a person or maker, for their own data."""

from app.notices.models import Notice
from app.notices.queries import list_all_of
from app.notices.rules import employee, maker
from app.privacy.maker_data import MAKER_DATA, MakerDataPart
from app.privacy.registry import OWN_DATA, OwnDataPart, OwnPerson, Section
from app.shared.columns import table

_NOTICE = table(Notice)
_TITLE = "Pesan"


def _notices(person: OwnPerson) -> Section:
    rows = [(one.made_at, one.kind, one.facts) for one in list_all_of(employee(person.employee_id))]
    return Section(_TITLE, (("Waktu", "datetime"), ("Jenis", "notice"), ("Isi", "notice_facts")), rows)


OWN_DATA.register(OwnDataPart("notices", 90, _notices))
MAKER_DATA.register(
    MakerDataPart(
        "maker_notices", 460, _TITLE, _NOTICE, _NOTICE.c.id,
        (
            ("Waktu", "datetime", _NOTICE.c.made_at), ("Jenis", "notice", _NOTICE.c.kind),
            ("Isi", "notice_facts", _NOTICE.c.facts),
        ),
        lambda maker_ids: _NOTICE.c.reader.in_([maker(maker_id) for maker_id in maker_ids]), frozenset({"umkm"}),
    )
)  # fmt: skip
