"""Which row is which person: PNS ID first, then NIP, then KODE (decisions 8). Pure.

Numbers may travel within one file: two people can swap theirs. So claims are judged together at the end: a
number is free for its claimant when nobody keeps it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from app.directory.roster_import.drafts import Draft
from app.directory.roster_import.state import Person, RosterState
from app.directory.rules import fold_name
from app.imports.faults import RowRefused


class Suggestion(NamedTuple):
    """A new row that is perhaps a stored person; it is linked only by hand (decisions 8)."""

    row: int
    name: str
    employee_id: int


@dataclass
class Matches:
    """The outcome: stored people by row, rows of new people, refused rows, and suggestions."""

    existing: list[tuple[Draft, int]] = field(default_factory=list)
    new: list[Draft] = field(default_factory=list)
    refused: list[tuple[Draft, RowRefused]] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)


def match_people(drafts: list[Draft], state: RosterState, links: Mapping[int, int]) -> Matches:
    """Say of each draft who it is. `links`: row → employee, chosen by hand among earlier suggestions."""
    found = Matches()
    seen: dict[tuple[str, object], Draft] = {}
    for draft in drafts:
        try:
            employee_id = _who(draft, state)
            if employee_id is None:
                employee_id = links.get(draft.row)
            _ensure_first(draft, employee_id, seen, state)
        except RowRefused as refusal:
            found.refused.append((draft, refusal))
            continue
        if employee_id is None:
            found.new.append(draft)
        else:
            found.existing.append((draft, employee_id))
    _settle_numbers(found, state)
    found.suggestions = _suggest(found, state)
    return found


def _who(draft: Draft, state: RosterState) -> int | None:
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
    """Two different PNS IDs are two different people, whatever their numbers say."""
    return draft.pns_id is not None and person.pns_id is not None and draft.pns_id != person.pns_id


def _ensure_first(
    draft: Draft, employee_id: int | None, seen: dict[tuple[str, object], Draft], state: RosterState
) -> None:
    """Refuse the second row of one person in a file, and a second claim of one number.

    Who has the number already may keep it, wherever the row stands: the other claim is refused later.
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


def _settle_numbers(found: Matches, state: RosterState) -> None:
    """Refuse each claim of a NIP or KODE that somebody else keeps.

    A refused claimant keeps the old number, which may spoil another claim: so until nothing changes any more.
    """
    while True:
        gone = _given_up(found, state)
        spoiled = [
            (draft, employee_id, clash)
            for draft, employee_id in [*found.existing, *((draft, None) for draft in found.new)]
            if (clash := _clash(draft, employee_id, state, gone))
        ]
        if not spoiled:
            return
        rows = {draft.row for draft, _who, _clash in spoiled}
        found.existing = [pair for pair in found.existing if pair[0].row not in rows]
        found.new = [draft for draft in found.new if draft.row not in rows]
        found.refused += [(draft, RowRefused(clash)) for draft, _who, clash in spoiled]


def _given_up(found: Matches, state: RosterState) -> set[str]:
    """The numbers their present holders exchange for others in this file."""
    gone = set()
    for draft, employee_id in found.existing:
        if state.is_behind(employee_id):
            continue
        person = state.people[employee_id]
        if person.nip and draft.nip and draft.nip != person.nip:
            gone.add(person.nip)
        if person.code and draft.code and draft.code != person.code:
            gone.add(person.code)
    return gone


def _clash(draft: Draft, employee_id: int | None, state: RosterState, gone: set[str]) -> str:
    if employee_id is not None and state.is_behind(employee_id):
        return ""  # an older list changes no number
    for number, holders, reason in (
        (draft.nip, state.by_nip, "nip_taken"),
        (draft.code, state.by_code, "code_taken"),
    ):
        holder = holders.get(number) if number else None
        if holder is not None and holder != employee_id and number not in gone:
            return reason
    return ""


def _suggest(found: Matches, state: RosterState) -> list[Suggestion]:
    """New rows with the name of somebody who is not in this file, where nothing speaks against it: the same
    birth date and sex in both numbers, or a first NIP for somebody of the same OPD who had none.
    """
    if not state.people:
        return []
    here = {employee_id for _draft, employee_id in found.existing}
    names: dict[str, list[Person]] = {}
    new_names = {fold_name(draft.name) for draft in found.new}
    for person in state.people.values():
        if person.id not in here and (folded := fold_name(person.name)) in new_names:
            names.setdefault(folded, []).append(person)
    suggestions = []
    for draft in found.new:
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
