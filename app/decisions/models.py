"""The columns of a row that waits for a decision."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import BigId, Instant


class Decidable:
    """A row that is open while `decided_at` is NULL; then who decided what, and why.

    `decision` stays NULL where the program ended the wait itself. A table repeats a column only where the database
    gives it another place or length, and moves columns behind these with `sort_order`.
    """

    decision: Mapped[str | None] = mapped_column(String(9))
    decided_by: Mapped[int | None] = mapped_column(BigId)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decision_reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
