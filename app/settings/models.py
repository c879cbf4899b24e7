"""The settings table."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, Instant, Json, PeriodType
from app.shared.period import Period

ALWAYS = Period(2000, 1)


class Setting(Base):
    """One setting from a month on (`ALWAYS` if it is not dated), until the month of its next row."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    effective_from: Mapped[Period] = mapped_column(PeriodType, primary_key=True, default=ALWAYS)
    value: Mapped[Any] = mapped_column(Json)
    changed_at: Mapped[datetime] = mapped_column(Instant)
