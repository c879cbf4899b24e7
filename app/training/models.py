"""Tables of training: courses with sessions and seats, enrolments, attendance, certificates, follow-ups."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, BigId, Instant, Key, table_args


class TrainingEvent(Base):
    """A course. `share_percent`: the share of sessions a participant must attend for a certificate.

    `topic_key`: the folded topic, for finding courses of the same topic. `step`: the step whose progress is asked after
    3 and 6 months. Changes of seats lock this row, so that there is one writer per course at a time.
    """

    __tablename__ = "training_event"
    __table_args__ = table_args(
        CheckConstraint("state IN ('open','done','cancelled')", name="state"),
        CheckConstraint("starts_on <= ends_on", name="days"),
        CheckConstraint("share_percent BETWEEN 1 AND 100", name="share_percent"),
        CheckConstraint("link = '' OR link LIKE 'https://%' OR link LIKE 'http://%'", name="link"),
    )

    id: Mapped[Key]
    title: Mapped[str] = mapped_column(String(200))
    topic: Mapped[str] = mapped_column(String(80))
    topic_key: Mapped[str] = mapped_column(String(80), index=True)
    organizer: Mapped[str] = mapped_column(String(120), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    step: Mapped[str] = mapped_column(String(120), default="")
    share_percent: Mapped[int] = mapped_column(Integer)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(9))
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by: Mapped[int | None] = mapped_column(BigId)


class TrainingSession(Base):
    """One session of a course. `word`: the attendance word for online participants, valid for ten minutes from
    `word_at`."""

    __tablename__ = "training_session"
    __table_args__ = table_args(
        UniqueConstraint("event_id", "starts_at"),
        UniqueConstraint("id", "event_id"),
        CheckConstraint("starts_at < ends_at", name="times"),
        CheckConstraint("(word = '') = (word_at IS NULL)", name="word"),
    )

    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(ForeignKey("training_event.id"))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    word: Mapped[str] = mapped_column(String(20), default="")
    word_at: Mapped[datetime | None] = mapped_column(Instant)


class TrainingSeats(Base):
    """The number of seats of a course on site or online."""

    __tablename__ = "training_seats"
    __table_args__ = table_args(
        UniqueConstraint("event_id", "kind"),
        CheckConstraint("kind IN ('site','online')", name="kind"),
        CheckConstraint("capacity BETWEEN 1 AND 100000", name="capacity"),
    )

    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(ForeignKey("training_event.id"))
    kind: Mapped[str] = mapped_column(String(6))
    capacity: Mapped[int] = mapped_column(Integer)


_LIVE = "state IN ('waiting','offered','enrolled')"


class Enrolment(Base):
    """One person's enrolment in a course: waiting, offered a seat until an instant, enrolled, or ended.

    `seat` and `seat_number` are reserved from the offer on, each number once per course; a walk-in (`is_walk_in`) has
    none. A trigger keeps ended rows unchanged: enrolling again adds a new row at the end of the queue.
    """

    __tablename__ = "training_enrolment"
    __table_args__ = table_args(
        UniqueConstraint("id", "event_id"),
        CheckConstraint("state IN ('waiting','offered','enrolled','cancelled','lapsed')", name="state"),
        CheckConstraint("wish IN ('site','online','any')", name="wish"),
        CheckConstraint("seat IN ('','site','online')", name="seat"),
        CheckConstraint("state NOT IN ('offered','enrolled') OR seat <> ''", name="seat_of_state"),
        CheckConstraint("state <> 'offered' OR offer_until IS NOT NULL", name="offer"),
        CheckConstraint("seat_number IS NULL OR seat_number > 0", name="seat_number"),
        CheckConstraint(
            "state NOT IN ('offered','enrolled') OR is_walk_in OR seat_number IS NOT NULL", name="numbered"
        ),
        Index(
            "uq_training_enrolment_person",
            "event_id",
            "person_key",
            unique=True,
            sqlite_where=text(_LIVE),
            postgresql_where=text(_LIVE),
        ),
        Index(
            "uq_training_enrolment_seat",
            "event_id",
            "seat",
            "seat_number",
            unique=True,
            sqlite_where=text("state IN ('offered','enrolled')"),
            postgresql_where=text("state IN ('offered','enrolled')"),
        ),
    )

    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(ForeignKey("training_event.id"))
    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"), index=True)
    person_name: Mapped[str] = mapped_column(String(100))
    person_key: Mapped[str] = mapped_column(String(130))
    wish: Mapped[str] = mapped_column(String(6))
    seat: Mapped[str] = mapped_column(String(6), default="")
    seat_number: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(9))
    is_first: Mapped[bool] = mapped_column()  # nobody of this maker was trained before
    is_walk_in: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    asked_by: Mapped[int | None] = mapped_column(BigId)
    offered_at: Mapped[datetime | None] = mapped_column(Instant)
    offer_until: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class Attendance(Base):
    """A participant's attendance of a session. `source`: how it was recorded first."""

    __tablename__ = "training_attendance"
    __table_args__ = table_args(
        UniqueConstraint("session_id", "enrolment_id"),
        CheckConstraint("source IN ('card','list','word')", name="source"),
        ForeignKeyConstraint(
            ["session_id", "event_id"], ["training_session.id", "training_session.event_id"]
        ),
        ForeignKeyConstraint(
            ["enrolment_id", "event_id"], ["training_enrolment.id", "training_enrolment.event_id"]
        ),
    )

    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(BigId)
    session_id: Mapped[int] = mapped_column(BigId)
    enrolment_id: Mapped[int] = mapped_column(BigId, index=True)
    source: Mapped[str] = mapped_column(String(4))
    attended_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[int | None] = mapped_column(BigId)


class TrainingCertificate(Base):
    """A certificate: one per person and course, numbered per year; anybody may verify it by its token."""

    __tablename__ = "training_certificate"
    __table_args__ = table_args(
        UniqueConstraint("event_id", "person_key"),
        UniqueConstraint("enrolment_id"),
        UniqueConstraint("year", "sequence"),
        UniqueConstraint("token"),
        ForeignKeyConstraint(
            ["enrolment_id", "event_id"], ["training_enrolment.id", "training_enrolment.event_id"]
        ),
    )

    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(BigId)
    enrolment_id: Mapped[int] = mapped_column(BigId)
    person_key: Mapped[str] = mapped_column(String(130))
    year: Mapped[int] = mapped_column(Integer)
    sequence: Mapped[int] = mapped_column(Integer)
    token: Mapped[str] = mapped_column(String(32))
    issued_at: Mapped[datetime] = mapped_column(Instant)
    issued_by: Mapped[int | None] = mapped_column(BigId)


class FollowUp(Base):
    """A participant's answer 3 or 6 months after a course: the progress of the course's step."""

    __tablename__ = "training_follow_up"
    __table_args__ = table_args(
        UniqueConstraint("enrolment_id", "months"),
        CheckConstraint("months IN (3,6)", name="months"),
        CheckConstraint("answer IN ('done','partly','not_yet')", name="answer"),
    )

    id: Mapped[Key]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("training_enrolment.id"))
    months: Mapped[int] = mapped_column(Integer)
    answer: Mapped[str] = mapped_column(String(7))
    answered_at: Mapped[datetime] = mapped_column(Instant)
    answered_by: Mapped[int | None] = mapped_column(BigId)
