"""The table of disputes."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, Instant, Key, PeriodType, table_args
from app.shared.period import Period

_OPEN = text("state = 'open'")


class Dispute(Base):
    """A dispute. `not_mine` refers to a sale; `missing` has booth, time and amount. `outcome_id`: the sale that the
    answer reversed, corrected, resolved or newly recorded."""

    __tablename__ = "dispute"
    __table_args__ = table_args(
        CheckConstraint("kind IN ('not_mine','missing')", name="kind"),
        CheckConstraint("state IN ('open','granted','declined')", name="state"),
        CheckConstraint("(kind = 'not_mine') = (sale_id IS NOT NULL)", name="about_a_sale"),
        Index("uq_dispute_open_sale", "sale_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[Key]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    sale_id: Mapped[int | None] = mapped_column(ForeignKey("sale.id"))
    period: Mapped[Period] = mapped_column(PeriodType)
    booth_id: Mapped[int | None] = mapped_column(ForeignKey("booth.id"))
    bought_at: Mapped[datetime | None] = mapped_column(Instant)
    amount: Mapped[int | None] = mapped_column(BigInteger)
    receipt: Mapped[str] = mapped_column(String(12), default="")
    reason: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(8), default="open")
    answer: Mapped[str] = mapped_column(String(300), default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("sale.id"))
