"""Reads of agencies, their curators and their predefined sentences."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from sqlalchemy import func, select

from app.accounts.models import User
from app.curation.models import Agency, AgencyMember, CurationReason, SubmissionRound, Verdict
from app.curation.rules import count_workdays
from app.extensions import db
from app.settings.queries import get_holiday_dates
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import NotFound

_AGENCY, _MEMBER, _USER = table(Agency), table(AgencyMember), table(User)
_VERDICT, _ROUND, _REASON = table(Verdict), table(SubmissionRound), table(CurationReason)


def list_agencies(*, active_only: bool = False) -> list[Agency]:
    """The agencies by name, active ones first."""
    query = select(Agency).order_by(Agency.is_active.desc(), Agency.search_name)
    if active_only:
        query = query.where(Agency.is_active)
    return list(db.session.scalars(query))


def get_agency(agency_id: int) -> Agency:
    """One agency. NotFound."""
    agency = db.session.get(Agency, agency_id)
    if agency is None:
        raise NotFound()
    return agency


def find_agency_of(user_id: int | None) -> Agency | None:
    """The agency whose curator the login is now, or None."""
    query = (
        select(Agency)
        .join(AgencyMember, AgencyMember.agency_id == Agency.id)
        .where(AgencyMember.user_id == user_id, AgencyMember.until.is_(None), Agency.is_active)
    )
    return db.session.scalar(query)


@dataclass(frozen=True, slots=True)
class CuratorRow:
    """A present curator of an agency."""

    id: int
    agency_id: int
    username: str
    display_name: str


def list_members() -> dict[int, list[CuratorRow]]:
    """Agency id → its present curators."""
    query = (
        select(_MEMBER.c.id, _MEMBER.c.agency_id, _USER.c.username, _USER.c.display_name)
        .join(_USER, _USER.c.id == _MEMBER.c.user_id)
        .where(_MEMBER.c.until.is_(None))
        .order_by(_USER.c.display_name, _MEMBER.c.id)
    )
    members: dict[int, list[CuratorRow]] = {}
    for row in db.session.execute(query):
        members.setdefault(row.agency_id, []).append(CuratorRow(*row))
    return members


def list_reasons(aspects: Collection[str] | None = None, *, active_only: bool = True) -> list[CurationReason]:
    """Predefined sentences of these aspects (None: all): those to fix first, then advice."""
    query = select(CurationReason).order_by(
        CurationReason.aspect, CurationReason.weight.desc(), CurationReason.id
    )
    if active_only:
        query = query.where(CurationReason.is_active)
    if aspects is not None:
        query = query.where(CurationReason.aspect.in_(aspects))
    return list(db.session.scalars(query))


@dataclass(frozen=True, slots=True)
class AgencyPace:
    """How fast an agency answers: counts, and the median of its working days until an answer.

    `late`: answered after the round ended; `skipped`: neither answered when it ended nor since.
    """

    name: str
    requested: int
    answered: int
    late: int
    skipped: int
    median_days: float | None


def list_pace(since: date | None = None) -> list[AgencyPace]:
    """Days to answer per agency, of rounds sent since a local date (default: twelve months ago). One statement."""
    start = clock.at_local(since or clock.today() - timedelta(days=365), 0, 0)
    query = (
        select(_AGENCY.c.name, _ROUND.c.sent_at, _VERDICT.c.answered_at, _VERDICT.c.skipped_at)
        .join(_VERDICT, _VERDICT.c.agency_id == _AGENCY.c.id)
        .join(_ROUND, _ROUND.c.id == _VERDICT.c.round_id)
        .where(_ROUND.c.sent_at >= start)
        .order_by(_AGENCY.c.search_name, _VERDICT.c.id)
    )
    rows: dict[str, list[tuple[int | None, bool]]] = {}
    holidays = get_holiday_dates()
    for name, sent_at, answered_at, skipped_at in db.session.execute(query):
        days = None
        if answered_at is not None:
            days = count_workdays(clock.local_date(sent_at), clock.local_date(answered_at), holidays)
        rows.setdefault(name, []).append((days, skipped_at is not None))
    return [_pace(name, answers) for name, answers in rows.items()]


def list_answers(first: date, last: date) -> list[tuple[str, date, int]]:
    """(agency name, local date, working days) of each answer between two dates, both inclusive. One statement."""
    query = (
        select(_AGENCY.c.name, _ROUND.c.sent_at, _VERDICT.c.answered_at)
        .join(_VERDICT, _VERDICT.c.agency_id == _AGENCY.c.id)
        .join(_ROUND, _ROUND.c.id == _VERDICT.c.round_id)
        .where(_VERDICT.c.answered_at.between(clock.at_local(first, 0, 0), clock.end_of_day(last)))
        .order_by(_AGENCY.c.search_name, _VERDICT.c.id)
    )
    holidays = get_holiday_dates()
    rows = [
        (name, clock.local_date(sent), clock.local_date(answered))
        for name, sent, answered in db.session.execute(query)
    ]
    return [(name, answered, count_workdays(sent, answered, holidays)) for name, sent, answered in rows]


def _pace(name: str, rows: list[tuple[int | None, bool]]) -> AgencyPace:
    days = [one for one, _skipped in rows if one is not None]
    late = [one for one, skipped in rows if skipped and one is not None]
    silent = [one for one, skipped in rows if skipped and one is None]
    return AgencyPace(name, len(rows), len(days), len(late), len(silent), median(days) if days else None)


def count_reasons() -> int:
    """The number of predefined sentences, inactive ones included."""
    return db.session.scalar(select(func.count()).select_from(_REASON)) or 0
