"""Tables of exemptions and of minimum reductions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, BigId, Instant, Key, PeriodType, table_args
from app.shared.period import Period


class Exemption(Base):
    """An exemption from the minimum, from month to month (both inclusive; no end: until revoked), decisions 4.

    `scope`: `person`, `unit` (and all below), `tier` (by code) or `everyone`. No scans, no medical detail.
    """

    __tablename__ = "exemption"
    __table_args__ = table_args(
        CheckConstraint(
            "(scope='person' AND employee_id IS NOT NULL) OR (scope='unit' AND unit_id IS NOT NULL)"
            " OR (scope='tier' AND tier_code <> '') OR scope='everyone'",
            name="scope",
        ),
        CheckConstraint("until_period IS NULL OR until_period >= from_period", name="span"),
        CheckConstraint("state IN ('proposed','approved','rejected','revoked')", name="state"),
    )

    id: Mapped[Key]
    scope: Mapped[str] = mapped_column(String(8))
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    tier_code: Mapped[str] = mapped_column(String(60), default="")
    from_period: Mapped[Period] = mapped_column(PeriodType)
    until_period: Mapped[Period | None] = mapped_column(PeriodType)
    kind: Mapped[str] = mapped_column(String(40))  # cuti, tugas belajar, sakit, bencana, lainnya …
    letter_number: Mapped[str] = mapped_column(String(120))
    letter_date: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(8))
    proposed_by: Mapped[int | None] = mapped_column(BigId)
    decided_by: Mapped[int | None] = mapped_column(BigId)
    decision_reason: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)


class MinimumReduction(Base):
    """A reduction of everybody's minimum in one month by a percentage; 100 waives it (decisions 4)."""

    __tablename__ = "lowered_month"
    __table_args__ = (CheckConstraint("percent BETWEEN 1 AND 100", name="percent"),)

    period: Mapped[Period] = mapped_column(PeriodType, primary_key=True)
    percent: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(300))
    letter_number: Mapped[str] = mapped_column(String(120))
    letter_date: Mapped[date] = mapped_column(Date)
    decided_by: Mapped[int | None] = mapped_column(BigId)
    decided_at: Mapped[datetime] = mapped_column(Instant)
