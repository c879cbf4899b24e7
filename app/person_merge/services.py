"""Merges two records of one person, and undoes a merge while nothing depends on it (ADR 0023)."""

from typing import Any

from app.accounts.queries import find_user_of_employee, get_user
from app.accounts.services import disable_user, enable_user, revoke_codes
from app.audit.rules import Actor
from app.audit.services import record_event
from app.compliance.moving import move_exemptions
from app.directory.roster_import.write import lock_directory
from app.directory.services.merging import (
    MergedRecord,
    get_mergeable,
    get_pair,
    merge_records,
    separate_records,
)
from app.disputes.moving import move_disputes
from app.extensions import db
from app.months.queries import get_month
from app.person_merge.errors import MergeNotFound, MergeReasonMissing, MergeUndoPrevented, OwnRecord
from app.person_merge.models import PersonMerge
from app.person_merge.queries import find_obstacle
from app.sales.corrections.reassigning import ReassignmentResult, lock_purchases, reassign_purchases
from app.sales.queries import get_last_sale_id
from app.sales.queries.of_buyer import list_undecided_late
from app.shared import clock
from app.shared.reason import read_reason
from app.shared.transaction import begin_writing


def merge_people(survivor_id: int, merged_id: int, reason: str, *, actor: Actor) -> PersonMerge:
    """Merge `merged_id` into `survivor_id`: purchases, numbers, cards, exemptions, disputes; disables its login.

    EmployeeNotFound, PeopleAlreadyMerged, TwoPnsIds, OwnRecord, MergeReasonMissing, and LastAdmin for that login.
    """
    reason = read_reason(reason, MergeReasonMissing("reason"))
    _begin()
    survivor, merged = get_mergeable(survivor_id, merged_id)
    _ensure_not_own(actor, survivor_id, merged_id)
    merge = PersonMerge(
        survivor_id=survivor_id,
        merged_id=merged_id,
        reason=reason,
        details={},
        actor_id=actor.id if actor.kind == "user" else None,
        recorded_at=clock.now(),
    )
    db.session.add(merge)
    db.session.flush()
    bought = reassign_purchases(merged_id, survivor_id, reason, key=str(merge.id), actor=actor)
    merge.details = {
        "record": merge_records(survivor, merged).as_json(),
        "exemptions": move_exemptions(merged_id, survivor_id),
        "disputes": move_disputes(merged_id, survivor_id, dict(bought.pairs)),
        "login": _end_login(merged_id, actor),
        **_purchases(bought),
    }
    db.session.flush()
    _record("directory.merge_people", merge, bought, actor)
    return merge


def undo_merge(merge_id: int, *, actor: Actor) -> PersonMerge:
    """Undo a merge: restore both records. MergeNotFound, OwnRecord, MergeUndoPrevented."""
    _begin()
    merge = db.session.get(PersonMerge, merge_id, populate_existing=True)
    if merge is None:
        raise MergeNotFound()
    _ensure_not_own(actor, merge.survivor_id, merge.merged_id)
    if why := find_obstacle(merge):
        raise MergeUndoPrevented(why=why)
    details = merge.details
    survivor, merged = get_pair(merge.survivor_id, merge.merged_id)
    separate_records(survivor, merged, MergedRecord(**details["record"]))
    again = {copy for _original, copy in details["pairs"]} | set(details["resolutions"])
    bought = reassign_purchases(
        survivor.id, merged.id, merge.reason, key=f"undo:{merge.id}", actor=actor, only=again
    )
    move_exemptions(survivor.id, merged.id, only=details["exemptions"])
    move_disputes(survivor.id, merged.id, dict(bought.pairs), only=details["disputes"])
    if details["login"] is not None:
        enable_user(details["login"], actor=actor)
    merge.undone_at = clock.now()
    db.session.flush()
    _record("directory.undo_merge", merge, bought, actor)
    return merge


def _begin() -> None:
    begin_writing()
    lock_directory()
    lock_purchases()


def _ensure_not_own(actor: Actor, *employee_ids: int) -> None:
    if actor.kind == "user" and actor.id is not None and get_user(actor.id).employee_id in employee_ids:
        raise OwnRecord()


def _end_login(employee_id: int, actor: Actor) -> int | None:
    """Disable the merged record's login and end its sessions and codes; returns its id, None if there was none."""
    user = find_user_of_employee(employee_id)
    if user is None or not user.is_active:
        return None
    disable_user(user.id, actor=actor)
    revoke_codes(user.id)
    return user.id


def _purchases(bought: ReassignmentResult) -> dict[str, Any]:
    months = {str(period): _stage(period) for period in sorted(bought.periods)}
    return {
        "pairs": bought.pairs,
        "resolutions": bought.resolutions,
        "months": months,
        "waiting": list_undecided_late(
            {*(one for pair in bought.pairs for one in pair), *bought.resolutions}
        ),
        "last_sale": get_last_sale_id(),
    }


def _stage(period: Any) -> list[Any]:
    state = get_month(period)
    return [state.version, state.is_closed]


def _record(action: str, merge: PersonMerge, bought: ReassignmentResult, actor: Actor) -> None:
    details = {
        "merged": merge.merged_id,
        "sales": len(bought.pairs) + len(bought.resolutions),
        "months": [str(period) for period in sorted(bought.periods)],
    }
    record_event(action, actor=actor, subject="employee", subject_id=merge.survivor_id, details=details)
