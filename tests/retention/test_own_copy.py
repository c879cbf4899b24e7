"""The copy of one's own data holds every personal column that concerns oneself, or the list says why not."""

from sqlalchemy import select

from app.accounts.models import User
from app.extensions import db
from app.retention.own_data import as_json, list_own_data
from app.shared import clock
from tests.office import October
from tests.retention.marked import KIND, NIP, mark
from tests.retention.places import TAKEN
from tests.standing import OCTOBER

PLAIN = {"employee.nip": NIP, "snapshot_row.nip": NIP, "exemption.kind": KIND, "snapshot_row.note": KIND}
FROZEN = {
    "snapshot_row.name": "employee.name", "snapshot_row.code": "employee.code",
}  # fmt: skip
"""What a closing froze is what the directory and the exemption said."""


def test_every_personal_column_of_a_person_stands_in_that_person_s_own_copy(october: October) -> None:
    login = db.session.scalars(select(User.id).where(User.employee_id == october.ani)).one()
    told = as_json(list_own_data(october.ani, login, [OCTOBER]), clock.now()).decode()
    wanted = {one: PLAIN.get(one, mark(FROZEN.get(one, one))) for one in TAKEN}
    assert [one for one, text in wanted.items() if text not in told] == []
    assert "Budi Contoh" not in told
