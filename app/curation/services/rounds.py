"""Services that end a round: all have answered, it is overdue, or the Dinas decides *not yet*."""

from typing import Any

from sqlalchemy import select

from app.audit.rules import SYSTEM, Actor
from app.audit.state_seal import seal_states
from app.curation.errors import NobodyHandledIt, NobodyLooked, OfferStateWrong, StillPending
from app.curation.models import ProductVersion, Submission, SubmissionRound, Verdict
from app.curation.queries.agencies import get_agency
from app.curation.rules import JUDGED, RoundAnswers
from app.curation.services.interest import ensure_unbound
from app.curation.services.offers import end_round, lock_offer, seal_offer
from app.extensions import db
from app.makers.errors import ProductNameTaken
from app.makers.services import rename_product
from app.notices.rules import Message, maker
from app.notices.services import send_notices
from app.shared import clock
from app.shared.reason import read_reason


def read_answers(current: SubmissionRound) -> RoundAnswers:
    """The answers of a round so far."""
    answers = db.session.scalars(select(Verdict.answer).where(Verdict.round_id == current.id)).all()
    return RoundAnswers(answers, current.due_on, clock.today())


def finish_round(submission_id: int, *, actor: Actor = SYSTEM) -> Submission:
    """End a round that waits for no agency: skip agencies without an answer, and accept the offer or send it back.

    NotFound, OfferStateWrong, ConflictOfInterest, StillPending, NobodyLooked.
    """
    offer = lock_offer(submission_id, "finish")
    ensure_unbound(actor, offer.maker_id)
    current = _current_round(offer)
    answers = read_answers(current)
    if not answers.is_complete:
        raise StillPending(agencies=", ".join(_silent_agencies(current)))
    if answers.outcome is None:
        raise NobodyLooked()
    return end_with_outcome(offer, current, actor)


def _silent_agencies(current: SubmissionRound) -> list[str]:
    rows = db.session.scalars(
        select(Verdict.agency_id).where(Verdict.round_id == current.id, Verdict.answer.is_(None))
    )
    return [get_agency(agency_id).name for agency_id in rows]


def end_with_outcome(offer: Submission, current: SubmissionRound, actor: Actor) -> Submission:
    """End a round with its outcome; agencies without an answer are skipped. NobodyLooked."""
    outcome = read_answers(current).outcome
    if outcome is None:
        raise NobodyLooked()
    _skip_silent(current)
    end_round(offer)
    offer.state = outcome
    if outcome == "accepted":
        offer.decided_at, offer.decided_by = clock.now(), actor.id
        _take_over_name(offer, actor)
    _tell_maker(offer)
    action = "curation.accept" if outcome == "accepted" else "curation.ask_to_fix"
    return seal_offer(offer, action, actor, {"round": offer.rounds})


def _tell_maker(offer: Submission) -> None:
    """Notify the maker once of the outcome."""
    version = db.session.get_one(ProductVersion, offer.version_id)
    facts = {"name": version.name, "state": offer.state, "offer": offer.id}
    event = f"curation:{offer.id}:{offer.rounds}:{offer.state}"
    send_notices([Message(maker(offer.maker_id), "curation", event, facts)])


def _skip_silent(current: SubmissionRound) -> None:
    silent = db.session.scalars(
        select(Verdict).where(Verdict.round_id == current.id, Verdict.answer.is_(None))
    ).all()
    for one in silent:
        one.skipped_at = clock.now()
    db.session.flush()
    seal_states("verdict", [one.id for one in silent])


def _take_over_name(offer: Submission, actor: Actor) -> None:
    """Give the product the accepted version's name, unless another product has taken it meanwhile."""
    version = db.session.get_one(ProductVersion, offer.version_id)
    try:
        rename_product(offer.product_id, version.name, actor=actor)
    except ProductNameTaken:
        return


def _current_round(offer: Submission) -> SubmissionRound:
    return db.session.scalars(
        select(SubmissionRound)
        .where(SubmissionRound.submission_id == offer.id, SubmissionRound.number == offer.rounds)
        .execution_options(populate_existing=True)
    ).one()


def say_not_yet(
    submission_id: int, *, seen_verdict_id: int | None, next_step: str, advice: str, actor: Actor
) -> Submission:
    """Decide *not yet*, with the next step and the verdict of a curator who examined the product by hand in this offer.

    NotFound, OfferStateWrong, ConflictOfInterest, NobodyHandledIt, ReasonMissing.
    """
    offer = lock_offer(submission_id, "not_yet")
    ensure_unbound(actor, offer.maker_id)
    if actor.id is None:
        raise OfferStateWrong()
    seen = _find_seen(offer, seen_verdict_id)
    if seen is None:
        raise NobodyHandledIt("seen_verdict_id")
    advice = read_reason(advice)
    current = _current_round(offer)
    if current.ended_at is None:
        if clock.today() > current.due_on:  # before that the agencies still had time to answer
            _skip_silent(current)
        end_round(offer)
    offer.state, offer.decided_at, offer.decided_by = "not_yet", clock.now(), actor.id
    offer.seen_verdict_id, offer.next_step, offer.advice = seen.id, next_step, advice
    _tell_maker(offer)
    details: dict[str, Any] = {"round": offer.rounds, "step": next_step, "verdict": seen.id}
    return seal_offer(offer, "curation.not_yet", actor, details)


def _find_seen(offer: Submission, verdict_id: int | None) -> Verdict | None:
    """The verdict about this offer by a curator who examined the product by hand, or None."""
    return db.session.scalar(
        select(Verdict)
        .join(SubmissionRound, SubmissionRound.id == Verdict.round_id)
        .where(
            Verdict.id == verdict_id,
            SubmissionRound.submission_id == offer.id,
            Verdict.handled_on.is_not(None),
        )
    )


def finish_due_rounds() -> int:
    """End all overdue rounds in which an agency has answered; returns their number. Run by a timer."""
    query = (
        select(Submission.id)
        .join(SubmissionRound, SubmissionRound.submission_id == Submission.id)
        .where(
            Submission.state == "sent",
            SubmissionRound.ended_at.is_(None),
            SubmissionRound.due_on < clock.today(),
        )
        .where(
            select(Verdict.id)
            .where(Verdict.round_id == SubmissionRound.id, Verdict.answer.in_(JUDGED))
            .exists()
        )
        .order_by(Submission.id)
    )
    ids = list(db.session.scalars(query))
    done = 0
    for one in ids:
        try:
            finish_round(one)
        except OfferStateWrong:  # another request ended it first
            continue
        done += 1
    return done
