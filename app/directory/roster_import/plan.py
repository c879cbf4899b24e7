"""Compares a roster with the stored people and plans the changes. Pure: a preview changes nothing.

Dates (decisions 9): an equal posting in force on the day stays; a posting that begins on the day is replaced; else one
is inserted. Later postings stay. If a later roster that lists the person was applied already, its day gets its own
posting, so that the older roster has no effect beyond it. Employees missing from the later roster get no posting on
its date.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from app.directory.roster_import.columns import Keys, RosterFile
from app.directory.roster_import.drafts import Draft
from app.directory.roster_import.match import Suggestion, match_people
from app.directory.roster_import.state import InForce, Person, RosterState
from app.directory.rules import PostingValue, change_words, has_implausible_year, suggest_echelon
from app.imports.effect import ImportEffect
from app.imports.faults import RowFault


class NewPerson(NamedTuple):
    """A new person with the first posting."""

    draft: Draft
    value: PostingValue


class PostingChange(NamedTuple):
    """A new posting of a stored person. `replaces`: the posting that begins on the same day, if there is one."""

    employee_id: int
    old: PostingValue | None
    new: PostingValue
    replaces: int | None
    keep_from: date | None
    """The day from which `old` must hold again, because a later roster listed the person so."""


class IdentityChange(NamedTuple):
    """Name, titles or numbers of a stored person that differ in the file."""

    person: Person
    new: Person


@dataclass
class RosterPlan(ImportEffect):
    """The planned changes and refused rows of a roster."""

    as_of: date
    new_people: list[NewPerson] = field(default_factory=list)
    moved: list[PostingChange] = field(default_factory=list)
    renamed: list[IdentityChange] = field(default_factory=list)
    former: list[tuple[int, str]] = field(default_factory=list)
    """(employee_id, number): what an older list calls somebody whom a later one gave another number."""
    listed: list[int] = field(default_factory=list)
    warnings: list[RowFault] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    is_addition: bool = False
    judged: int = 0
    """How many people in service have one of the file's statuses: all of them should be in a complete list."""
    absent: list[int] = field(default_factory=list)
    """Those among them who are not in the file."""
    missing: list[int] = field(default_factory=list)
    """Who becomes "perlu diperiksa": the absent of a complete list, nobody when the file is an addition."""
    reappeared: list[int] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)
    statuses: frozenset[str] = frozenset()

    def further_counts(self) -> dict[str, int]:
        """The number of people that become "perlu diperiksa"."""
        return {"missing": len(self.missing)}

    def changed_ids(self) -> set[int]:
        """Ids of the stored people that the plan changes."""
        moved, renamed = ({one.employee_id for one in self.moved}, {one.person.id for one in self.renamed})
        former = {employee_id for employee_id, _number in self.former}
        return moved | renamed | former | {*self.missing, *self.reappeared}


def plan_roster(
    file: RosterFile,
    state: RosterState,
    today: date,
    links: Mapping[int, int] | None = None,
    *,
    is_addition: bool = False,
) -> RosterPlan:
    """Compare a file with the stored state. `links`: row → employee id, chosen by a user (decisions 8).

    `is_addition`: the file lists only some people, so nobody becomes missing.
    """
    plan = RosterPlan.of(file, as_of=state.as_of, warnings=list(file.warnings))
    matches = match_people(file.rows, state, links or {})
    plan.suggestions = matches.suggestions
    present = {employee_id for keys in file.refused_keys for employee_id in _existing_ids(keys, state)}
    for draft, refused in matches.refused:
        plan.refused.append(refused.at(draft.row, draft.name))
        present |= set(_existing_ids((draft.pns_id, draft.nip, draft.code), state))
    for draft in matches.new:
        _plan_new(draft, plan)
    for draft, employee_id in matches.existing:
        present.add(employee_id)
        _plan_existing(draft, state.people[employee_id], plan, state)
    plan.refused.sort(key=lambda fault: fault.row)
    plan.warnings += _odd_years(matches.new, today)
    plan.statuses = frozenset(draft.status for draft in file.rows if draft.status)
    _plan_absent(plan, state, present)
    plan.is_addition = is_addition
    plan.missing = [] if is_addition else list(plan.absent)
    return plan


def _existing_ids(keys: Keys, state: RosterState) -> list[int]:
    holders = (state.by_pns_id, state.by_nip, state.by_code)
    return [
        postings[key]
        for key, postings in zip(keys, holders, strict=True)
        if key is not None and key in postings
    ]


def _plan_new(draft: Draft, plan: RosterPlan) -> None:
    if not draft.status:
        plan.refused.append(RowFault(draft.row, "no_status", "status", draft.name))
        return
    value = _value(draft, None)
    _confirm_echelon(draft, value, plan)
    plan.created += 1
    plan.new_people.append(NewPerson(draft, value))
    plan.words["joined"] += 1


