"""Tables of tills, the codes that enrol them, shifts, and numbered paper sheets."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, Instant, Key, table_args


class Till(Base):
    """A device at a booth. Its bearer token is shown once; only the hash is stored.

    `kind`: `enrolled` by a manager's code, or `login`: a cashier's own browser, until `expires_at`.
    A login till may read people's data only while its login session (`session_id`) runs. That column has no foreign
    key because old sessions are purged; a till without its session reads nothing. `last_synced_at` is when it last
    sent sales or reported that none are unsent; `clock_offset` is the server's clock minus its own in seconds, None
    while unknown.
    """

    __tablename__ = "till"
    __table_args__ = table_args(
        CheckConstraint("kind IN ('enrolled','login')", name="kind"),
        CheckConstraint("(kind = 'login') = (cashier_id IS NOT NULL)", name="owner"),
    )

    id: Mapped[Key]
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    enrolled_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    last_seen_at: Mapped[datetime | None] = mapped_column(Instant)
    last_synced_at: Mapped[datetime | None] = mapped_column(Instant)
    unsent_count: Mapped[int] = mapped_column(Integer, default=0)
    kind: Mapped[str] = mapped_column(String(8), default="enrolled", server_default="enrolled")
    cashier_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    session_id: Mapped[int | None] = mapped_column(BigInteger)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[str] = mapped_column(String(40), default="", server_default="")
    clock_offset: Mapped[int | None] = mapped_column(BigInteger)
    oldest_unsent_at: Mapped[datetime | None] = mapped_column(Instant)


class TillCode(Base):
    """A short code that enrols one device, once, within half an hour. Only its hash is stored."""

    __tablename__ = "till_code"
    __table_args__ = table_args(CheckConstraint("(used_at IS NULL) = (till_id IS NULL)", name="used"))

    id: Mapped[Key]
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    till_id: Mapped[int | None] = mapped_column(ForeignKey("till.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    @classmethod
    def works_at(cls, now: datetime) -> tuple[ColumnElement[bool], ...]:
        """The conditions for a code that is valid at this instant."""
        return (cls.used_at.is_(None), cls.revoked_at.is_(None), cls.expires_at > now)


class Shift(Base):
    """A cashier's shift at a booth. A sale belongs to the shift it was made in; closing computes nothing.

    `first_counted_amount` is the cashier's count before any answer about a difference; it never changes. `open_hash`
    and `close_hash` are of a till's items; None if the shift was opened or closed on a page.
    """

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
    first_counted_amount: Mapped[int | None] = mapped_column(BigInteger)
    counted_amount: Mapped[int | None] = mapped_column(BigInteger)
    difference_reason: Mapped[str] = mapped_column(String(300), default="")
    open_hash: Mapped[str | None] = mapped_column(String(64))
    close_hash: Mapped[str | None] = mapped_column(String(64))


class PaperSheet(Base):
    """A numbered sheet printed for a booth and a day; its entries are identified by number and line."""

    __tablename__ = "paper_sheet"
    __table_args__ = table_args(UniqueConstraint("booth_id", "number"))

    id: Mapped[Key]
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    day: Mapped[date] = mapped_column(Date, index=True)
    number: Mapped[str] = mapped_column(String(60))
    printed_at: Mapped[datetime] = mapped_column(Instant)
    printed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class PaperSheetEnd(Base):
    """The end of a sheet: `entered` (all its lines are recorded) or `unused` (it was returned blank), with a reason."""

    __tablename__ = "paper_sheet_end"
    __table_args__ = table_args(CheckConstraint("kind IN ('entered','unused')", name="kind"))

    id: Mapped[Key]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("paper_sheet.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(7))
    reason: Mapped[str] = mapped_column(String(300), default="")
    ended_at: Mapped[datetime] = mapped_column(Instant)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
