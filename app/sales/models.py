"""Tables of the ledger. `sale`, `sale_line` and `sale_resolution` are append-only, by triggers on both engines."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.decisions.models import Decidable
from app.shared.columns import Base, BigId, Instant, Json, Key, PeriodType, table_args
from app.shared.period import Period

_COUNTED = text("result = 'recorded' AND employee_id IS NOT NULL")
_COUNTED_OF_OTHERS = text("result = 'recorded' AND employee_id IS NULL")
_UNRESOLVED = text("buyer_kind = 'unresolved'")
_UNDECIDED = text("decision IS NULL")
_TYPED = text("product_id IS NULL")
_FLAGGED = text("CAST(flags AS TEXT) <> '[]'")


class Sale(Base):
    """One sale, or the reversal of one (`void_of`, negative amount). Never edited, never deleted.

    `amount` is the sum of the lines in whole rupiah. `result` is the answer first given: `recorded` counts in
    `period`; `parked` counts only once its late item is accepted. A reversal carries its original's business date.
    """

    __tablename__ = "sale"
    __table_args__ = table_args(
        CheckConstraint(
            "(void_of IS NULL AND amount > 0) OR (void_of IS NOT NULL AND amount < 0)", name="sign"
        ),
        CheckConstraint("abs(amount) <= 999999999999", name="cap"),
        CheckConstraint("void_of IS NULL OR void_of < id", name="void_after"),
        CheckConstraint("buyer_kind IN ('employee','public','unresolved')", name="buyer_kind"),
        CheckConstraint("(buyer_kind = 'employee') = (employee_id IS NOT NULL)", name="buyer"),
        CheckConstraint("result IN ('recorded','parked')", name="result"),
        CheckConstraint("payment IN ('cash','qris','transfer','none')", name="payment"),
        CheckConstraint("source IN ('till','web','book')", name="source"),
        CheckConstraint("substr(CAST(business_date AS VARCHAR(10)), 1, 7) = period", name="period"),
        Index(
            "ix_sale_counted",
            "period",
            "employee_id",
            "amount",
            sqlite_where=_COUNTED,
            postgresql_where=_COUNTED,
        ),
        Index(
            "ix_sale_counted_of_others",
            "period",
            "amount",
            sqlite_where=_COUNTED_OF_OTHERS,
            postgresql_where=_COUNTED_OF_OTHERS,
        ),
        Index("ix_sale_unresolved", "period", "id", sqlite_where=_UNRESOLVED, postgresql_where=_UNRESOLVED),
        Index("ix_sale_flagged", "period", "id", sqlite_where=_FLAGGED, postgresql_where=_FLAGGED),
        Index("ix_sale_employee", "employee_id", "business_date"),
        Index("ix_sale_booth_day", "booth_id", "business_date"),
        Index("uq_sale_book", "booth_id", "book_sheet", "book_line", unique=True),
    )

    id: Mapped[Key]
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    void_of: Mapped[int | None] = mapped_column(ForeignKey("sale.id"), unique=True)
    correction_of: Mapped[int | None] = mapped_column(ForeignKey("sale.id"), unique=True)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    till_id: Mapped[int | None] = mapped_column(ForeignKey("till.id"))
    shift_id: Mapped[int | None] = mapped_column(ForeignKey("shift.id"), index=True)
    cashier_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    cashier_name: Mapped[str] = mapped_column(String(60), default="")  # as typed, if no login has this name
    buyer_kind: Mapped[str] = mapped_column(String(10))
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    buyer_number: Mapped[str] = mapped_column(String(60), default="")  # as typed, if no employee has it
    buyer_name: Mapped[str] = mapped_column(String(200), default="")  # as typed
    amount: Mapped[int] = mapped_column(BigInteger)
    payment: Mapped[str] = mapped_column(String(8))
    sold_at: Mapped[datetime] = mapped_column(Instant)  # by the device's clock
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    received_at: Mapped[datetime] = mapped_column(Instant)
    offset_seconds: Mapped[int | None] = mapped_column(BigInteger)  # received − sent, None when unknown
    business_date: Mapped[date] = mapped_column(Date, index=True)
    period: Mapped[Period] = mapped_column(PeriodType)
    result: Mapped[str] = mapped_column(String(8))
    flags: Mapped[list[str]] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(String(4))
    book_sheet: Mapped[str | None] = mapped_column(String(60))
    book_line: Mapped[int | None] = mapped_column(Integer)


class SaleLine(Base):
    """One line: `amount` = `quantity` × `unit_price`; a reversal's quantities are negative."""

    __tablename__ = "sale_line"
    __table_args__ = table_args(
        UniqueConstraint("sale_id", "position"),
        CheckConstraint("amount = quantity * unit_price", name="amount"),
        CheckConstraint("quantity <> 0 AND abs(quantity) <= 10000", name="quantity"),
        CheckConstraint("unit_price > 0 AND unit_price <= 999999999999", name="unit_price"),
        Index("ix_sale_line_typed", "id", sqlite_where=_TYPED, postgresql_where=_TYPED),
    )

    id: Mapped[Key]
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"))
    position: Mapped[int] = mapped_column(Integer)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    maker_id: Mapped[int | None] = mapped_column(ForeignKey("maker.id"), index=True)
    maker_name: Mapped[str] = mapped_column(String(200))
    product_name: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[int] = mapped_column(Integer)
    unit_price: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)


