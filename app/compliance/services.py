"""Proposes, decides and ends exemptions and minimum reductions (decisions 4).

They never change closed months: those keep their snapshot.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, text

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.compliance.errors import (
    ExemptionDecided,
    ExemptionNotApproved,
    ExemptionNotFound,
    ExemptionOverlaps,
    ExemptionScopeIncomplete,
    ExemptionSpanReversed,
    LetterMissing,
    LoweredMonthNotFound,
    MonthClosedForTerms,
    PercentOutOfRange,
)
from app.compliance.models import Exemption, MinimumReduction
from app.compliance.rules import KINDS, Scope
from app.directory.errors import EmployeeNotFound
from app.directory.queries import get_employee, load_tree
from app.extensions import db
from app.minimums.queries import list_decrees
from app.months.services import lock_month
from app.shared import clock
from app.shared.period import Period
from app.shared.reason import read_reason

_ONE_BY_ONE = text("SELECT pg_advisory_xact_lock(7452302)")


@dataclass(frozen=True, slots=True)
class ExemptionDraft:
    """A proposed exemption. The subject field that belongs to `scope` must be filled."""

    scope: Scope
    from_period: Period
    until_period: Period | None
    kind: str
    letter_number: str
    letter_date: date
    employee_id: int | None = None
    unit_id: int | None = None
    tier_code: str = ""


def propose_exemption(draft: ExemptionDraft, *, actor: Actor) -> Exemption:
    """Propose an exemption to finance. It has no effect before it is approved.

    ExemptionScopeIncomplete, ExemptionSpanReversed, LetterMissing, ExemptionOverlaps (also with a proposal).
    """
    _ensure_complete(draft)
    _lock_overlaps()
    _ensure_free(draft, ("approved", "proposed"))
    exemption = Exemption(
        scope=draft.scope,
        employee_id=draft.employee_id if draft.scope == "person" else None,
        unit_id=draft.unit_id if draft.scope == "unit" else None,
        tier_code=draft.tier_code if draft.scope == "tier" else "",
        from_period=draft.from_period,
        until_period=draft.until_period,
        kind=draft.kind,
        letter_number=draft.letter_number,
        letter_date=draft.letter_date,
        state="proposed",
        proposed_by=_user(actor),
        created_at=clock.now(),
    )
    db.session.add(exemption)
    db.session.flush()
    _record("propose", exemption, actor)
    return exemption


def approve_exemption(exemption_id: int, *, actor: Actor) -> Exemption:
    """Approve a proposal: it applies to every open month it covers. ExemptionDecided, ExemptionOverlaps."""
    exemption = _lock_proposed(exemption_id)
    _ensure_free(exemption, ("approved",))
    _decide(exemption, "approved", "", actor)
    _record("approve", exemption, actor)
    return exemption


def reject_exemption(exemption_id: int, *, reason: str, actor: Actor) -> Exemption:
    """Reject a proposal with a reason, which its proposer can read. ExemptionDecided, ReasonMissing."""
    exemption = _lock_proposed(exemption_id)
    _decide(exemption, "rejected", read_reason(reason), actor)
    _record("reject", exemption, actor)
    return exemption


def approve_exemptions(ids: Collection[int], *, actor: Actor) -> list[Exemption]:
    """Approve several proposals; on an error the caller rolls all back. Errors as `approve_exemption`."""
    return [approve_exemption(one, actor=actor) for one in sorted(set(ids))]


def reject_exemptions(ids: Collection[int], *, reason: str, actor: Actor) -> list[Exemption]:
    """Reject several proposals with one reason, all or none. Errors as `reject_exemption`."""
    return [reject_exemption(one, reason=reason, actor=actor) for one in sorted(set(ids))]


def withdraw_exemption(exemption_id: int, *, actor: Actor) -> Exemption:
    """Withdraw an undecided proposal: its state becomes revoked, without a reason. ExemptionDecided."""
    exemption = _lock_proposed(exemption_id)
    _decide(exemption, "revoked", "", actor)
    _record("withdraw", exemption, actor)
    return exemption


def revoke_exemption(
    exemption_id: int, *, reason: str, actor: Actor, from_period: Period | None = None
) -> Exemption:
    """Revoke an approved exemption from a month on; None or its first month: entirely.

    The months before `from_period` stay exempt, so that a reopened month has the same result.
    ExemptionNotApproved, ReasonMissing.
    """
    exemption = _lock_exemption(exemption_id)
    if exemption.state != "approved":
        raise ExemptionNotApproved()
    why = read_reason(reason)
    if from_period is not None and from_period > exemption.from_period:
        last = from_period.previous()
        if exemption.until_period is None or last < exemption.until_period:
            exemption.until_period = last
        _decide(exemption, "approved", why, actor)
    else:
        _decide(exemption, "revoked", why, actor)
    _record("revoke", exemption, actor)
    return exemption


def set_lowered_month(
    period: Period, percent: int, *, reason: str, letter_number: str, letter_date: date, actor: Actor
) -> MinimumReduction:
    """Reduce a month's minimum for everybody by 1–100 per cent; 100 waives it. Replaces an earlier reduction.

    PercentOutOfRange, ReasonMissing, LetterMissing; MonthClosedForTerms for a closed month.
    """
    if not 1 <= percent <= 100:
        raise PercentOutOfRange("percent")
    ensure_letter(letter_number, letter_date)
    why = read_reason(reason)
    _ensure_open(period)
    lowered = db.session.get(MinimumReduction, period) or MinimumReduction(period=period)
    lowered.percent = percent
    lowered.reason = why
    lowered.letter_number = letter_number.strip()
    lowered.letter_date = letter_date
    lowered.decided_by = _user(actor)
    lowered.decided_at = clock.now()
    db.session.add(lowered)
    db.session.flush()
    details = {"period": str(period), "percent": percent}
    seal_states("lowered_month", [period])
    record_event("compliance.lower_month", actor=actor, subject="lowered_month", details=details)
    return lowered


def lift_lowered_month(period: Period, *, actor: Actor) -> None:
    """Remove a month's reduction. LoweredMonthNotFound; MonthClosedForTerms for a closed month."""
    _ensure_open(period)
    lowered = db.session.get(MinimumReduction, period)
    if lowered is None:
        raise LoweredMonthNotFound()
    details = {"period": str(period), "percent": lowered.percent}
    db.session.delete(lowered)
    db.session.flush()
    seal_states("lowered_month", [period])
    record_event("compliance.lift_month", actor=actor, subject="lowered_month", details=details)


