"""The table of notices."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, Instant, Json, Key, table_args


class Notice(Base):
    """One message. `reader`: a key made by `rules`, such as `employee:7`; `event`: its subject, unique per reader.

    `facts` are numbers and months only; names and sentences are added when it is displayed.
    """

    __tablename__ = "notice"
    __table_args__ = table_args(UniqueConstraint("reader", "event"))

    id: Mapped[Key]
    reader: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    event: Mapped[str] = mapped_column(String(60))
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    made_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)
