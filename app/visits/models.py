"""Tables of visits: answers to a versioned checklist, findings, capacity (makers 18)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, BigId, Instant, Key, table_args

_LIVE = "state IN ('open','said_done')"


class Visit(Base):
    """A visit to a maker; `checklist`: the version that was answered, `visitor`: the officer's name."""

    __tablename__ = "visit"
    __table_args__ = table_args(CheckConstraint("checklist > 0", name="checklist"))

    id: Mapped[Key]
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"), index=True)
    visited_on: Mapped[date] = mapped_column(Date)
    visitor: Mapped[str] = mapped_column(String(100))
    checklist: Mapped[int] = mapped_column(Integer)
    remark: Mapped[str] = mapped_column(String(500), default="")
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[int | None] = mapped_column(BigId)


class VisitAnswer(Base):
    """The answer to one point of the checklist; an unanswered point has no row."""

    __tablename__ = "visit_answer"
    __table_args__ = table_args(
        UniqueConstraint("visit_id", "item"),
        CheckConstraint("answer IN ('good','fix','not_applicable')", name="answer"),
    )

    id: Mapped[Key]
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    item: Mapped[str] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(String(14))


class Finding(Base):
    """A fault found at a visit: open, reported as fixed by the maker, verified or dropped by an officer.

    A maker has at most one live finding per point; a later visit that finds the fault again leaves it open.
    """

    __tablename__ = "finding"
    __table_args__ = table_args(
        CheckConstraint("state IN ('open','said_done','verified','dropped')", name="state"),
        CheckConstraint("(state IN ('verified','dropped')) = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("state <> 'said_done' OR said_at IS NOT NULL", name="said"),
        Index(
            "uq_finding_live",
            "maker_id",
            "item",
            unique=True,
            sqlite_where=text(_LIVE),
            postgresql_where=text(_LIVE),
        ),
    )

    id: Mapped[Key]
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"))
    item: Mapped[str] = mapped_column(String(20))
    advice: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(9))
    said_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by: Mapped[int | None] = mapped_column(BigId)
    closing_reason: Mapped[str] = mapped_column(String(300), default="")


class FindingPhoto(Base):
    """A picture of a fault or its fix. Private: only officers and the maker see it."""

    __tablename__ = "finding_photo"
    __table_args__ = table_args(UniqueConstraint("finding_id", "upload_id"))

    id: Mapped[Key]
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"))
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)


class Capacity(Base):
    """The pieces of a product a maker can make in a month, from a local date until the next row begins."""

    __tablename__ = "capacity"
    __table_args__ = table_args(
        UniqueConstraint("product_id", "since"),
        CheckConstraint("pieces BETWEEN 0 AND 999999999", name="pieces"),
    )

    id: Mapped[Key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    since: Mapped[date] = mapped_column(Date)
    pieces: Mapped[int] = mapped_column(Integer)
    recorded_by: Mapped[int | None] = mapped_column(BigId)