class SaleResolution(Base):
    """Who an unresolved buyer was; `employee_id` None: the public. A sale may have several; the last one that counts
    is in force (decisions 13)."""

    __tablename__ = "sale_resolution"
    __table_args__ = table_args(CheckConstraint("result IN ('recorded','parked')", name="result"))

    id: Mapped[Key]
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"), index=True)
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), index=True)
    resolved_by: Mapped[int | None] = mapped_column(BigId)
    resolved_at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(300), default="")
    result: Mapped[str] = mapped_column(String(8))


class PendingVoid(Decidable, Base):
    """A reversal whose original has not arrived yet; applied when it comes (decisions 14).

    `decided_at` is set when it is applied, when another reversal of its sale came first, or when finance decides
    (`decision`, else None). `business_date` is the city's date of its corrected clock, None if the clock is in doubt.
    """

    __tablename__ = "pending_void"
    __table_args__ = table_args(CheckConstraint("decision IN ('dismissed','applied')", name="decision"))

    id: Mapped[Key]
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    target_uuid: Mapped[str] = mapped_column(String(36), index=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    till_id: Mapped[int | None] = mapped_column(ForeignKey("till.id"))
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    cashier_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    cashier_name: Mapped[str] = mapped_column(String(60), default="")
    reason: Mapped[str] = mapped_column(String(300))
    sold_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    received_at: Mapped[datetime] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    business_date: Mapped[date | None] = mapped_column(Date)


class SaleConflict(Decidable, Base):
    """An item whose id is stored with other content. Nothing is booked; its content is stored until a person decides.

    `decision`: `dismissed` (the first was right) or `booked` (both were sales; the second is `sale_id`).
    """

    __tablename__ = "sale_conflict"
    __table_args__ = table_args(
        UniqueConstraint("uuid", "content_hash"),
        CheckConstraint("decision IN ('dismissed','booked')", name="decision"),
    )

    id: Mapped[Key]
    uuid: Mapped[str] = mapped_column(String(36), index=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    till_id: Mapped[int | None] = mapped_column(ForeignKey("till.id"))
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    received_at: Mapped[datetime] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    booth_id: Mapped[int | None] = mapped_column(ForeignKey("booth.id"))
    business_date: Mapped[date | None] = mapped_column(Date)
    sale_id: Mapped[int | None] = mapped_column(ForeignKey("sale.id"), sort_order=1)


class FlagReview(Base):
    """A review of a flagged sale: who looked and why it is right. At most one per sale; the sale is not changed."""

    __tablename__ = "flag_review"
    __table_args__ = table_args()

    id: Mapped[Key]
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"), unique=True)
    reviewed_by: Mapped[int | None] = mapped_column(BigId)
    reviewed_at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(300), default="")


class RejectedItem(Decidable, Base):
    """A rejected item: what a till sent and the server refused. Stored as sent until a person decides.

    `decision`: `recorded` (booked, corrected by a person, as `sale_id`) or `dismissed`, with a reason.
    """

    __tablename__ = "held_item"
    __table_args__ = table_args(
        CheckConstraint("decision IS NULL OR decision IN ('recorded','dismissed')", name="decision"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided"),
        CheckConstraint("sale_id IS NULL OR decision = 'recorded'", name="booked"),
        Index("ix_held_item_open", "id", sqlite_where=_UNDECIDED, postgresql_where=_UNDECIDED),
    )

    id: Mapped[Key]
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    till_id: Mapped[int] = mapped_column(ForeignKey("till.id"))
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    errors: Mapped[dict[str, Any]] = mapped_column(Json)
    received_at: Mapped[datetime] = mapped_column(Instant)
    decision_reason: Mapped[str] = mapped_column(String(300), default="", sort_order=1)
    sale_id: Mapped[int | None] = mapped_column(ForeignKey("sale.id"), sort_order=1)
    business_date: Mapped[date | None] = mapped_column(Date, sort_order=1)  # None when its clock is in doubt


class LineMatch(Base):
    """The product of a sale line that was typed without one (makers 7). The line itself stays as it was typed.

    From its own date the line then counts for shelf and money of the product's maker. A row is never changed; until a
    statement has the line it may be deleted, with a reason.
    """

    __tablename__ = "sale_line_match"
    __table_args__ = table_args()

    id: Mapped[Key]
    sale_line_id: Mapped[int] = mapped_column(ForeignKey("sale_line.id"), unique=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"), index=True)
    matched_at: Mapped[datetime] = mapped_column(Instant)
    matched_by: Mapped[int | None] = mapped_column(BigId)
