"""Tables of decrees. A decree is never edited: a new one replaces it, or it is withdrawn before a month was closed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.shared.columns import Base, BigId, Instant, Json, Key, PeriodType, table_args
from app.shared.period import Period


class Decree(Base):
    """A mayor's decree. In force for a month: the one with the highest `effective_from` ≤ month, then the later
    `signed_on`."""

    __tablename__ = "decree"
    __table_args__ = table_args(CheckConstraint("mode IN ('wajib','himbauan')", name="mode"))

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    signed_on: Mapped[date] = mapped_column(Date)
    effective_from: Mapped[Period] = mapped_column(PeriodType, index=True)
    mode: Mapped[str] = mapped_column(String(10))
    content_hash: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime] = mapped_column(Instant)
    tiers: Mapped[list["MinimumTier"]] = relationship(order_by="MinimumTier.position", lazy="selectin")


class DecreeWithdrawal(Base):
    """A decree withdrawn before any month was closed under it. `number`: the decree's original number; its row got
    another, so that a corrected text may be stored under the original."""

    __tablename__ = "decree_withdrawal"
    __table_args__ = table_args()

    id: Mapped[Key]
    decree_id: Mapped[int] = mapped_column(ForeignKey("decree.id"), unique=True)
    number: Mapped[str] = mapped_column(String(120))
    withdrawn_by: Mapped[int | None] = mapped_column(BigId)
    withdrawn_at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(300))


class MinimumTier(Base):
    """One tier: tried in order of `position`, the first match applies. `minimum` NULL: no amount (status no_rule).

    `matches` is a list of alternatives; each is a mapping of field to the list of values, all of which must hold.
    """

    __tablename__ = "minimum_tier"
    __table_args__ = table_args(
        UniqueConstraint("decree_id", "position"),
        UniqueConstraint("decree_id", "code"),
        CheckConstraint("minimum IS NULL OR (minimum >= 0 AND minimum <= 999999999999)", name="minimum"),
    )

    id: Mapped[Key]
    decree_id: Mapped[int] = mapped_column(ForeignKey("decree.id"))
    position: Mapped[int] = mapped_column(Integer)
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    minimum: Mapped[int | None] = mapped_column(BigInteger)
    matches: Mapped[list[dict[str, Any]]] = mapped_column(Json)
