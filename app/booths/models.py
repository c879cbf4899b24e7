"""Tables of booths, tills and shifts."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, Instant, Key, table_args


class Booth(Base):
    """A corner shop. `mode`: `cash` counts money in shifts; `record` ("catat saja") only notes (decisions 15)."""

    __tablename__ = "booth"
    __table_args__ = table_args(CheckConstraint("mode IN ('cash','record')", name="mode"))

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(120))
    search_name: Mapped[str] = mapped_column(String(120), unique=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    mode: Mapped[str] = mapped_column(String(6), default="record")
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Instant)


class Till(Base):
    """A device at a booth. Its bearer token is shown once; only the hash is kept."""

    __tablename__ = "till"
    __table_args__ = table_args()

    id: Mapped[Key]
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    enrolled_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    last_seen_at: Mapped[datetime | None] = mapped_column(Instant)
    last_synced_at: Mapped[datetime | None] = mapped_column(Instant)
    unsent_count: Mapped[int] = mapped_column(Integer, default=0)


class Shift(Base):
    """A cashier's turn at a booth. A sale belongs to the shift it was made in; closing computes nothing."""

    __tablename__ = "shift"
    __table_args__ = table_args(
        Index(
            "uq_shift_open",
            "booth_id",
            "cashier_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    till_id: Mapped[int | None] = mapped_column(ForeignKey("till.id"))
    cashier_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    float_amount: Mapped[int | None] = mapped_column(BigInteger)
    counted_amount: Mapped[int | None] = mapped_column(BigInteger)
    difference_reason: Mapped[str] = mapped_column(String(300), default="")
