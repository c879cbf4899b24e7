"""Adds one person by form, by the same rules as a roster's row (decisions 10, 11)."""

from dataclasses import dataclass
from datetime import date

from app.audit.rules import Actor
from app.audit.services import record_event
from app.directory.errors import PersonExists, PersonLooksStored, PersonRefused, UnitEnded, UnitNotFound
from app.directory.lookups import load_tree
from app.directory.roster_import.columns import RosterFile
from app.directory.roster_import.drafts import Draft
from app.directory.roster_import.plan import RosterPlan, plan_roster
from app.directory.roster_import.state import load_state
from app.directory.roster_import.write import insert_new_people, lock_directory
from app.directory.rules import PostingValue
from app.directory.services.dates import ensure_in_reach
from app.extensions import db
from app.imports.faults import RowFault
from app.shared import clock
from app.shared.transaction import begin_writing


@dataclass(frozen=True, slots=True)
class NewPerson:
    """The person to add: numbers (None for none), name and titles."""

    name: str
    nip: str | None = None
    code: str | None = None
    pns_id: str | None = None
    front_title: str = ""
    back_title: str = ""


def plan_person(person: NewPerson, value: PostingValue, effective_from: date) -> RosterPlan:
    """Check one new person like the only row of a roster that is an addition. Changes nothing.

    Raises PersonRefused with the row's reason, PersonExists with the id of the number's holder, UnitNotFound,
    UnitEnded, DateOutOfReach.
    """
    ensure_in_reach(effective_from, "effective_from")
    tree = load_tree(effective_from)
    if value.unit_id not in tree:
        raise UnitNotFound("unit_id")
    if tree.is_ended(value.unit_id):
        raise UnitEnded("unit_id", unit=tree.name(value.unit_id))
    if not (person.nip or person.code):
        raise PersonRefused(RowFault(1, "no_number"))
    file = RosterFile(rows=[_draft(person, value)], count=1)
    plan = plan_roster(file, load_state(effective_from, tree), clock.today(), is_addition=True)
    if plan.refused:
        raise PersonRefused(plan.refused[0])
    if not plan.new_people:
        raise PersonExists(employee_id=_existing_id(plan))
    return plan


def _existing_id(plan: RosterPlan) -> int:
    changed = [
        *(one.employee_id for one in plan.moved),
        *(one.person.id for one in plan.renamed),
        *plan.listed,
    ]
    return changed[0]


def _draft(person: NewPerson, value: PostingValue) -> Draft:
    return Draft(
        row=1,
        pns_id=person.pns_id,
        nip=person.nip,
        code=person.code,
        name=person.name,
        front_title=person.front_title,
        back_title=person.back_title,
        **value._asdict(),
    )


def add_person(
    person: NewPerson,
    value: PostingValue,
    effective_from: date,
    letter: str,
    *,
    actor: Actor,
    is_somebody_else: bool = False,
) -> int:
    """Add one person; returns the id. `is_somebody_else`: the user confirmed that a stored namesake is another person.

    Raises what `plan_person` raises, and PersonLooksStored with the id of the likely record.
    """
    begin_writing()
    lock_directory()
    plan = plan_person(person, value, effective_from)
    if plan.suggestions and not is_somebody_else:
        raise PersonLooksStored(employee_id=plan.suggestions[0].employee_id)
    (employee_id,) = insert_new_people(plan, letter)
    db.session.flush()
    record_event(
        "directory.add_person",
        actor=actor,
        subject="employee",
        subject_id=employee_id,
        details={"effective_from": effective_from.isoformat(), "unit": value.unit_id},
    )
    return employee_id
