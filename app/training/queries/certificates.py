"""Reads of certificates, and of the follow-ups 3 and 6 months after a course."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select

from app.extensions import db
from app.makers.models import Maker
from app.shared.columns import table
from app.training.models import Attendance, Enrolment, FollowUp, TrainingCertificate, TrainingEvent
from app.training.rules import certificate_number, due_follow_ups, months_after

_EVENT, _ROW, _CERT = table(TrainingEvent), table(Enrolment), table(TrainingCertificate)
_MAKER, _FOLLOW, _ATTENDED = table(Maker), table(FollowUp), table(Attendance)
_SHORT_MONTHS = timedelta(days=3)
"""What is due on a short month's last day began up to three days later in its own month."""


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate with the facts that are printed and verified."""

    number: str
    token: str
    person: str
    maker: str
    maker_id: int
    event_id: int
    title: str
    topic: str
    organizer: str
    starts_on: date
    ends_on: date
    issued_at: datetime


def find_certificate(token: str) -> CertificateRow | None:
    """The certificate of this token, or None."""
    return next(iter(_list(_CERT.c.token == token)), None)


def list_certificates(
    *, maker_ids: Collection[int] | None = None, event_id: int | None = None
) -> list[CertificateRow]:
    """Certificates of makers, of a course, or all, highest number first. One statement."""
    conditions: list[ColumnElement[bool]] = []
    if maker_ids is not None:
        conditions.append(_ROW.c.maker_id.in_(maker_ids))
    if event_id is not None:
        conditions.append(_CERT.c.event_id == event_id)
    return _list(*conditions)


def _list(*conditions: ColumnElement[bool]) -> list[CertificateRow]:
    query = (
        select(
            *_CERT.c["year", "sequence", "token"], _ROW.c.person_name, _MAKER.c.name, _MAKER.c.id,
            *_EVENT.c["id", "title", "topic", "organizer", "starts_on", "ends_on"], _CERT.c.issued_at,
        )
        .join(_ROW, _ROW.c.id == _CERT.c.enrolment_id)
        .join(_MAKER, _MAKER.c.id == _ROW.c.maker_id)
        .join(_EVENT, _EVENT.c.id == _CERT.c.event_id)
        .where(*conditions)
        .order_by(_CERT.c.year.desc(), _CERT.c.sequence.desc())
    )  # fmt: skip
    return [
        CertificateRow(certificate_number(row[0], row[1]), *tuple(row)[2:])
        for row in db.session.execute(query)
    ]


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """An unanswered follow-up: the progress of a participant with a course's step, so many months after it."""

    enrolment_id: int
    months: int
    maker_id: int
    maker: str
    person: str
    event_id: int
    title: str
    step: str
    due_on: date


def list_due_follow_ups(today: date, *, maker_ids: Collection[int] | None = None) -> list[FollowUpRow]:
    """Due and unanswered follow-ups of participants of finished courses, oldest first. Two statements."""
    attended = select(_ATTENDED.c.enrolment_id)
    query = (
        select(
            _ROW.c.id, _ROW.c.maker_id, _MAKER.c.name, _ROW.c.person_name, _EVENT.c.id, _EVENT.c.title,
            _EVENT.c.step, _EVENT.c.ends_on,
        )
        .join(_EVENT, _EVENT.c.id == _ROW.c.event_id)
        .join(_MAKER, _MAKER.c.id == _ROW.c.maker_id)
        .where(_EVENT.c.state == "done", _EVENT.c.step != "", _ROW.c.state == "enrolled", _ROW.c.id.in_(attended))
        .where(_EVENT.c.ends_on <= months_after(today, -3) + _SHORT_MONTHS)
        .order_by(_EVENT.c.ends_on, _ROW.c.id)
    )  # fmt: skip
    if maker_ids is not None:
        query = query.where(_ROW.c.maker_id.in_(maker_ids))
    answered: dict[int, list[int]] = {}
    for enrolment_id, months in db.session.execute(select(_FOLLOW.c.enrolment_id, _FOLLOW.c.months)):
        answered.setdefault(enrolment_id, []).append(months)
    return [
        FollowUpRow(row[0], months, *row[1:7], months_after(row[7], months))
        for row in db.session.execute(query)
        for months in due_follow_ups(row[7], today, answered.get(row[0], ()))
    ]


def list_answers(event_id: int) -> dict[tuple[int, int], str]:
    """(enrolment id, months) → the answer after a course."""
    query = (
        select(_FOLLOW.c.enrolment_id, _FOLLOW.c.months, _FOLLOW.c.answer)
        .join(_ROW, _ROW.c.id == _FOLLOW.c.enrolment_id)
        .where(_ROW.c.event_id == event_id)
    )
    return {(row[0], row[1]): row[2] for row in db.session.execute(query)}


def count_answers(event_id: int) -> dict[int, dict[str, int]]:
    """Months after a course → answer → number of participants; months without answers are left out."""
    found: dict[int, dict[str, int]] = {}
    for (_enrolment_id, months), answer in sorted(list_answers(event_id).items(), key=lambda one: one[0][1]):
        counts = found.setdefault(months, {})
        counts[answer] = counts.get(answer, 0) + 1
    return found
