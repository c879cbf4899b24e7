"""Tables of goods: supply notes, moves, counts. `stock_move` is append-only on both engines.

The shelf is not stored: it is computed as moves − sale lines at an instant (makers 7).
"""

from datetime import date, datetime

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

from app.shared.columns import Base, BigId, Instant, Key, table_args

_KINDS = "'delivery','return','broken','lost','expired','found'"
MAX_PIECES = 10_000
"""Most pieces of one line, as of a sale's line."""


class SupplyNote(Base):
    """A supply note (*nota titip*) of one maker at one booth: goods delivered, returned or lost (makers 6).

    States: `announced` by the maker, `handed` over, `checked` by the booth; only then do its lines move goods.
    `sequence` counts per booth and year; `book_note` is the number in a handwritten book, if it comes from one.
    """

    __tablename__ = "supply_note"
    __table_args__ = table_args(
        UniqueConstraint("booth_id", "year", "sequence"),
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        CheckConstraint("state IN ('announced','handed','checked','withdrawn')", name="state"),
        CheckConstraint("(state = 'checked') = (checked_at IS NOT NULL)", name="checked"),
        CheckConstraint("source IN ('maker','booth','book')", name="source"),
        CheckConstraint("answer IN ('','agreed','objected')", name="answer"),
        CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("sequence > 0", name="sequence"),
        Index("ix_supply_note_booth_state", "booth_id", "state"),
    )

    id: Mapped[Key]
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"), index=True)
    year: Mapped[int] = mapped_column(Integer)
    sequence: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(9))
    source: Mapped[str] = mapped_column(String(5))
    book_note: Mapped[str | None] = mapped_column(String(60))
    moved_at: Mapped[datetime] = mapped_column(Instant)  # when the goods came or left, if known
    announced_at: Mapped[datetime | None] = mapped_column(Instant)
    handed_at: Mapped[datetime | None] = mapped_column(Instant)
    checked_at: Mapped[datetime | None] = mapped_column(Instant)
    checked_by: Mapped[int | None] = mapped_column(BigId)
    answer: Mapped[str] = mapped_column(String(8), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by: Mapped[int | None] = mapped_column(BigId)
    remark: Mapped[str] = mapped_column(String(300), default="")


class SupplyLine(Base):
    """One product of a supply note: the maker's figure and, once checked, the booth's, which counts.

    `reason`: why the figures differ, or how goods were lost. `unit_price`: the note's price in whole rupiah.
    """

    __tablename__ = "supply_line"
    __table_args__ = table_args(
        UniqueConstraint("note_id", "position"),
        UniqueConstraint("booth_id", "book_note", "book_line"),
        CheckConstraint(f"stated_quantity BETWEEN 0 AND {MAX_PIECES}", name="stated_quantity"),
        CheckConstraint(f"counted_quantity BETWEEN 0 AND {MAX_PIECES}", name="counted_quantity"),
        CheckConstraint(
            "counted_quantity IS NULL OR counted_quantity = stated_quantity OR reason <> ''",
            name="difference",
        ),
        CheckConstraint("unit_price > 0 AND unit_price <= 999999999999", name="unit_price"),
    )

    id: Mapped[Key]
    note_id: Mapped[int] = mapped_column(ForeignKey("supply_note.id"))
    position: Mapped[int] = mapped_column(Integer)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    stated_quantity: Mapped[int] = mapped_column(Integer)
    counted_quantity: Mapped[int | None] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(100), default="")
    unit_price: Mapped[int] = mapped_column(BigInteger)
    best_before: Mapped[date | None] = mapped_column(Date)
    book_note: Mapped[str | None] = mapped_column(String(60))
    book_line: Mapped[int | None] = mapped_column(Integer)
    remark: Mapped[str] = mapped_column(String(300), default="")


class StockMove(Base):
    """Pieces that came to a booth (+) or left it other than by a sale (−). Never edited.

    It is made by one checked line of a supply note, or by one line of a final count.
    """

    __tablename__ = "stock_move"
    __table_args__ = table_args(
        CheckConstraint(f"kind IN ({_KINDS},'count')", name="kind"),
        CheckConstraint("(line_id IS NULL) <> (count_line_id IS NULL)", name="one_origin"),
        CheckConstraint("(kind = 'count') = (count_line_id IS NOT NULL)", name="counted"),
        CheckConstraint(
            "(kind IN ('delivery','found') AND quantity > 0) OR "
            "(kind IN ('return','broken','lost','expired') AND quantity < 0) OR (kind = 'count' AND quantity <> 0)",
            name="direction",
        ),
        Index("ix_stock_move_shelf", "booth_id", "product_id", "business_date"),
    )

    id: Mapped[Key]
    line_id: Mapped[int | None] = mapped_column(ForeignKey("supply_line.id"), unique=True)
    count_line_id: Mapped[int | None] = mapped_column(ForeignKey("count_line.id"), unique=True)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    kind: Mapped[str] = mapped_column(String(8))
    quantity: Mapped[int] = mapped_column(Integer)
    moved_at: Mapped[datetime] = mapped_column(Instant)
    business_date: Mapped[date] = mapped_column(Date)  # of `moved_at`, in the city's zone
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[int | None] = mapped_column(BigId)


class StockCount(Base):
    """A count of a booth's shelf (*hitung rak*); final only when every till has synced past it (makers 8).

    State `waiting`: its figures are complete, but tills may still send earlier sales. One unfinished count per booth.
    """

    __tablename__ = "stock_count"
    __table_args__ = table_args(
        Index(
            "uq_stock_count_unfinished",
            "booth_id",
            unique=True,
            sqlite_where=text("state IN ('open','waiting')"),
            postgresql_where=text("state IN ('open','waiting')"),
        ),
        CheckConstraint("state IN ('open','waiting','final','dropped')", name="state"),
        CheckConstraint("(state IN ('final','dropped')) = (ended_at IS NOT NULL)", name="ended"),
    )

    id: Mapped[Key]
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"), index=True)
    state: Mapped[str] = mapped_column(String(7))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    opened_by: Mapped[int | None] = mapped_column(BigId)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_by: Mapped[int | None] = mapped_column(BigId)


class CountLine(Base):
    """The pieces of one product as counted at an instant; uncounted products have no line."""

    __tablename__ = "count_line"
    __table_args__ = table_args(
        UniqueConstraint("count_id", "product_id"),
        CheckConstraint(f"counted BETWEEN 0 AND {MAX_PIECES}", name="counted"),
    )

    id: Mapped[Key]
    count_id: Mapped[int] = mapped_column(ForeignKey("stock_count.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    counted: Mapped[int] = mapped_column(Integer)
    counted_at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(100), default="")


class CountRelease(Base):
    """A manager's decision, with its reason, that a count no longer waits for a till, e.g. because it was lost."""

    __tablename__ = "count_release"
    __table_args__ = table_args(
        UniqueConstraint("count_id", "till_id"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[Key]
    count_id: Mapped[int] = mapped_column(ForeignKey("stock_count.id"))
    till_id: Mapped[int] = mapped_column(ForeignKey("till.id"), index=True)
    reason: Mapped[str] = mapped_column(String(100))
    released_at: Mapped[datetime] = mapped_column(Instant)
    released_by: Mapped[int | None] = mapped_column(BigId)
