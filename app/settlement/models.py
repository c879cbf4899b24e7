"""Tables of terms, statements and payouts. Statements, their lines and payouts are append-only on both engines.

No balance is stored: debts are computed from the unsettled lines, and the balance of a statement from its payments
(`lookups/balance.py`).
"""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.decisions.models import Decidable
from app.shared.columns import Base, BigId, Instant, Key, table_args

_HOLDERS = "('booth','maker')"


class ConsignmentTerms(Base):
    """The terms that one maker and one booth agreed, from a local date until the next terms begin (makers 5).

    `share_percent`: the booth's share of the price. `loss_bearer` and `expiry_bearer`: who pays for broken or lost, and
    for expired goods. `due_days`: days after a statement until payment is due. `paper_number`: the signed paper.
    """

    __tablename__ = "consignment_terms"
    __table_args__ = table_args(
        UniqueConstraint("maker_id", "booth_id", "effective_from"),
        CheckConstraint("share_percent BETWEEN 0 AND 50", name="share_percent"),
        CheckConstraint(f"loss_bearer IN {_HOLDERS}", name="loss_bearer"),
        CheckConstraint(f"expiry_bearer IN {_HOLDERS}", name="expiry_bearer"),
        CheckConstraint("due_days BETWEEN 0 AND 15", name="due_days"),
    )

    id: Mapped[Key]
    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"))
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"), index=True)
    effective_from: Mapped[date] = mapped_column(Date)
    share_percent: Mapped[int] = mapped_column(Integer)
    loss_bearer: Mapped[str] = mapped_column(String(5))
    expiry_bearer: Mapped[str] = mapped_column(String(5))
    due_days: Mapped[int] = mapped_column(Integer)
    paper_number: Mapped[str] = mapped_column(String(40), default="")
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[int | None] = mapped_column(BigId)


class BoothMoney(Base):
    """The holder of a booth's QRIS payments, from a local date until the next row begins (makers 12).

    Before the first row, the booth's mode of that day decides.
    """

    __tablename__ = "booth_money"
    __table_args__ = table_args(
        UniqueConstraint("booth_id", "effective_from"),
        CheckConstraint(f"qris_holder IN {_HOLDERS}", name="qris_holder"),
    )

    id: Mapped[Key]
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    effective_from: Mapped[date] = mapped_column(Date)
    qris_holder: Mapped[str] = mapped_column(String(5))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[int | None] = mapped_column(BigId)


class Statement(Base):
    """A statement (*nota penyelesaian*) for one maker at one booth, in whole rupiah (makers 11, 12). Never edited.

    `held_gross`: the part of `gross` whose money the booth holds; `payable` = `held_gross` − `share` + `losses` +
    `carried`. A balance below zero is carried into the statement whose `previous_id` is this one.
    """

    __tablename__ = "statement"
    __table_args__ = table_args(
        UniqueConstraint("booth_id", "year", "sequence"),
        CheckConstraint("sequence > 0", name="sequence"),
        CheckConstraint("payable = held_gross - share + losses + carried", name="payable"),
        CheckConstraint("carried <= 0", name="carried"),
        CheckConstraint("carried = 0 OR previous_id IS NOT NULL", name="carried_from"),
        CheckConstraint("previous_id IS NULL OR previous_id < id", name="previous_before"),
        CheckConstraint("money_with IN ('booth','maker','mixed')", name="money_with"),
        CheckConstraint("line_count + loss_count > 0", name="not_empty"),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(String(40), unique=True)
    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"), index=True)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    year: Mapped[int] = mapped_column(Integer)
    sequence: Mapped[int] = mapped_column(Integer)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id"), unique=True)
    to_seq: Mapped[int] = mapped_column(BigInteger)  # highest sale id that existed
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[int | None] = mapped_column(BigId)
    due_on: Mapped[date] = mapped_column(Date)
    line_count: Mapped[int] = mapped_column(Integer)
    loss_count: Mapped[int] = mapped_column(Integer)
    gross: Mapped[int] = mapped_column(BigInteger)
    held_gross: Mapped[int] = mapped_column(BigInteger)
    share: Mapped[int] = mapped_column(BigInteger)
    losses: Mapped[int] = mapped_column(BigInteger)
    carried: Mapped[int] = mapped_column(BigInteger)
    payable: Mapped[int] = mapped_column(BigInteger)
    money_with: Mapped[str] = mapped_column(String(5))


class StatementLine(Base):
    """A sale line that a statement settles; each line once, also of parked sales (makers 7, 11)."""

    __tablename__ = "statement_line"
    __table_args__ = table_args(
        CheckConstraint("percent BETWEEN 0 AND 50", name="percent"),
        CheckConstraint("abs(share) <= abs(amount)", name="share"),
        CheckConstraint(f"money_with IN {_HOLDERS}", name="money_with"),
    )

    id: Mapped[Key]
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), index=True)
    sale_line_id: Mapped[int] = mapped_column(ForeignKey("sale_line.id"), unique=True)
    quantity: Mapped[int] = mapped_column(Integer)
    amount: Mapped[int] = mapped_column(BigInteger)
    percent: Mapped[int] = mapped_column(Integer)
    share: Mapped[int] = mapped_column(BigInteger)
    money_with: Mapped[str] = mapped_column(String(5))


