"""The tables of booths and of their former modes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, BigId, Instant, Json, Key, table_args


class Booth(Base):
    """A corner shop. `mode`: `cash` counts money in shifts; `record` ("catat saja") only records (decisions 15).

    `hours` is an `OpeningHours` as stored (`rules.read_hours`), None while nobody has entered them.
    """

    __tablename__ = "booth"
    __table_args__ = table_args(CheckConstraint("mode IN ('cash','record')", name="mode"))

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(120))
    search_name: Mapped[str] = mapped_column(String(120), unique=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    mode: Mapped[str] = mapped_column(String(6), default="record")
    is_active: Mapped[bool] = mapped_column(default=True)
    address: Mapped[str] = mapped_column(String(200), default="", server_default="")
    hours: Mapped[dict[str, Any] | None] = mapped_column(Json(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(Instant)


class FormerMode(Base):
    """The mode of a booth before a local date; after the last such date `booth.mode` applies. Never edited.

    A booth without such a row has always had its present mode.
    """

    __tablename__ = "booth_former_mode"
    __table_args__ = table_args(
        UniqueConstraint("booth_id", "until"), CheckConstraint("mode IN ('cash','record')", name="mode")
    )

    id: Mapped[Key]
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    mode: Mapped[str] = mapped_column(String(6))
    until: Mapped[date] = mapped_column(Date)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    changed_by: Mapped[int | None] = mapped_column(BigId)
