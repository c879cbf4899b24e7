"""The table of makers' shops elsewhere."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, BigId, Instant, Key, table_args


class Channel(Base):
    """The address of a maker's shop. State `claimed` until a person has checked it (`seen`), `gone` if it is closed.

    Whether the last check is too old is computed from `seen_on`; it is not a state.
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
