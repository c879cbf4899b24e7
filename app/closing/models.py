"""Tables of closings. Snapshot rows and files are append-only, by triggers in the database."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, BigId, Instant, Json, Key, PeriodType, table_args
from app.shared.period import Period


class Closing(Base):
    """One closing of one month: version 1, after a reopening version 2, and so on; all stay (decisions 18)."""

    __tablename__ = "closing"
    __table_args__ = table_args(UniqueConstraint("period", "version"))

    id: Mapped[Key]
    period: Mapped[Period] = mapped_column(PeriodType)
    version: Mapped[int] = mapped_column(Integer)
    closed_at: Mapped[datetime] = mapped_column(Instant)
    closed_by: Mapped[int | None] = mapped_column(BigId)
    closed_by_name: Mapped[str] = mapped_column(String(200))
    override_reason: Mapped[str] = mapped_column(String(300), default="")
    readiness: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    header: Mapped[dict[str, Any]] = mapped_column(
        Json
    )  # letterhead, signers, decree and rules for the report
    ledger_seq: Mapped[int] = mapped_column(BigId)  # highest sale.id that the figures contain
    chain_seq: Mapped[int] = mapped_column(BigId)
    chain_head: Mapped[str] = mapped_column(String(64))


class SnapshotRow(Base):
    """One person's row in the snapshot of a closed month, as its report prints it (decisions 16). Whole rupiah."""

    __tablename__ = "snapshot_row"
    __table_args__ = table_args(
        UniqueConstraint("closing_id", "employee_id"),
        Index("ix_snapshot_row_recap", "closing_id", "opd_id", "unit_id", "status", "bought"),
        CheckConstraint("status IN ('met','short','exempt','not_obliged','no_rule')", name="status"),
    )

    id: Mapped[Key]
    closing_id: Mapped[int] = mapped_column(ForeignKey("closing.id"))
    employee_id: Mapped[int] = mapped_column(BigId, index=True)
    nip: Mapped[str | None] = mapped_column(String(18))
    code: Mapped[str | None] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(400))
    employment: Mapped[str] = mapped_column(String(20))
    position: Mapped[str] = mapped_column(String(200))
    echelon: Mapped[str] = mapped_column(String(5))
    grade: Mapped[str] = mapped_column(String(10))
    unit_id: Mapped[int | None] = mapped_column(BigId)
    unit: Mapped[str | None] = mapped_column(String(200))
    opd_id: Mapped[int | None] = mapped_column(BigId)
    opd: Mapped[str | None] = mapped_column(String(200))
    tier: Mapped[str | None] = mapped_column(String(60))
    tier_name: Mapped[str | None] = mapped_column(String(200))
    minimum: Mapped[int | None] = mapped_column(BigInteger)
    bought: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(300), default="")


class ClosingFile(Base):
    """The bytes of a signed workbook, served unchanged."""

    __tablename__ = "closing_file"
    __table_args__ = table_args(UniqueConstraint("closing_id", "kind"))

    id: Mapped[Key]
    closing_id: Mapped[int] = mapped_column(ForeignKey("closing.id"))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
