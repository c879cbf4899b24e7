"""Matches rows with stored people: by PNS ID, then NIP, then KODE (decisions 8). Pure.

Two people may swap numbers within one file, so all claims of numbers are decided together at the end: a claim is
accepted if nobody else keeps the number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from app.directory.roster_import.drafts import Draft
from app.directory.roster_import.state import Person, RosterState
from app.directory.rules import fold_name
from app.imports.faults import RowRefused


class Suggestion(NamedTuple):
    """A new row that may be a stored person; only a user links it (decisions 8)."""

    row: int
    name: str
    employee_id: int


@dataclass
class Matches:
    """The result: stored people by row, rows of new people, refused rows, and suggestions."""

    existing: list[tuple[Draft, int]] = field(default_factory=list)
    new: list[Draft] = field(default_factory=list)
    refused: list[tuple[Draft, RowRefused]] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)


def match_people(drafts: list[Draft], state: RosterState, links: Mapping[int, int]) -> Matches:
    """Find the person of each draft. `links`: row → employee id, chosen by a user among earlier suggestions."""
    matches = Matches()
    seen: dict[tuple[str, object], Draft] = {}
    for draft in drafts:
        try:
            employee_id = _find_employee_id(draft, state)
            if employee_id is None:
                employee_id = links.get(draft.row)
            _ensure_first(draft, employee_id, seen, state)
        except RowRefused as refusal:
            matches.refused.append((draft, refusal))
            continue
        if employee_id is None:
            matches.new.append(draft)
        else:
            matches.existing.append((draft, employee_id))
    _settle_numbers(matches, state)
    matches.suggestions = _suggest(matches, state)
    return matches


def _find_employee_id(draft: Draft, state: RosterState) -> int | None:
    by_pns = state.by_pns_id.get(draft.pns_id) if draft.pns_id else None
    if by_pns is not None:
        return by_pns
    if draft.nip:
        by_nip = state.by_nip.get(draft.nip)
        if by_nip is not None and not _is_other(draft, state.people[by_nip]):
            return by_nip
        former = state.by_former.get(draft.nip, ())
        if by_nip is None and draft.pns_id is None and former:
            holder = next(iter(former))
            if len(former) == 1 and state.is_behind(holder):
                return holder  # an older list rightly knows the older number
            raise RowRefused("nip_former")
    by_code = state.by_code.get(draft.code) if draft.code else None
    if by_code is not None and _is_other(draft, state.people[by_code]):
        raise RowRefused("code_taken")
    return by_code


def _is_other(draft: Draft, person: Person) -> bool:
    """Whether both have a PNS ID and these differ: then they are two people, even if their numbers are equal."""
    return draft.pns_id is not None and person.pns_id is not None and draft.pns_id != person.pns_id


def _ensure_first(
    draft: Draft, employee_id: int | None, seen: dict[tuple[str, object], Draft], state: RosterState
) -> None:
    """Refuse the second row of one person in a file, and a second claim of one number.

    The present holder may keep the number, wherever the row is in the file; the other claim is refused later.
    """
    people = [("pns_id", draft.pns_id), ("id", employee_id)]
    numbers = [("nip", draft.nip, state.by_nip), ("code", draft.code, state.by_code)]
    for key in people:
        if key[1] is not None and key in seen:
            raise RowRefused("duplicate", first=seen[key].row)
    for name, number, holders in numbers:
        first = seen.get((name, number)) if number is not None else None
        if first is None or (employee_id is not None and holders.get(str(number)) == employee_id):
            continue
        if draft.pns_id and first.pns_id and draft.pns_id != first.pns_id:
            raise RowRefused(f"{name}_taken")
        raise RowRefused("duplicate", first=first.row)
    seen |= {key: draft for key in [*people, *((name, one) for name, one, _holders in numbers)] if key[1]}


def _settle_numbers(matches: Matches, state: RosterState) -> None:
    """Refuse each claim of a NIP or KODE that another person keeps.

    A refused claimant keeps the old number, which may invalidate another claim, so this repeats until nothing changes.
    """
    while True:
        exchanged = _exchanged_numbers(matches, state)
        clashing = [
            (draft, employee_id, clash)
            for draft, employee_id in [*matches.existing, *((draft, None) for draft in matches.new)]
            if (clash := _clash(draft, employee_id, state, exchanged))
        ]
        if not clashing:
            return
        rows = {draft.row for draft, _employee_id, _clash in clashing}
        matches.existing = [pair for pair in matches.existing if pair[0].row not in rows]
        matches.new = [draft for draft in matches.new if draft.row not in rows]
        matches.refused += [(draft, RowRefused(clash)) for draft, _employee_id, clash in clashing]


def _exchanged_numbers(matches: Matches, state: RosterState) -> set[str]:
    """The numbers that their present holders exchange for others in this file."""
    numbers = set()
    for draft, employee_id in matches.existing:
        if state.is_behind(employee_id):
            continue
        person = state.people[employee_id]
        if person.nip and draft.nip and draft.nip != person.nip:
            numbers.add(person.nip)
        if person.code and draft.code and draft.code != person.code:
            numbers.add(person.code)
    return numbers


def _clash(draft: Draft, employee_id: int | None, state: RosterState, exchanged: set[str]) -> str:
    if employee_id is not None and state.is_behind(employee_id):
        return ""  # an older list changes no number
    for number, holders, reason in (
        (draft.nip, state.by_nip, "nip_taken"),
        (draft.code, state.by_code, "code_taken"),
    ):
        holder = holders.get(number) if number else None
        if holder is not None and holder != employee_id and number not in exchanged:
            return reason
    return ""


def _suggest(matches: Matches, state: RosterState) -> list[Suggestion]:
    """Suggest stored people who are not in this file for new rows with the same name.

    Both NIPs must have the same birth date and sex, or the person has no NIP yet and is of the same OPD.
    """
    if not state.people:
        return []
    listed_ids = {employee_id for _draft, employee_id in matches.existing}
    names: dict[str, list[Person]] = {}
    new_names = {fold_name(draft.name) for draft in matches.new}
    for person in state.people.values():
        if person.id not in listed_ids and (folded := fold_name(person.name)) in new_names:
            names.setdefault(folded, []).append(person)
    suggestions = []
    for draft in matches.new:
        likely = [one for one in names.get(fold_name(draft.name), ()) if _may_be(draft, one, state)]
        if len(likely) == 1:
            suggestions.append(Suggestion(draft.row, draft.name, likely[0].id))
    return suggestions


def _may_be(draft: Draft, person: Person, state: RosterState) -> bool:
    if draft.nip and person.nip:
        return draft.nip[:8] == person.nip[:8] and draft.nip[14] == person.nip[14]
    if not draft.nip or person.nip:
        return False
    present = state.in_force.get(person.id)
    return present is not None and state.tree.opd_of(present.value.unit_id) == state.tree.opd_of(
        draft.unit_id
    )
