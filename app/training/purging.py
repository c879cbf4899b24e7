"""Erases names of participants of courses that ended before the archive period. Counts and certificate numbers stay."""

from sqlalchemy import String, cast, select, update

from app.extensions import db
from app.privacy.registry import PURGING, Due, PurgePart
from app.training.models import Enrolment, TrainingCertificate, TrainingEvent

_GONE = "purged:"


def _list_ended(due: Due) -> list[int]:
    query = select(TrainingEvent.id).where(TrainingEvent.ends_on < due.before)
    return list(db.session.scalars(query))


def _count_names(due: Due) -> int:
    query = select(Enrolment.id).where(Enrolment.event_id.in_(_list_ended(due)), Enrolment.person_name != "")
    return len(db.session.scalars(query).all())


def _erase_names(due: Due) -> int:
    """Erase the names and keys of participants; keys stay unique within a course. Returns the number of enrolments."""
    events = _list_ended(due)
    db.session.execute(
        update(TrainingCertificate)
        .where(TrainingCertificate.event_id.in_(events))
        .values(person_key=_GONE + cast(TrainingCertificate.enrolment_id, String))
    )
    done = db.session.execute(
        update(Enrolment)
        .where(Enrolment.event_id.in_(events), Enrolment.person_name != "")
        .values(person_name="", person_key=_GONE + cast(Enrolment.id, String))
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


PURGING.register(PurgePart("training", 180, "", _count_names, _erase_names))
