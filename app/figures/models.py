"""The table of open figures. Published figures of a month are never edited and never computed again."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, Instant, Key, PeriodType, table_args
from app.shared.period import Period


class OpenFigure(Base):
    """The rows of one dataset for one closed month, as JSON, including sales up to the id `to_seq`."""

    __tablename__ = "open_figure"
    __table_args__ = table_args(
        UniqueConstraint("dataset", "period"),
        CheckConstraint("dataset IN ('bulan','kelurahan','keadilan')", name="dataset"),
    )

    id: Mapped[Key]
    dataset: Mapped[str] = mapped_column(String(9))
    period: Mapped[Period] = mapped_column(PeriodType)
    made_at: Mapped[datetime] = mapped_column(Instant)
    to_seq: Mapped[int] = mapped_column(BigInteger)  # highest sale id that existed
    content: Mapped[str] = mapped_column(Text)
