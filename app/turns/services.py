"""Services for turns: offer, answer, record presence, the maker's story, contacts and their outcomes."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import text

from app.accounts.services import find_card_user
from app.audit.rules import Actor
from app.audit.services import record_event
from app.booths.queries import get_booth
from app.extensions import db
from app.makers.members import list_bound_makers
from app.makers.queries import get_maker, get_open_maker
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.transaction import lock_table
from app.turns.errors import (
    DayIsPast,
    FollowUpRecorded,
    FollowUpTooEarly,
    NotAMakersCard,
    NotTheDay,
    OutcomeUnusable,
    PartnerMissing,
    PlaceTaken,
    TooManySeats,
    TurnAnswered,
)
from app.turns.models import Contact, ContactOutcome, Turn, TurnPresence
from app.turns.queries import (
    find_turn,
    get_contact,
    get_turn,
    is_place_taken,
    is_present,
    list_contacts,
    list_queue,
    list_turns,
)
from app.turns.rules import ANSWERS, FOLLOW_UPS, MOST_SEATS, OUTCOMES

_LOCK = text("LOCK TABLE turn IN SHARE ROW EXCLUSIVE MODE")


def fill_turns(day: date, booth_id: int, seats: int, *, actor: Actor) -> list[int]:
    """Offer turns at a booth on a day until `seats` are not declined; returns the newly invited makers in order.

    Makers longest absent come first. DayIsPast, TooManySeats, NotFound. A concurrent second call invites nobody.
    """
    _ensure_ahead(day)
    if not 1 <= seats <= MOST_SEATS:
        raise TooManySeats("seats")
    booth = get_booth(booth_id)
    lock_table(_LOCK)
    taken = sum(turn.answer != "passed" for turn in list_turns(day, booth.id))
    chosen = list_queue(day)[: max(seats - taken, 0)]
    for maker_id in chosen:
        db.session.add(_new_turn(day, booth.id, maker_id, "list", actor))
    db.session.flush()
    if chosen:
        details = {"day": day.isoformat(), "makers": chosen}
        record_event("turns.offer", actor=actor, subject="booth", subject_id=booth.id, details=details)
    return chosen


def answer_turn(turn_id: int, answer: str, *, maker_ids: Collection[int], actor: Actor) -> None:
    """Store whether the maker accepts or declines its turn. A declined one is final once another maker was invited.

    NotFound for another maker's turn, DayIsPast, TurnAnswered, PlaceTaken.
    """
    lock_table(_LOCK)
    turn = get_turn(turn_id)
    if turn.maker_id not in maker_ids or answer not in ANSWERS:
        raise NotFound()
    _ensure_ahead(turn.day)
    if is_present(turn.id):
        raise TurnAnswered()
    if turn.answer == "passed" and answer == "accepted" and is_place_taken(turn):
        raise PlaceTaken()
    turn.answer, turn.answered_at = answer, clock.now()
    _record("turns.answer", turn, actor, answer=answer)


def record_presence(
    booth_id: int, maker_id: int, *, source: str, actor: Actor, day: date | None = None
) -> Turn:
    """Record a maker's presence at a booth today; creates a turn if it has none. Twice changes nothing.

    NotTheDay for another day than today, NotFound, MakerClosed.
    """
    today = clock.today()
    if (day or today) != today:
        raise NotTheDay()
    booth, maker = get_booth(booth_id), get_open_maker(maker_id)
    lock_table(_LOCK)
    turn = find_turn(today, maker.id)
    if turn is None:
        turn = _new_turn(today, booth.id, maker.id, "walk_in", actor)
        db.session.add(turn)
        db.session.flush()
    if not is_present(turn.id):
        presence = TurnPresence(turn_id=turn.id, at=clock.now(), source=source, recorded_by=actor.id)
        db.session.add(presence)
        _record("turns.presence", turn, actor, source=source)
    return turn


def record_presence_by_card(booth_id: int, code: str, *, actor: Actor) -> Turn:
    """Record presence by the maker's card. NotAMakersCard if the card does not identify exactly one maker."""
    user_id = find_card_user(code)
    bound = list_bound_makers(user_id) if user_id is not None else []
    if len(bound) != 1:
        raise NotAMakersCard("code")
    return record_presence(booth_id, bound[0].id, source="card", actor=actor)


def tell_story(turn_id: int, story: str, *, maker_ids: Collection[int] | None = None, actor: Actor) -> None:
    """Store the maker's story for its turn; replaces an earlier one. NotFound."""
    turn = get_turn(turn_id)
    if maker_ids is not None and turn.maker_id not in maker_ids:
        raise NotFound()
    turn.story = story
    _record("turns.story", turn, actor)


def add_contact(maker_id: int, day: date, partner: str, about: str, *, actor: Actor) -> Contact:
    """Record a business contact made at the booth. NotTheDay for a future day, PartnerMissing, NotFound."""
    if not partner:
        raise PartnerMissing("partner")
    if day > clock.today():
        raise NotTheDay("day")
    contact = Contact(
        maker_id=get_maker(maker_id).id, day=day, partner=partner, about=about,
        made_at=clock.now(), made_by=actor.id,
    )  # fmt: skip
    db.session.add(contact)
    db.session.flush()
    record_event(
        "turns.contact", actor=actor, subject="maker", subject_id=maker_id, details={"contact": contact.id}
    )
    return contact


def tell_outcome(
    contact_id: int,
    after_days: int,
    outcome: str,
    amount: int | None = None,
    *,
    maker_ids: Collection[int] | None = None,
    actor: Actor,
) -> None:
    """Store the outcome of a contact after 30 or 90 days; `amount` in whole rupiah if goods were ordered.

    FollowUpTooEarly, FollowUpRecorded, OutcomeUnusable, NotFound.
    """
    contact = get_contact(contact_id, maker_ids)
    if (
        outcome not in OUTCOMES
        or after_days not in FOLLOW_UPS
        or (amount is not None and outcome != "ordered")
    ):
        raise OutcomeUnusable("amount")
    due_on = contact.day + timedelta(days=after_days)
    if clock.today() < due_on:
        raise FollowUpTooEarly(day=due_on)
    lock_table(_LOCK)
    existing = next(
        one for one in list_contacts(clock.today(), maker_ids=[contact.maker_id]) if one.id == contact.id
    )
    if after_days in existing.outcomes:
        raise FollowUpRecorded()
    db.session.add(
        ContactOutcome(
            contact_id=contact.id, after_days=after_days, outcome=outcome, amount=amount,
            told_at=clock.now(), told_by=actor.id,
        )
    )  # fmt: skip
    db.session.flush()
    details = {"contact": contact.id, "after_days": after_days, "outcome": outcome}
    record_event("turns.outcome", actor=actor, subject="maker", subject_id=contact.maker_id, details=details)


def _ensure_ahead(day: date) -> None:
    if day < clock.today():
        raise DayIsPast("day")


def _new_turn(day: date, booth_id: int, maker_id: int, origin: str, actor: Actor) -> Turn:
    return Turn(
        day=day,
        booth_id=booth_id,
        maker_id=maker_id,
        origin=origin,
        offered_at=clock.now(),
        offered_by=actor.id,
    )


def _record(action: str, turn: Turn, actor: Actor, **details: object) -> None:
    db.session.flush()
    record_event(
        action, actor=actor, subject="turn", subject_id=turn.id, details={"maker": turn.maker_id, **details}
    )
