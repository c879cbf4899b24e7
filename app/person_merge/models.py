"""The table of merges."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, BigId, Instant, Json, Key, table_args


class PersonMerge(Base):
    """One merge: from then on `survivor_id` replaces `merged_id`. `details`: the data for undoing it."""

    __tablename__ = "person_merge"
    __table_args__ = table_args(CheckConstraint("survivor_id <> merged_id", name="two"))

    id: Mapped[Key]
    survivor_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    reason: Mapped[str] = mapped_column(String(300))
    details: Mapped[dict[str, Any]] = mapped_column(Json)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
