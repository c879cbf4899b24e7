"""Which makers an account could reach, and how to reach them: reads for the report after a leak."""

from datetime import datetime

from sqlalchemy import or_, select

from app.accounts.models import LoginSession
from app.curation.models import AgencyMember, Submission, SubmissionRound, Verdict
from app.extensions import db
from app.makers.models import Maker, MakerMember, MakerProfile


def was_in_use(user_id: int, since: datetime, until: datetime) -> bool:
    """Whether a session of the account lived in the span."""
    lived = select(LoginSession.id).where(
        LoginSession.user_id == user_id,
        LoginSession.created_at < until,
        or_(LoginSession.ended_at.is_(None), LoginSession.ended_at >= since),
    )
    return db.session.scalar(lived.limit(1)) is not None


def list_own_makers(user_id: int, since: datetime, until: datetime) -> set[int]:
    """The makers it acted for in the span, with the records joined into them."""
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
    """The makers whose offers were put to an agency for which this login judges or judged."""
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
    """All makers by name: id, name, owner, phone, village; None where nothing is known."""
    columns = (Maker.id, Maker.name, MakerProfile.owner_name, MakerProfile.phone, MakerProfile.village)
    query = select(*columns).outerjoin(MakerProfile, MakerProfile.maker_id == Maker.id)
    return [
        (row[0], row[1], row[2], row[3], row[4])
        for row in db.session.execute(query.order_by(Maker.search_name))
    ]
