"""Services for curators: give a verdict, withdraw it, declare an interest in the maker."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.curation.errors import (
    ForeignReason,
    HandledIncomplete,
    NotACurator,
    ReasonsMissing,
    VerdictGiven,
    VerdictStays,
)
from app.curation.models import (
    CurationInterest,
    CurationReason,
    Submission,
    SubmissionRound,
    Verdict,
    VerdictPoint,
)
from app.curation.queries.agencies import find_agency_of, get_agency
from app.curation.rules import answer_from
from app.curation.services.interest import ensure_unbound, is_bound
from app.curation.services.rounds import end_with_outcome, read_answers
from app.extensions import db
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.transaction import begin_writing


@dataclass(frozen=True, slots=True)
class Handling:
    """When (local date) and where the curator examined the product by hand."""

    day: date | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class VerdictDraft:
    """A curator's input: `good`, `not_ours`, or reasons; a remark; and the examination by hand, if any."""

    answer: str = ""
    reason_ids: Collection[int] = ()
    remark: str = ""
    handled: Handling | None = None


def give_verdict(verdict_id: int, draft: VerdictDraft, *, actor: Actor) -> Verdict:
    """Store an agency's verdict. If it is the last one of a running round, the round ends; a late one is only recorded.

    NotFound for another agency's, NotACurator, VerdictGiven, ConflictOfInterest, ReasonsMissing, ForeignReason,
    HandledIncomplete.
    """
    offer, current, verdict = _lock_verdict(verdict_id, actor)
    if verdict.answer is not None:
        raise VerdictGiven()
    ensure_unbound(actor, offer.maker_id)
    reasons = _reasons(verdict, draft)
    verdict.answer = draft.answer or answer_from([reason.weight for reason in reasons])
    if verdict.answer is None:
        raise ReasonsMissing("reasons")
    if draft.handled is not None and verdict.answer != "not_ours":
        verdict.handled_on, verdict.handled_place = _handled_at(draft.handled)
    verdict.remark = " ".join(draft.remark.split())
    verdict.answered_at, verdict.answered_by = clock.now(), actor.id
    db.session.flush()
    db.session.add_all(
        VerdictPoint(
            verdict_id=verdict.id,
            reason_id=reason.id,
            aspect=reason.aspect,
            weight=reason.weight,
            sentence=reason.sentence,
        )
        for reason in reasons
    )
    db.session.flush()
    seal_states("verdict", [verdict.id])
    details = {
        "answer": verdict.answer,
        "agency": verdict.agency_id,
        "offer": offer.id,
        "late": _is_late(current),
    }
    record_event("curation.judge", actor=actor, subject="verdict", subject_id=verdict.id, details=details)
    if current.ended_at is None and read_answers(current).outcome:
        end_with_outcome(offer, current, actor)
    return verdict


def take_back_verdict(verdict_id: int, *, actor: Actor) -> Verdict:
    """Withdraw a verdict while its round runs: the agency may answer again.

    NotFound for another agency's, NotACurator, ConflictOfInterest, VerdictStays.
    """
    offer, current, verdict = _lock_verdict(verdict_id, actor)
    ensure_unbound(actor, offer.maker_id)
    if verdict.answer is None or current.ended_at is not None:
        raise VerdictStays()
    details = {"answer": verdict.answer, "agency": verdict.agency_id, "offer": offer.id}
    db.session.execute(delete(VerdictPoint).where(VerdictPoint.verdict_id == verdict.id))
    verdict.answer, verdict.remark = None, ""
    verdict.handled_on, verdict.handled_place = None, ""
    verdict.answered_at = verdict.answered_by = None
    db.session.flush()
    seal_states("verdict", [verdict.id])
    record_event("curation.take_back", actor=actor, subject="verdict", subject_id=verdict.id, details=details)
    return verdict


def _is_late(current: SubmissionRound) -> bool:
    return current.ended_at is not None or clock.today() > current.due_on


def _lock_verdict(verdict_id: int, actor: Actor) -> tuple[Submission, SubmissionRound, Verdict]:
    """The offer (locked first, as in every act), the round and the agency's verdict."""
    begin_writing()
    agency = find_agency_of(actor.id)
    if agency is None:
        raise NotACurator()
    found = db.session.get(Verdict, verdict_id)
    if found is None or found.agency_id != agency.id:
        raise NotFound()
    current = db.session.get_one(SubmissionRound, found.round_id)
    offer = db.session.get_one(
        Submission, current.submission_id, with_for_update=True, populate_existing=True
    )
    current = db.session.get_one(SubmissionRound, found.round_id, populate_existing=True)
    return offer, current, db.session.get_one(Verdict, verdict_id, populate_existing=True)


def _reasons(verdict: Verdict, draft: VerdictDraft) -> list[CurationReason]:
    """The selected reasons, checked to be of the agency's aspects; none for `good` and `not_ours`."""
    if draft.answer:
        return []
    ids = set(draft.reason_ids)
    reasons = list(db.session.scalars(select(CurationReason).where(CurationReason.id.in_(ids))))
    aspects = get_agency(verdict.agency_id).aspects
    if len(reasons) != len(ids) or not all(one.is_active and one.aspect in aspects for one in reasons):
        raise ForeignReason("reasons")
    return sorted(reasons, key=lambda one: one.id)


def _handled_at(handled: Handling) -> tuple[date, str]:
    place = " ".join(handled.place.split())
    if handled.day is None or not place or handled.day > clock.today():
        raise HandledIncomplete("handled_on")
    return handled.day, place


def declare_interest(verdict_id: int, *, actor: Actor) -> int:
    """Declare an interest in the maker: this login may no longer assess its products. Returns the maker's id.

    NotFound, NotACurator.
    """
    offer, _current, _verdict = _lock_verdict(verdict_id, actor)
    if actor.id is not None and not is_bound(actor.id, offer.maker_id):
        db.session.add(CurationInterest(user_id=actor.id, maker_id=offer.maker_id, declared_at=clock.now()))
        db.session.flush()
        record_event("curation.declare_interest", actor=actor, subject="maker", subject_id=offer.maker_id)
    return offer.maker_id
