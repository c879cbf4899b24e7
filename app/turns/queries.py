"""Reads of turns and contacts: the queue, the turns of a day, a maker's own turns and contacts, due outcomes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from app.booths.models import Booth
from app.extensions import db
from app.makers.models import Maker, MakerProfile
from app.makers.registration import SELLING
from app.shared.columns import table
from app.shared.errors import NotFound
from app.turns.models import Contact, ContactOutcome, Turn, TurnPresence
from app.turns.rules import Candidate, follow_up_due, order_turns

_TURN, _PRESENCE, _CONTACT, _OUTCOME = (table(one) for one in (Turn, TurnPresence, Contact, ContactOutcome))
_MAKER, _PROFILE, _BOOTH = table(Maker), table(MakerProfile), table(Booth)


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One turn: `came_at` is set if the maker was present, `source`: how that was recorded."""

    id: int
    day: date
    booth_id: int
    booth: str
    maker_id: int
    maker: str
    origin: str
    answer: str
    story: str
    came_at: datetime | None
    source: str | None


def list_queue(day: date) -> list[int]:
    """Ids of the makers without a turn on this day, longest absent first. One statement."""
    last = (
        select(_TURN.c.maker_id, func.max(_TURN.c.day).label("day"))
        .join(_PRESENCE, _PRESENCE.c.turn_id == _TURN.c.id)
        .where(_TURN.c.day < day)
        .group_by(_TURN.c.maker_id)
        .subquery("last")
    )
    query = (
        select(_MAKER.c.id, last.c.day)
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == _MAKER.c.id)
        .outerjoin(last, last.c.maker_id == _MAKER.c.id)
        .where(
            _MAKER.c.is_active,
            or_(_PROFILE.c.state.is_(None), _PROFILE.c.state.in_(SELLING)),
            _MAKER.c.id.not_in(select(_TURN.c.maker_id).where(_TURN.c.day == day)),
        )
    )
    return order_turns((Candidate(*row) for row in db.session.execute(query)), day)


def list_turns(day: date, booth_id: int | None = None) -> list[TurnRow]:
    """The turns of a day, by booth and in order of creation."""
    query = _rows().where(_TURN.c.day == day).order_by(_BOOTH.c.search_name, _TURN.c.id)
    if booth_id is not None:
        query = query.where(_TURN.c.booth_id == booth_id)
    return [TurnRow(*row) for row in db.session.execute(query)]


def list_turns_of_makers(maker_ids: Collection[int], last: int = 12) -> list[TurnRow]:
    """The turns of a maker's records, the latest first."""
    query = _rows().where(_TURN.c.maker_id.in_(maker_ids)).order_by(_TURN.c.day.desc()).limit(last)
    return [TurnRow(*row) for row in db.session.execute(query)]


def get_turn(turn_id: int) -> Turn:
    """One turn. NotFound."""
    turn = db.session.get(Turn, turn_id)
    if turn is None:
        raise NotFound()
    return turn


def find_turn(day: date, maker_id: int) -> Turn | None:
    """The turn of a maker on a day, or None."""
    return db.session.scalar(select(Turn).where(Turn.day == day, Turn.maker_id == maker_id))


def is_present(turn_id: int) -> bool:
    """Whether the maker was present at this turn."""
    return db.session.scalar(select(_PRESENCE.c.id).where(_PRESENCE.c.turn_id == turn_id)) is not None


def is_place_taken(turn: Turn) -> bool:
    """Whether another maker was invited for this booth and day after this one declined."""
    query = select(_TURN.c.id).where(
        _TURN.c.day == turn.day, _TURN.c.booth_id == turn.booth_id, _TURN.c.origin == "list", _TURN.c.id > turn.id,
        _TURN.c.offered_at >= turn.answered_at, _TURN.c.answer != "passed",
    )  # fmt: skip
    return db.session.scalar(query.limit(1)) is not None


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact with its stored outcomes; `due`: the days (30 or 90) whose outcome is due now."""

    id: int
    maker_id: int
    maker: str
    day: date
    partner: str
    about: str
    outcomes: dict[int, tuple[str, int | None]]
    due: int | None


def list_contacts(
    today: date, *, maker_ids: Collection[int] | None = None, day: date | None = None
) -> list[ContactRow]:
    """Contacts, latest first; only of these makers or this day, if given. Two statements."""
    query = (
        select(
            _CONTACT.c.id, _CONTACT.c.maker_id, _MAKER.c.name, _CONTACT.c.day, _CONTACT.c.partner, _CONTACT.c.about
        )
        .join(_MAKER, _MAKER.c.id == _CONTACT.c.maker_id)
        .order_by(_CONTACT.c.day.desc(), _CONTACT.c.id.desc())
    )  # fmt: skip
    if maker_ids is not None:
        query = query.where(_CONTACT.c.maker_id.in_(maker_ids))
    if day is not None:
        query = query.where(_CONTACT.c.day == day)
    rows = db.session.execute(query).all()
    results: dict[int, dict[int, tuple[str, int | None]]] = {row.id: {} for row in rows}
    outcomes = select(_OUTCOME).where(_OUTCOME.c.contact_id.in_(results)).order_by(_OUTCOME.c.id)
    for one in db.session.execute(outcomes):
        results[one.contact_id][one.after_days] = (one.outcome, one.amount)
    return [ContactRow(*row, results[row.id], follow_up_due(row.day, results[row.id], today)) for row in rows]


def count_due_contacts(today: date) -> int:
    """The number of contacts with an outcome due now."""
    return sum(contact.due is not None for contact in list_contacts(today))


def get_contact(contact_id: int, maker_ids: Collection[int] | None = None) -> Contact:
    """One contact, only of these makers if given. NotFound."""
    contact = db.session.get(Contact, contact_id)
    if contact is None or (maker_ids is not None and contact.maker_id not in maker_ids):
        raise NotFound()
    return contact


def _rows() -> Any:
    return (
        select(
            _TURN.c.id, _TURN.c.day, _TURN.c.booth_id, _BOOTH.c.name, _TURN.c.maker_id, _MAKER.c.name,
            _TURN.c.origin, _TURN.c.answer, _TURN.c.story, _PRESENCE.c.at, _PRESENCE.c.source,
        )
        .join(_BOOTH, _BOOTH.c.id == _TURN.c.booth_id)
        .join(_MAKER, _MAKER.c.id == _TURN.c.maker_id)
        .outerjoin(_PRESENCE, _PRESENCE.c.turn_id == _TURN.c.id)
    )  # fmt: skip
