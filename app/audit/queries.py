"""Reads the audit trail and the head of the chain."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, func, not_, or_, select
from sqlalchemy.orm import Session

from app.audit.models import AuditEvent, ChainLink, PurgedRow
from app.audit.rules import GENESIS, Actor
from app.extensions import db
from app.shared.engine import READS_ALONE
from app.shared.prepared_statements import PreparedStatement


@dataclass(frozen=True, slots=True)
class EventPage:
    """One page of the trail, newest first; `total` over all pages."""

    events: list[AuditEvent]
    total: int


def list_events(
    *,
    room: str = "",
    actor: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    without: tuple[str, ...] = (),
    page: int = 1,
    size: int = 50,
) -> EventPage:
    """One page of events: of one subject (`room`: the action's part before the dot), one actor's name, and the time
    from `since` (inclusive) to `until` (exclusive). `without`: subjects that are left out.
    """
    conditions: list[ColumnElement[bool]] = [not_(AuditEvent.action.startswith(f"{one}.")) for one in without]
    if room:
        conditions.append(AuditEvent.action.startswith(f"{room}.", autoescape=True))
    if actor:
        conditions.append(AuditEvent.actor_name == actor)
    if since is not None:
        conditions.append(AuditEvent.at >= since)
    if until is not None:
        conditions.append(AuditEvent.at < until)
    total = db.session.scalar(select(func.count()).select_from(AuditEvent).where(*conditions)) or 0
    rows = select(AuditEvent).where(*conditions).order_by(AuditEvent.id.desc())
    return EventPage(list(db.session.scalars(rows.limit(size).offset((page - 1) * size))), total)


def list_events_about(subject: str, subject_id: int, limit: int = 20) -> list[AuditEvent]:
    """The latest events about one subject; for an account, also those it did."""
    about = (AuditEvent.subject == subject) & (AuditEvent.subject_id == subject_id)
    if subject == "user":
        about = or_(about, (AuditEvent.actor_kind == "user") & (AuditEvent.actor_id == subject_id))
    return list(
        db.session.scalars(select(AuditEvent).where(about).order_by(AuditEvent.id.desc()).limit(limit))
    )


def list_events_of(action: str) -> list[AuditEvent]:
    """All events of one (rare) action, oldest first."""
    query = select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id)
    return list(db.session.scalars(query))


def has_event_since(
    since: datetime, action: str, actor: Actor, subject: str, session: Session | None = None
) -> bool:
    """Whether the trail has an event of this actor, action and subject after `since`."""
    query = select(AuditEvent.id).where(
        AuditEvent.at > since,
        AuditEvent.action == action,
        AuditEvent.actor_kind == actor.kind,
        AuditEvent.actor_id == actor.id,
        AuditEvent.subject == subject,
    )
    return (session or db.session).scalar(query.limit(1)) is not None


def list_events_by(user_id: int, limit: int) -> list[AuditEvent]:
    """The events of one login, newest first."""
    mine = (AuditEvent.actor_kind == "user", AuditEvent.actor_id == user_id)
    return list(
        db.session.scalars(select(AuditEvent).where(*mine).order_by(AuditEvent.id.desc()).limit(limit))
    )


def list_events_between(
    actor_kind: str, actor_id: int, since: datetime, until: datetime, actions: Collection[str]
) -> list[AuditEvent]:
    """One actor's events of these actions, from `since` (inclusive) to `until` (exclusive), in order of time."""
    query = select(AuditEvent).where(
        AuditEvent.actor_kind == actor_kind,
        AuditEvent.actor_id == actor_id,
        AuditEvent.at >= since,
        AuditEvent.at < until,
        AuditEvent.action.in_(actions),
    )
    return list(db.session.scalars(query.order_by(AuditEvent.id)))


def get_last_event_id(actions: Collection[str] = ()) -> int:
    """The highest event id (of these actions, if given); 0 if there is none."""
    query = select(func.max(AuditEvent.id))
    if actions:
        query = query.where(AuditEvent.action.in_(actions))
    return db.session.scalar(query) or 0


def list_actions_since(event_id: int, link: int | None = None) -> list[str]:
    """The actions after this event, each once; with `link` also those sealed after this link of the chain."""
    since = AuditEvent.id > event_id
    if link is not None:
        sealed = select(ChainLink.row_id).where(ChainLink.kind == "audit", ChainLink.seq > link)
        since = or_(since, AuditEvent.id.in_(sealed))
    return list(db.session.scalars(select(AuditEvent.action).where(since).distinct()))


_POSITION = PreparedStatement(
    select(
        select(func.coalesce(func.max(AuditEvent.id), 0)).scalar_subquery(),
        select(func.coalesce(func.max(ChainLink.seq), 0)).scalar_subquery(),
    )
)


def get_trail_position(engine: Engine) -> tuple[int, int]:
    """The numbers of the newest event and of the chain's newest link, as they are now.

    Without session and transaction, whose beginning and end would cost several times as much as the statement.
    """
    before = READS_ALONE.set(True)
    try:
        with engine.connect() as connection:
            event, link = _POSITION.rows(connection, {})[0]
            return event, link
    finally:
        READS_ALONE.reset(before)


def get_chain_head() -> tuple[int, str]:
    """(seq, hash) of the chain's last link, which closings print as outside anchor; (0, GENESIS) if it is empty."""
    last = db.session.execute(select(ChainLink.seq, ChainLink.hash).order_by(ChainLink.seq.desc()).limit(1))
    row = last.one_or_none()
    return (row.seq, row.hash) if row else (0, GENESIS)


def list_purged_rows(kind: str) -> set[int]:
    """The ids of purged rows of one kind."""
    return set(db.session.scalars(select(PurgedRow.row_id).where(PurgedRow.kind == kind)))
