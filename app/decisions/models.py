"""The columns of a row that waits for a decision."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import BigId, Instant


class Decidable:
    """A row that is open while `decided_at` is NULL; afterwards it has the decision, its actor and its reason.

    `decision` stays NULL if the program itself closed the item. A table repeats a column only if it has another
    position or length in the database, and places its own columns behind these with `sort_order`.
    """

    decision: Mapped[str | None] = mapped_column(String(9))
    decided_by: Mapped[int | None] = mapped_column(BigId)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decision_reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
