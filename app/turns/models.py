"""Tables of turns at the booth, presence, contacts and outcomes. A missed turn is a past one without presence."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, BigId, Instant, Key, table_args


class Turn(Base):
    """A maker's turn at a booth on a day: offered from the queue, or created when a maker came without one (`walk_in`).

    `story`: the maker's text for that day about how the goods are made.
    """

    __tablename__ = "turn"
    __table_args__ = table_args(
        UniqueConstraint("day", "maker_id"),
        CheckConstraint("origin IN ('list','walk_in')", name="origin"),
        CheckConstraint("answer IN ('','accepted','passed')", name="answer"),
        CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answered"),
    )

    id: Mapped[Key]
    day: Mapped[date] = mapped_column(Date)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"), index=True)
    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"), index=True)
    origin: Mapped[str] = mapped_column(String(7))
    offered_at: Mapped[datetime] = mapped_column(Instant)
    offered_by: Mapped[int | None] = mapped_column(BigId)
    answer: Mapped[str] = mapped_column(String(8), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    story: Mapped[str] = mapped_column(String(500), default="")


class TurnPresence(Base):
    """The presence of the maker at its turn, recorded by its card or by a person."""

    __tablename__ = "turn_presence"
    __table_args__ = table_args(CheckConstraint("source IN ('card','clerk')", name="source"))

    id: Mapped[Key]
    turn_id: Mapped[int] = mapped_column(ForeignKey("turn.id"), unique=True)
    at: Mapped[datetime] = mapped_column(Instant)
    source: Mapped[str] = mapped_column(String(5))
    recorded_by: Mapped[int | None] = mapped_column(BigId)


class Contact(Base):
    """A business contact a maker made on a day at the booth: with whom, about what."""

    __tablename__ = "maker_contact"
    __table_args__ = table_args(CheckConstraint("partner <> ''", name="partner"))

    id: Mapped[Key]
    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"), index=True)
    day: Mapped[date] = mapped_column(Date)
    partner: Mapped[str] = mapped_column(String(100))
    about: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[int | None] = mapped_column(BigId)


class ContactOutcome(Base):
    """The outcome of a contact after 30 or 90 days; `amount` in whole rupiah if goods were ordered."""

    __tablename__ = "contact_outcome"
    __table_args__ = table_args(
        UniqueConstraint("contact_id", "after_days"),
        CheckConstraint("after_days IN (30,90)", name="after_days"),
        CheckConstraint("outcome IN ('ordered','talking','nothing')", name="outcome"),
        CheckConstraint(
            "amount IS NULL OR (outcome = 'ordered' AND amount > 0 AND amount <= 999999999999)", name="amount"
        ),
    )

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(ForeignKey("maker_contact.id"))
    after_days: Mapped[int] = mapped_column(Integer)
    outcome: Mapped[str] = mapped_column(String(7))
    amount: Mapped[int | None] = mapped_column(BigInteger)
    told_at: Mapped[datetime] = mapped_column(Instant)
    told_by: Mapped[int | None] = mapped_column(BigId)