def _value(draft: Draft, present: PostingValue | None) -> PostingValue:
    """The posting that a row describes; values of columns that the file does not have stay as they are."""
    present = present or PostingValue(draft.unit_id, draft.status)
    echelon = draft.echelon
    if echelon is None:  # a promotion cannot be seen in a file without the column, so a new post starts blank
        same_post = draft.position is None or draft.position == present.position
        echelon = present.echelon if same_post else ""
    return PostingValue(
        draft.unit_id,
        draft.status or present.status,
        echelon,
        present.position if draft.position is None else draft.position,
        present.position_kind if draft.position_kind is None else draft.position_kind,
        present.grade if draft.grade is None else draft.grade,
        present.service if draft.service is None else draft.service,
    )


def _plan_existing(draft: Draft, person: Person, plan: RosterPlan, state: RosterState) -> None:
    present = state.in_force.get(person.id)
    value = _value(draft, present.value if present else None)
    if not value.status:
        plan.refused.append(RowFault(draft.row, "no_status", "status", draft.name))
        return
    plan.listed.append(person.id)
    renamed = person if state.is_behind(person.id) else _identity(draft, person)
    former = _former_numbers(draft, person, state) if state.is_behind(person.id) else []
    plan.former += former
    if renamed != person:
        plan.renamed.append(IdentityChange(person, renamed))
        plan.words["number" if renamed.nip != person.nip and person.nip else "name"] += 1
    elif former:
        plan.words["name"] += 1
    moved = present is None or present.value != value
    if moved:
        _confirm_echelon(draft, value, plan)
        plan.moved.append(_move(person.id, present, value, state))
        plan.words.update(change_words(present.value if present else None, value, state.tree))
    if person.missing_since is not None and person.missing_since <= state.as_of:
        plan.reappeared.append(person.id)
    if moved or former or renamed != person:
        plan.changed += 1
    else:
        plan.unchanged += 1


def _identity(draft: Draft, person: Person) -> Person:
    return person._replace(
        pns_id=draft.pns_id or person.pns_id,
        nip=draft.nip or person.nip,
        code=draft.code or person.code,
        name=draft.name,
        front_title=person.front_title if draft.front_title is None else draft.front_title,
        back_title=person.back_title if draft.back_title is None else draft.back_title,
    )


def _former_numbers(draft: Draft, person: Person, state: RosterState) -> list[tuple[int, str]]:
    """The numbers in an older list that the person does not have now, to be stored as former ones (decisions 8);
    other people's numbers are left out."""
    pairs = ((draft.nip, person.nip, state.by_nip), (draft.code, person.code, state.by_code))
    return [
        (person.id, number)
        for number, own, holders in pairs
        if number and own and number != own and number not in holders and number not in state.by_former
    ]


def _move(
    employee_id: int, present: InForce | None, value: PostingValue, state: RosterState
) -> PostingChange:
    replaces = present.posting_id if present and present.since == state.as_of else None
    keep_from = state.listed_later.get(employee_id) if present else None
    following = state.next_posting.get(employee_id)
    if keep_from is not None and following is not None and following <= keep_from:
        keep_from = None
    return PostingChange(employee_id, present.value if present else None, value, replaces, keep_from)


def _confirm_echelon(draft: Draft, value: PostingValue, plan: RosterPlan) -> None:
    """For a list or sheet without the echelon column: report the echelon that the post suggests, without storing it."""
    if draft.echelon is not None or value.echelon:
        return
    suggested = suggest_echelon(value.position, value.position_kind)
    if suggested:
        plan.warnings.append(
            RowFault(draft.row, "echelon_suggested", "echelon", draft.name, {"text": suggested})
        )


def _odd_years(drafts: list[Draft], today: date) -> list[RowFault]:
    return [
        RowFault(draft.row, "odd_year", "nip", draft.name)
        for draft in drafts
        if draft.nip and has_implausible_year(draft.nip, today)
    ]


def _plan_absent(plan: RosterPlan, state: RosterState, present: set[int]) -> None:
    """Plan the people missing from the file: those in service on that day whose status the file covers.

    Left out if a later roster of that status, or a later one that lists them, was applied already (decisions 9).
    """
    judged = plan.statuses - state.later_statuses
    for employee_id, postings in state.in_force.items():
        if postings.value.service != "active" or postings.value.status not in judged:
            continue
        plan.judged += 1
        if employee_id in present or state.is_behind(employee_id):
            continue
        if state.people[employee_id].missing_since is None:
            plan.absent.append(employee_id)
