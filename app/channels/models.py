"""The table of makers' shops elsewhere."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, BigId, Instant, Key, table_args


class Channel(Base):
    """An address where a maker says it sells. `claimed` until a person looked (`seen`), `gone` when it is not there.

    That a look is too old follows from `seen_on` and the day; it is no state of its own.
    """

    __tablename__ = "channel"
    __table_args__ = table_args(
        UniqueConstraint("maker_id", "address"),
        CheckConstraint("state IN ('claimed','seen','gone')", name="state"),
        CheckConstraint("state <> 'seen' OR seen_on IS NOT NULL", name="seen"),
        CheckConstraint("(seen_on IS NULL) = (seen_by IS NULL)", name="seen_by"),
    )

    id: Mapped[Key]
    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"))
    kind: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(7))
    seen_on: Mapped[date | None] = mapped_column(Date)
    seen_by: Mapped[int | None] = mapped_column(BigId)
    made_at: Mapped[datetime] = mapped_column(Instant)
