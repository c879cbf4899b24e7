"""Tables of months, supplements and late items."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.decisions.models import Decidable
from app.shared.columns import Base, BigId, Instant, Key, PeriodType, table_args
from app.shared.period import Period

_WAITING = text("decision IS NULL")


class Month(Base):
    """The state of one month. A month without a row is open at version 0. A closing locks this row."""

    __tablename__ = "month"
    __table_args__ = (CheckConstraint("state IN ('open','closed')", name="state"),)

    period: Mapped[Period] = mapped_column(PeriodType, primary_key=True)
    state: Mapped[str] = mapped_column(String(6), default="open")
    version: Mapped[int] = mapped_column(Integer, default=0)  # number of the last closing


class Supplement(Base):
    """A supplement: the late items that finance accepted into a closed month; number 1, 2 … within period and
    version."""

    __tablename__ = "supplement"
    __table_args__ = table_args(UniqueConstraint("period", "version", "number"))

    id: Mapped[Key]
    period: Mapped[Period] = mapped_column(PeriodType)
    version: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)
    accepted_by: Mapped[int | None] = mapped_column(BigId)
    accepted_at: Mapped[datetime] = mapped_column(Instant)


class LateItem(Decidable, Base):
    """A parked sale or resolution that finance decides: its month was closed (`month_closed`) or its clock is in doubt
    (`clock`). Once accepted it counts in `period` and in no other month (decisions 17 and 20).
    """

    __tablename__ = "late_item"
    __table_args__ = table_args(
        CheckConstraint("reason IN ('month_closed','clock')", name="reason"),
        CheckConstraint("(sale_id IS NULL) <> (resolution_id IS NULL)", name="one_subject"),
        CheckConstraint("decision IS NULL OR decision IN ('accepted','declined')", name="decision"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided"),
        Index("ix_late_item_waiting", "period", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[Key]
    period: Mapped[Period] = mapped_column(PeriodType, index=True)
    reason: Mapped[str] = mapped_column(String(12))
    sale_id: Mapped[int | None] = mapped_column(ForeignKey("sale.id"), unique=True)
    resolution_id: Mapped[int | None] = mapped_column(ForeignKey("sale_resolution.id"), unique=True)
    bundle: Mapped[int | None] = mapped_column(BigId)  # sales that are decided together: the first one's id
    arrived_at: Mapped[datetime] = mapped_column(Instant)
    decision: Mapped[str | None] = mapped_column(String(8))
    decision_reason: Mapped[str] = mapped_column(String(300), default="")
    supplement_id: Mapped[int | None] = mapped_column(ForeignKey("supplement.id"), index=True, sort_order=1)
