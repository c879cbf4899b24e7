"""A person's whole state in the directory as JSON values, to detect later changes and to restore it.

A state holds every column of `FIELDS`, `postings` (each a list in the order of `POSTING_FIELDS`) and `former`, the ids
of the person's former numbers.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from app.directory.lookups import EMPLOYEE, FORMER, POSTING
from app.directory.roster_import.drafts import Draft
from app.directory.rules import PostingValue, fold_name
from app.extensions import db

State = dict[str, Any]
NUMBERS = ("pns_id", "nip", "code")
FIELDS = (
    *NUMBERS, "name", "front_title", "back_title", "missing_since", "merged_into_id", "purged_at",
)  # fmt: skip
POSTING_FIELDS = ("id", "effective_from", *PostingValue._fields, "letter", "recorded_at")
UNIT_PLACE = POSTING_FIELDS.index("unit_id")
_RESTORED = ("name", "front_title", "back_title", "missing_since", *NUMBERS)


def read_states(employee_ids: Collection[int]) -> dict[int, State]:
    """The states of these people, by id; missing ones are left out. Three statements; at most 500 ids."""
    states: dict[int, State] = {}
    people = select(EMPLOYEE.c.id, *(EMPLOYEE.c[name] for name in FIELDS)).where(
        EMPLOYEE.c.id.in_(employee_ids)
    )
    for employee_id, *values in db.session.execute(people):
        states[employee_id] = dict(zip(FIELDS, map(_plain, values), strict=True)) | {
            "postings": [],
            "former": [],
        }
    postings = (
        select(POSTING.c.employee_id, *(POSTING.c[name] for name in POSTING_FIELDS))
        .where(POSTING.c.employee_id.in_(employee_ids))
        .order_by(POSTING.c.effective_from)
    )
    for employee_id, *values in db.session.execute(postings):
        states[employee_id]["postings"].append(list(map(_plain, values)))
    former = select(FORMER.c.employee_id, FORMER.c.id).where(FORMER.c.employee_id.in_(employee_ids))
    for employee_id, row_id in db.session.execute(former.order_by(FORMER.c.id)):
        states[employee_id]["former"].append(row_id)
    return states


def fingerprint(state: State) -> str:
    """SHA-256 of a state without row ids and the times of writing."""
    return _hash(
        [state[name] for name in FIELDS], [row[1:-1] for row in state["postings"]], len(state["former"])
    )


def fingerprint_of_new(draft: Draft, value: PostingValue, since: date) -> str:
    """The fingerprint of a person that a roster has just added, computed without reading the row back."""
    titles = (draft.front_title or "", draft.back_title or "")
    fields = [draft.pns_id, draft.nip, draft.code, draft.name, *titles, None, None, None]
    return _hash(fields, [[since.isoformat(), *value, ""]], 0)


def _hash(fields: list[Any], postings: list[list[Any]], former: int) -> str:
    return hashlib.sha256(json.dumps([fields, postings, former]).encode()).hexdigest()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def free_numbers(employee_ids: Collection[int]) -> None:
    """Remove these people's numbers temporarily, so that two people can swap theirs although each is unique."""
    if employee_ids:
        rows = [{"which": employee_id, "placeholder": f"urung-{employee_id}"} for employee_id in employee_ids]
        statement = update(EMPLOYEE).where(EMPLOYEE.c.id == bindparam("which"))
        db.session.execute(statement.values(pns_id=None, nip=None, code=bindparam("placeholder")), rows)


def restore_states(states: Mapping[int, State], present: Mapping[int, State]) -> None:
    """Restore these states over the present ones, which may have more postings and former numbers, not fewer.

    Numbers must be free (`free_numbers`).
    """
    if not states:
        return
    values = {name: bindparam(f"old_{name}") for name in (*_RESTORED, "search_name")}
    rows = [
        {"which": employee_id, "old_search_name": fold_name(state["name"])}
        | {f"old_{name}": _read(name, state[name]) for name in _RESTORED}
        for employee_id, state in states.items()
    ]
    db.session.execute(update(EMPLOYEE).where(EMPLOYEE.c.id == bindparam("which")).values(values), rows)
    gone: list[int] = []
    changed: list[State] = []
    former: list[int] = []
    for employee_id, state in states.items():
        old, now = ({row[0]: row for row in one["postings"]} for one in (state, present[employee_id]))
        gone += [row_id for row_id in now if row_id not in old]
        changed += [_posting(row) for row_id, row in old.items() if now[row_id] != row]
        former += set(present[employee_id]["former"]) - set(state["former"])
    db.session.execute(delete(POSTING).where(POSTING.c.id.in_(gone)))
    db.session.execute(delete(FORMER).where(FORMER.c.id.in_(former)))
    if changed:
        values = {name: bindparam(f"old_{name}") for name in POSTING_FIELDS[1:]}
        db.session.execute(update(POSTING).where(POSTING.c.id == bindparam("old_id")).values(values), changed)


def _posting(row: list[Any]) -> State:
    return {f"old_{name}": _read(name, value) for name, value in zip(POSTING_FIELDS, row, strict=True)}


def _read(name: str, value: Any) -> Any:
    if value is None or name not in ("effective_from", "missing_since", "recorded_at"):
        return value
    return datetime.fromisoformat(value) if name == "recorded_at" else date.fromisoformat(value)