def _ensure_complete(draft: ExemptionDraft) -> None:
    ensure_letter(draft.letter_number, draft.letter_date)
    if draft.until_period is not None and draft.until_period < draft.from_period:
        raise ExemptionSpanReversed("until_period")
    if draft.kind not in KINDS:
        raise ExemptionScopeIncomplete("kind")
    if draft.scope == "person" and not _is_somebody(draft.employee_id):
        raise ExemptionScopeIncomplete("person")
    if draft.scope == "unit" and draft.unit_id not in load_tree():
        raise ExemptionScopeIncomplete("unit")
    if draft.scope == "tier" and draft.tier_code not in list_tier_codes():
        raise ExemptionScopeIncomplete("tier")


def _is_somebody(employee_id: int | None) -> bool:
    try:
        return employee_id is not None and bool(get_employee(employee_id))
    except EmployeeNotFound:
        return False


def list_tier_codes() -> dict[str, str]:
    """All tier codes of all decrees, each with its latest name."""
    return {tier.code: tier.name for decree in list_decrees() for tier in decree.tiers}


def ensure_letter(number: str, day: date) -> None:
    """LetterMissing if the number is empty or the date is in the future."""
    if not number.strip():
        raise LetterMissing("letter_number")
    if day > clock.today():
        raise LetterMissing("letter_date")


def _ensure_open(period: Period) -> None:
    if lock_month(period).is_closed:
        raise MonthClosedForTerms("period", period=str(period))


def _ensure_free(draft: ExemptionDraft | Exemption, states: tuple[str, ...]) -> None:
    """ExemptionOverlaps if the same subject has another exemption in any of these months."""
    own_id = draft.id if isinstance(draft, Exemption) else None
    others = db.session.scalars(
        select(Exemption)
        .where(
            Exemption.scope == draft.scope,
            Exemption.state.in_(states),
            Exemption.employee_id.is_not_distinct_from(
                draft.employee_id if draft.scope == "person" else None
            ),
            Exemption.unit_id.is_not_distinct_from(draft.unit_id if draft.scope == "unit" else None),
            Exemption.tier_code == (draft.tier_code if draft.scope == "tier" else ""),
        )
        .order_by(Exemption.id)
    )
    for other in others:
        if other.id != own_id and _overlap(draft, other):
            raise ExemptionOverlaps("from_period", number=other.letter_number)


def _overlap(one: ExemptionDraft | Exemption, other: Exemption) -> bool:
    starts_in_time = other.until_period is None or one.from_period <= other.until_period
    return starts_in_time and (one.until_period is None or other.from_period <= one.until_period)


def _lock_overlaps() -> None:
    """PostgreSQL: lock, so that two decisions cannot create an overlap concurrently. SQLite has one writer."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(_ONE_BY_ONE)


def _lock_exemption(exemption_id: int) -> Exemption:
    _lock_overlaps()
    exemption = db.session.get(Exemption, exemption_id, populate_existing=True)
    if exemption is None:
        raise ExemptionNotFound()
    return exemption


def _lock_proposed(exemption_id: int) -> Exemption:
    exemption = _lock_exemption(exemption_id)
    if exemption.state != "proposed":
        raise ExemptionDecided(state=exemption.state, number=exemption.letter_number)
    return exemption


def _decide(exemption: Exemption, state: str, reason: str, actor: Actor) -> None:
    exemption.state = state
    exemption.decision_reason = reason
    exemption.decided_by = _user(actor)
    exemption.decided_at = clock.now()
    db.session.flush()


def _user(actor: Actor) -> int | None:
    return actor.id if actor.kind == "user" else None


def _record(verb: str, exemption: Exemption, actor: Actor) -> None:
    seal_states("exemption", [exemption.id])
    details = {
        "scope": exemption.scope,
        "state": exemption.state,
        "from_period": str(exemption.from_period),
        "until_period": str(exemption.until_period) if exemption.until_period else None,
    }
    record_event(
        f"compliance.{verb}_exemption",
        actor=actor,
        subject="exemption",
        subject_id=exemption.id,
        details=details,
    )