class StatementLoss(Base):
    """Goods lost at the booth's cost, settled once: pieces × the catalogue price of that day − the share."""

    __tablename__ = "statement_loss"
    __table_args__ = table_args(
        CheckConstraint("pieces > 0", name="pieces"),
        CheckConstraint("amount = pieces * unit_price", name="amount"),
        CheckConstraint("share BETWEEN 0 AND amount", name="share"),
    )

    id: Mapped[Key]
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), index=True)
    move_id: Mapped[int] = mapped_column(ForeignKey("stock_move.id"), unique=True)
    pieces: Mapped[int] = mapped_column(Integer)
    unit_price: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)
    share: Mapped[int] = mapped_column(BigInteger)


class StatementFile(Base):
    """The unchanged bytes of a statement's workbook; their hash is sealed with the statement's audit event."""

    __tablename__ = "statement_file"
    __table_args__ = table_args()

    id: Mapped[Key]
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Payout(Base):
    """A payment to a maker on a statement, or the reversal of a wrong one (`reversal_of`, negative). Never edited."""

    __tablename__ = "payout"
    __table_args__ = table_args(
        CheckConstraint(
            "(reversal_of IS NULL AND amount > 0) OR (reversal_of IS NOT NULL AND amount < 0)", name="sign"
        ),
        CheckConstraint("abs(amount) <= 999999999999", name="cap"),
        CheckConstraint("way IN ('cash','transfer')", name="way"),
        CheckConstraint("approved_by IS NULL OR approved_by <> paid_by", name="two_people"),
    )

    id: Mapped[Key]
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), index=True)
    reversal_of: Mapped[int | None] = mapped_column(ForeignKey("payout.id"), unique=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    way: Mapped[str] = mapped_column(String(8))
    reference: Mapped[str] = mapped_column(String(100))
    paid_at: Mapped[datetime] = mapped_column(Instant)
    paid_by: Mapped[int | None] = mapped_column(BigId)
    approved_by: Mapped[int | None] = mapped_column(BigId)
    reason: Mapped[str] = mapped_column(String(300), default="")


class Remittance(Base):
    """A payment by a maker on a statement below zero, or the reversal of a wrong one (`reversal_of`). Never edited.

    A reversal belongs to the statement that carries the sum by then, so that no carried sum changes afterwards.
    """

    __tablename__ = "remittance"
    __table_args__ = table_args(
        CheckConstraint(
            "(reversal_of IS NULL AND amount > 0) OR (reversal_of IS NOT NULL AND amount < 0)", name="sign"
        ),
        CheckConstraint("abs(amount) <= 999999999999", name="cap"),
        CheckConstraint("way IN ('cash','transfer')", name="way"),
    )

    id: Mapped[Key]
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), index=True)
    reversal_of: Mapped[int | None] = mapped_column(ForeignKey("remittance.id"), unique=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    way: Mapped[str] = mapped_column(String(8))
    reference: Mapped[str] = mapped_column(String(100))
    received_at: Mapped[datetime] = mapped_column(Instant)
    received_by: Mapped[int | None] = mapped_column(BigId)
    reason: Mapped[str] = mapped_column(String(300), default="")


class PayoutRequest(Decidable, Base):
    """A payout above the city's limit, prepared by one person and approved by another (makers 13)."""

    __tablename__ = "payout_request"
    __table_args__ = table_args(
        CheckConstraint("amount > 0 AND amount <= 999999999999", name="amount"),
        CheckConstraint("way IN ('cash','transfer')", name="way"),
        CheckConstraint("decision IS NULL OR decision IN ('approved','dismissed')", name="decision"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided"),
        CheckConstraint(
            "decided_by IS NULL OR decided_by <> prepared_by OR decision = 'dismissed'", name="two_people"
        ),
    )

    id: Mapped[Key]
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    way: Mapped[str] = mapped_column(String(8))
    reference: Mapped[str] = mapped_column(String(100))
    prepared_at: Mapped[datetime] = mapped_column(Instant)
    prepared_by: Mapped[int | None] = mapped_column(BigId)


class PayoutAnswer(Base):
    """A maker's answer to a payout: received, or not received yet; the last answer counts."""

    __tablename__ = "payout_answer"
    __table_args__ = table_args(CheckConstraint("answer IN ('received','missing')", name="answer"))

    id: Mapped[Key]
    payout_id: Mapped[int] = mapped_column(ForeignKey("payout.id"), index=True)
    answer: Mapped[str] = mapped_column(String(8))
    answered_at: Mapped[datetime] = mapped_column(Instant)
    answered_by: Mapped[int | None] = mapped_column(BigId)
    is_by_officer: Mapped[bool] = mapped_column(default=False)
