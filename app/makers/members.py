"""Logins that act for makers, and the cards with which makers sign in (makers 3, 4)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.lookups import CardHolder, list_card_holders
from app.accounts.models import User
from app.accounts.queries import get_user
from app.accounts.rules.identity import Grant
from app.accounts.services import create_user, end_sessions, issue_card, lock_card_holder, revoke_card
from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.makers.lookups import survivor_id
from app.makers.models import Maker, MakerMember, MakerProfile
from app.makers.queries import get_maker
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import NotFound

_MEMBER, _PROFILE, _MAKER = table(MakerMember), table(MakerProfile), table(Maker)


@dataclass(frozen=True, slots=True)
class BoundMaker:
    """A maker that a login acts for; `ids`: its own record and those joined into it."""

    id: int
    name: str
    ids: frozenset[int]


def list_bound_makers(user_id: int) -> list[BoundMaker]:
    """The makers this login acts for now, by name. A joined record counts as its survivor. Two statements."""
    survivor = survivor_id(_MEMBER.c.maker_id)
    bound = (
        select(survivor)
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == _MEMBER.c.maker_id)
        .where(_MEMBER.c.user_id == user_id, _MEMBER.c.until.is_(None))
    )
    names = select(_MAKER.c.id, _MAKER.c.name).where(_MAKER.c.id.in_(bound)).order_by(_MAKER.c.search_name)
    makers = {row[0]: row[1] for row in db.session.execute(names)}
    joined = select(_PROFILE.c.joined_into_id, _PROFILE.c.maker_id).where(
        _PROFILE.c.joined_into_id.in_(makers)
    )
    records = [(row[0], row[1]) for row in db.session.execute(joined)]
    return [
        BoundMaker(one, name, frozenset({one, *(record for into, record in records if into == one)}))
        for one, name in makers.items()
    ]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A login that acts for a maker now."""

    id: int
    since: datetime
    holder: CardHolder


def list_members(maker_id: int) -> list[MemberRow]:
    """The logins that act for a maker now, oldest first. Two statements."""
    query = (
        select(_MEMBER.c.id, _MEMBER.c.since, _MEMBER.c.user_id)
        .where(_MEMBER.c.maker_id == maker_id, _MEMBER.c.until.is_(None))
        .order_by(_MEMBER.c.id)
    )
    rows = db.session.execute(query).all()
    holders = list_card_holders([row.user_id for row in rows])
    return [MemberRow(row.id, row.since, holders[row.user_id]) for row in rows]


def has_acted_for(user_id: int, maker_id: int) -> bool:
    """Whether a login acts or acted for a maker, or for a record joined with it."""
    joined = survivor_id(_MAKER.c.id)
    records = select(_MAKER.c.id, joined.label("survivor")).outerjoin(
        _PROFILE, _PROFILE.c.maker_id == _MAKER.c.id
    )
    same = records.subquery()
    survivor = select(same.c.survivor).where(same.c.id == maker_id).scalar_subquery()
    query = (
        select(_MEMBER.c.id)
        .join(same, same.c.id == _MEMBER.c.maker_id)
        .where(_MEMBER.c.user_id == user_id, same.c.survivor == survivor)
        .limit(1)
    )
    return db.session.scalar(query) is not None


def find_login_of_maker(maker_id: int) -> User | None:
    """The login that acts for a maker now, the oldest of several; None if there is none."""
    query = (
        select(_MEMBER.c.user_id)
        .where(_MEMBER.c.maker_id == maker_id, _MEMBER.c.until.is_(None))
        .order_by(_MEMBER.c.id)
        .limit(1)
    )
    user_id = db.session.scalar(query)
    return None if user_id is None else get_user(user_id)


def bind_login(maker_id: int, user_id: int, *, actor: Actor) -> None:
    """Let a login act for a maker from now on; does nothing if it already does. NotFound."""
    maker = get_maker(maker_id)
    query = select(_MEMBER.c.id).where(
        _MEMBER.c.maker_id == maker.id, _MEMBER.c.user_id == user_id, _MEMBER.c.until.is_(None)
    )
    if db.session.scalar(query) is not None:
        return
    db.session.add(MakerMember(maker_id=maker.id, user_id=user_id, since=clock.now()))
    db.session.flush()
    record_event(
        "umkm.bind_login", actor=actor, subject="maker", subject_id=maker.id, details={"user": user_id}
    )


def end_membership(maker_id: int, member_id: int, *, actor: Actor) -> None:
    """End a login's right to act for a maker. Its sessions end, and its card if it acts for no other maker.

    NotFound for a right that has ended or is another maker's.
    """
    member = _lock_member(maker_id, member_id)
    lock_card_holder(member.user_id)  # if two rights end concurrently, the second one sees that none is left
    member.until = clock.now()
    db.session.flush()
    others = select(_MEMBER.c.id).where(_MEMBER.c.user_id == member.user_id, _MEMBER.c.until.is_(None))
    if db.session.scalar(others.limit(1)) is None:
        revoke_card(member.user_id, actor=actor)
    end_sessions(member.user_id, "membership")
    details = {"user": member.user_id}
    record_event("umkm.end_login", actor=actor, subject="maker", subject_id=maker_id, details=details)


def revoke_maker_card(maker_id: int, member_id: int, *, actor: Actor) -> bool:
    """Revoke the card of a maker's login; its sessions end. False if it had no card. NotFound."""
    return revoke_card(_lock_member(maker_id, member_id).user_id, actor=actor)


def _lock_member(maker_id: int, member_id: int) -> MakerMember:
    _lock_maker(maker_id)
    running = select(MakerMember).where(
        MakerMember.id == member_id, MakerMember.maker_id == maker_id, MakerMember.until.is_(None)
    )
    member = db.session.scalar(running)
    if member is None:
        raise NotFound()
    return member


def _lock_maker(maker_id: int) -> None:
    """Lock the maker's memberships and cards, which change in one transaction at a time.

    Two booths that issue the first card concurrently create one login; a login whose right just ended gets no card.
    """
    db.session.execute(select(_MAKER.c.id).where(_MAKER.c.id == maker_id).with_for_update())


def issue_maker_card(maker_id: int, *, actor: Actor) -> str:
    """Issue a new card for a maker, with a login if there is none; revokes the old card. Returns its code, shown once.

    NotFound, AccountDisabled, AccountHasPowers.
    """
    maker = get_maker(maker_id)
    _lock_maker(maker.id)
    user = find_login_of_maker(maker.id)
    if user is None:
        user = create_user(
            _free_username(maker.id), actor=actor, display_name=maker.name, grants=[Grant("maker")]
        )
        bind_login(maker.id, user.id, actor=actor)
    return issue_card(user.id, actor=actor)


def _free_username(maker_id: int) -> str:
    """An unused username like `usaha-00012`; with a suffix if former logins of the maker have it."""
    before = db.session.scalar(
        select(func.count()).select_from(_MEMBER).where(_MEMBER.c.maker_id == maker_id)
    )
    return f"usaha-{maker_id:05d}" + (f"-{before + 1}" if before else "")
