"""The people a till may serve. The till caches this list, to find buyers without a network."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.audit.queries import get_last_event_id
from app.directory.lookups import EMPLOYEE, load_tree, postings_on
from app.directory.rules import full_name
from app.extensions import db
from app.shared import clock

CHANGES = (
    "directory.add_person",
    "directory.add_unit",
    "directory.change_number",
    "directory.change_posting",
    "directory.change_unit",
    "directory.confirm_echelon",
    "directory.confirm_present",
    "directory.import_roster",
    "directory.merge_people",
    "directory.import_units",
    "directory.record_departure",
    "directory.undo_merge",
    "directory.undo_unit_act",
)
"""Every act after which the list may be another (a test looks for them in the source)."""


@dataclass(frozen=True, slots=True)
class TillPerson:
    """One person in service today, with the numbers on cards and papers ("" for none)."""

    id: int
    name: str
    unit: str
    position: str
    nip: str
    code: str
    card: str

    @property
    def last4(self) -> str:
        """The digits of the number that a cashier sees (decisions 21)."""
        return (self.nip or self.code)[-4:]


def get_roster_version() -> str:
    """A version that changes whenever the result of `list_till_people` may: with each directory act and each day."""
    return f"{get_last_event_id(CHANGES)}-{db.session.scalar(select(func.max(EMPLOYEE.c.id))) or 0}-{clock.today()}"


def list_till_people() -> list[TillPerson]:
    """Everybody in active service today, by name. Two statements."""
    tree, now = load_tree(), postings_on(clock.today())
    rows = db.session.execute(
        select(
            *(
                EMPLOYEE.c[name]
                for name in ("id", "name", "front_title", "back_title", "nip", "code", "card_token")
            ),
            now.c.unit_id,
            now.c.position,
        )
        .select_from(EMPLOYEE.join(now, now.c.employee_id == EMPLOYEE.c.id))
        .where(now.c.service == "active")
        .order_by(EMPLOYEE.c.search_name, EMPLOYEE.c.id)
    )
    units: dict[int, str] = {}
    people = []
    for employee_id, name, front, back, nip, code, card, unit_id, position in rows:
        if unit_id not in units:
            units[unit_id] = tree.name(unit_id)
        shown = full_name(name, front, back)
        people.append(
            TillPerson(employee_id, shown, units[unit_id], position or "", nip or "", code or "", card)
        )
    return people
