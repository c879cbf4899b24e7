"""Services with which the city manages agencies, curators and predefined sentences."""

import tomllib
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import select

from app.accounts.queries import find_user
from app.audit.rules import Actor
from app.audit.services import record_event
from app.curation.errors import (
    AgencyNameTaken,
    AspectsMissing,
    CuratorElsewhere,
    CuratorUnknown,
    ReasonTaken,
)
from app.curation.models import Agency, AgencyMember, CurationReason
from app.curation.queries.agencies import get_agency
from app.curation.rules import ASPECTS
from app.extensions import db
from app.makers.errors import NameMissing
from app.makers.rules import fold_name, tidy_name
from app.shared import clock
from app.shared.errors import NotFound

DEFAULTS = Path(__file__).resolve().parents[1] / "data" / "shipped.toml"


def save_agency(
    name: str,
    aspects: Collection[str],
    *,
    actor: Actor,
    agency_id: int | None = None,
    may_hold: bool = False,
    is_active: bool = True,
    unit_id: int | None = None,
) -> Agency:
    """Create an agency, or change the one with `agency_id`. NotFound, NameMissing, AgencyNameTaken, AspectsMissing."""
    shown = tidy_name(name)
    if not shown:
        raise NameMissing("name")
    if not set(aspects) & set(ASPECTS):
        raise AspectsMissing("aspects")
    agency = get_agency(agency_id) if agency_id is not None else Agency()
    other = db.session.scalar(select(Agency).where(Agency.search_name == fold_name(shown)))
    if other is not None and other.id != agency.id:
        raise AgencyNameTaken("name")
    agency.name, agency.search_name = shown, fold_name(shown)
    agency.aspects = [aspect for aspect in ASPECTS if aspect in aspects]
    agency.may_hold, agency.is_active, agency.unit_id = may_hold, is_active, unit_id
    db.session.add(agency)
    db.session.flush()
    details = {"aspects": agency.aspects, "may_hold": may_hold, "active": is_active}
    record_event("curation.save_agency", actor=actor, subject="agency", subject_id=agency.id, details=details)
    return agency


def add_curator(agency_id: int, username: str, *, actor: Actor) -> AgencyMember:
    """Make a login with the role `curator` a curator of an agency; does nothing if it is one already.

    NotFound, CuratorUnknown, CuratorElsewhere.
    """
    agency, user = get_agency(agency_id), find_user(username.strip())
    if user is None or "curator" not in user.role_names:
        raise CuratorUnknown("username")
    bound = db.session.scalar(
        select(AgencyMember).where(AgencyMember.user_id == user.id, AgencyMember.until.is_(None))
    )
    if bound is not None:
        if bound.agency_id != agency.id:
            raise CuratorElsewhere("username", agency=get_agency(bound.agency_id).name)
        return bound
    member = AgencyMember(agency_id=agency.id, user_id=user.id, since=clock.now())
    db.session.add(member)
    db.session.flush()
    record_event(
        "curation.add_curator", actor=actor, subject="agency", subject_id=agency.id, details={"user": user.id}
    )
    return member


def end_curator(member_id: int, *, actor: Actor) -> None:
    """End a curator's right to assess for the agency; existing verdicts stay. NotFound."""
    member = db.session.get(AgencyMember, member_id)
    if member is None or member.until is not None:
        raise NotFound()
    member.until = clock.now()
    db.session.flush()
    details = {"user": member.user_id}
    record_event(
        "curation.end_curator", actor=actor, subject="agency", subject_id=member.agency_id, details=details
    )


def save_reason(
    aspect: str,
    weight: str,
    sentence: str,
    *,
    actor: Actor,
    reason_id: int | None = None,
    is_active: bool = True,
) -> CurationReason:
    """Create a sentence, or change that of `reason_id`; existing verdicts keep the old one. NotFound, ReasonTaken."""
    shown = " ".join(sentence.split())
    reason = db.session.get(CurationReason, reason_id) if reason_id is not None else CurationReason()
    if reason is None:
        raise NotFound()
    other = db.session.scalar(select(CurationReason).filter_by(aspect=aspect, sentence=shown))
    if other is not None and other.id != reason.id:
        raise ReasonTaken("sentence")
    reason.aspect, reason.weight, reason.sentence, reason.is_active = aspect, weight, shown, is_active
    db.session.add(reason)
    db.session.flush()
    details = {"aspect": aspect, "weight": weight, "active": is_active}
    record_event("curation.save_reason", actor=actor, subject="reason", subject_id=reason.id, details=details)
    return reason


def load_defaults(*, actor: Actor) -> tuple[int, int]:
    """Create the missing default agencies and sentences; returns the numbers of (agencies, sentences) added."""
    shipped = tomllib.loads(DEFAULTS.read_text(encoding="utf-8"))
    names = set(db.session.scalars(select(Agency.search_name)))
    agencies = [one for one in shipped["agency"] if fold_name(one["name"]) not in names]
    for one in agencies:
        save_agency(one["name"], one["aspects"], actor=actor, may_hold=one.get("may_hold", False))
    rows = db.session.execute(select(CurationReason.aspect, CurationReason.sentence))
    stored = {(row.aspect, row.sentence) for row in rows}
    reasons = [one for one in shipped["reason"] if (one["aspect"], one["sentence"]) not in stored]
    for one in reasons:
        save_reason(one["aspect"], one["weight"], one["sentence"], actor=actor)
    return len(agencies), len(reasons)
