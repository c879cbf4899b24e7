"""Reads for the report after a breach: the makers an account could read, and their contacts."""

from datetime import datetime

from sqlalchemy import or_, select

from app.accounts.models import LoginSession
from app.curation.models import AgencyMember, Submission, SubmissionRound, Verdict
from app.extensions import db
from app.makers.models import Maker, MakerMember, MakerProfile


def was_in_use(user_id: int, since: datetime, until: datetime) -> bool:
    """Whether the account had a session in the period."""
    lived = select(LoginSession.id).where(
        LoginSession.user_id == user_id,
        LoginSession.created_at < until,
        or_(LoginSession.ended_at.is_(None), LoginSession.ended_at >= since),
    )
    return db.session.scalar(lived.limit(1)) is not None


def list_own_makers(user_id: int, since: datetime, until: datetime) -> set[int]:
    """Ids of the makers the account acted for in the period, with the records joined into them."""
    acting = select(MakerMember.maker_id).where(
        MakerMember.user_id == user_id,
        MakerMember.since < until,
        or_(MakerMember.until.is_(None), MakerMember.until >= since),
    )
    own = set(db.session.scalars(acting))
    joined = select(MakerProfile.maker_id, MakerProfile.joined_into_id)
    both = or_(MakerProfile.maker_id.in_(own), MakerProfile.joined_into_id.in_(own))
    rows = db.session.execute(joined.where(both, MakerProfile.joined_into_id.is_not(None)))
    return own.union(*rows)


def list_offered_makers(user_id: int) -> set[int]:
    """Ids of the makers with an offer to an agency whose curator this login is or was."""
    query = (
        select(Submission.maker_id)
        .join(SubmissionRound, SubmissionRound.submission_id == Submission.id)
        .join(Verdict, Verdict.round_id == SubmissionRound.id)
        .join(AgencyMember, AgencyMember.agency_id == Verdict.agency_id)
        .where(AgencyMember.user_id == user_id)
    )
    return set(db.session.scalars(query.distinct()))


def list_all_makers() -> set[int]:
    """The ids of all makers."""
    return set(db.session.scalars(select(Maker.id)))


def list_maker_contacts() -> list[tuple[int, str, str | None, str | None, str | None]]:
    """(id, name, owner, phone, village) of all makers by name; None for unknown values."""
    columns = (Maker.id, Maker.name, MakerProfile.owner_name, MakerProfile.phone, MakerProfile.village)
    query = select(*columns).outerjoin(MakerProfile, MakerProfile.maker_id == Maker.id)
    return [
        (row[0], row[1], row[2], row[3], row[4])
        for row in db.session.execute(query.order_by(Maker.search_name))
    ]
