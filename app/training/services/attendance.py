"""Services for attendance: by card, by the host's list, by the online word; and for certificates and follow-ups."""

import secrets

from sqlalchemy import func, select, text
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.services import find_card_user
from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.makers.members import list_bound_makers
from app.notices.rules import Message, maker
from app.notices.services import send_notices
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import NotFound
from app.shared.transaction import lock_table
from app.training.errors import (
    CardUnknown,
    EventNotOpen,
    EventNotOver,
    FollowUpUnknown,
    NotEnrolled,
    SessionNotBegun,
    WordRefused,
)
from app.training.models import Attendance, Enrolment, FollowUp, TrainingCertificate, TrainingSession
from app.training.queries.attendance import count_attended, list_sessions
from app.training.rules import ANSWERS, ENTER_BEFORE, due_follow_ups, has_earned, is_word_valid
from app.training.services.events import lock_event

_LOCK = text("LOCK TABLE training_certificate IN SHARE ROW EXCLUSIVE MODE")
_WORDS = (
    "sagu",
    "pala",
    "kenari",
    "cengkih",
    "bagea",
    "papeda",
    "colo",
    "embal",
    "rujak",
    "kapal",
    "ombak",
    "pasir",
)
_TABLE = table(Attendance)
_INSERTS = {
    engine: dialect.insert(_TABLE).on_conflict_do_nothing(index_elements=["session_id", "enrolment_id"])
    for engine, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def attend(session_id: int, enrolment_id: int, source: str, *, actor: Actor) -> bool:
    """Record an enrolled person's attendance of a session; False if it is recorded already, by any source.

    NotFound, EventNotOpen, NotEnrolled, SessionNotBegun.
    """
    session = get_session(session_id)
    event = lock_event(session.event_id)
    if event.state != "open":
        raise EventNotOpen()
    # Read under the lock: the enrolment may have been cancelled while this waited.
    row = db.session.get(Enrolment, enrolment_id, populate_existing=True)
    if row is None or row.event_id != event.id:
        raise NotFound()
    if row.state != "enrolled":
        raise NotEnrolled()
    now = clock.now()
    if now < session.starts_at - ENTER_BEFORE:
        raise SessionNotBegun()
    values = {
        "event_id": event.id, "session_id": session.id, "enrolment_id": row.id, "source": source,
        "attended_at": now, "recorded_by": actor.id,
    }  # fmt: skip
    connection = db.session.connection()
    insert = _INSERTS[connection.dialect.name].returning(_TABLE.c.id)
    if connection.execute(insert, values).first() is None:
        return False
    details = {"session": session.id, "source": source}
    record_event("training.attend", actor=actor, subject="enrolment", subject_id=row.id, details=details)
    return True


def attend_by_card(session_id: int, code: str, *, actor: Actor) -> Enrolment:
    """Record attendance by a maker's card; of several people of one maker the first one not recorded yet.

    NotFound, CardUnknown, and the errors of `attend`.
    """
    session, user_id = get_session(session_id), find_card_user(code)
    bound = list_bound_makers(user_id) if user_id is not None else []
    there = select(Attendance.enrolment_id).where(Attendance.session_id == session.id)
    rows = list(
        db.session.scalars(
            select(Enrolment)
            .where(
                Enrolment.event_id == session.event_id,
                Enrolment.state == "enrolled",
                Enrolment.maker_id.in_({one for business in bound for one in business.ids}),
            )
            .order_by(Enrolment.id.in_(there), Enrolment.id)
        )
    )
    if not rows:
        raise CardUnknown("code")
    attend(session.id, rows[0].id, "card", actor=actor)
    return rows[0]


def say_word(session_id: int, *, actor: Actor) -> str:
    """Make the session's attendance word, valid for ten minutes. NotFound, EventNotOpen, SessionNotBegun."""
    session = get_session(session_id)
    if lock_event(session.event_id).state != "open":
        raise EventNotOpen()
    now = clock.now()
    if now < session.starts_at - ENTER_BEFORE:
        raise SessionNotBegun()
    session.word = f"{secrets.choice(_WORDS)} {secrets.randbelow(90) + 10}"
    session.word_at = now
    db.session.flush()
    record_event("training.say_word", actor=actor, subject="training_session", subject_id=session.id)
    return session.word


def attend_by_word(session_id: int, enrolment_id: int, typed: str, *, actor: Actor) -> bool:
    """Record an online participant's attendance by the typed word. NotFound, WordRefused, and errors of `attend`."""
    session, row = get_session(session_id), db.session.get(Enrolment, enrolment_id)
    if row is None or row.seat != "online":
        raise WordRefused("word")
    if not is_word_valid(session.word, session.word_at, typed, clock.now()):
        raise WordRefused("word")
    return attend(session_id, enrolment_id, "word", actor=actor)


def finish_event(event_id: int, *, actor: Actor) -> int:
    """Close a course and issue the earned certificates, or the missing ones if called again; returns their number.

    NotFound, EventNotOpen if it was cancelled, EventNotOver.
    """
    event = lock_event(event_id)
    if event.state == "cancelled":
        raise EventNotOpen()
    sessions, now = list_sessions(event.id), clock.now()
    if any(session.ends_at > now for session in sessions):
        raise EventNotOver()
    lock_table(_LOCK)
    year = clock.today().year
    last = select(func.coalesce(func.max(TrainingCertificate.sequence), 0)).filter_by(year=year)
    number = db.session.execute(last).scalar_one()
    issued = set(db.session.scalars(select(TrainingCertificate.enrolment_id).filter_by(event_id=event.id)))
    attended = count_attended(event.id)
    made, messages = 0, list[Message]()
    for row in db.session.scalars(
        select(Enrolment).filter_by(event_id=event.id, state="enrolled").order_by(Enrolment.id)
    ):
        if row.id in issued or not has_earned(attended.get(row.id, 0), len(sessions), event.share_percent):
            continue
        made += 1
        messages.append(
            Message(maker(row.maker_id), "training_proof", f"proof:{row.id}", {"title": event.title})
        )
        db.session.add(
            TrainingCertificate(
                event_id=event.id, enrolment_id=row.id, person_key=row.person_key, year=year,
                sequence=number + made, token=secrets.token_urlsafe(12), issued_at=now, issued_by=actor.id,
            )
        )  # fmt: skip
    event.state = "done"
    db.session.flush()
    send_notices(messages)
    record_event(
        "training.finish",
        actor=actor,
        subject="training",
        subject_id=event.id,
        details={"certificates": made},
    )
    return made


def answer_follow_up(enrolment_id: int, months: int, answer: str, *, actor: Actor) -> None:
    """Store a participant's answer 3 or 6 months after a course, once. NotFound, FollowUpUnknown."""
    row = db.session.get(Enrolment, enrolment_id)
    if row is None or answer not in ANSWERS:
        raise NotFound()
    event = lock_event(row.event_id)
    recorded = list(db.session.scalars(select(FollowUp.months).filter_by(enrolment_id=row.id)))
    if event.state != "done" or months not in due_follow_ups(event.ends_on, clock.today(), recorded):
        raise FollowUpUnknown()
    if row.id not in count_attended(event.id):
        raise FollowUpUnknown()
    db.session.add(
        FollowUp(
            enrolment_id=row.id, months=months, answer=answer, answered_at=clock.now(), answered_by=actor.id
        )
    )
    db.session.flush()
    details = {"months": months, "answer": answer}
    record_event("training.follow_up", actor=actor, subject="enrolment", subject_id=row.id, details=details)


def get_session(session_id: int) -> TrainingSession:
    """One session. NotFound."""
    session = db.session.get(TrainingSession, session_id)
    if session is None:
        raise NotFound()
    return session
