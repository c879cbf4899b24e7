"""What a shift's drawer should hold. Pure: rows in, sums out (decisions 14, 15).

A sale belongs to the shift it was made in. A reversal or a correction made while the shift was open changed its
drawer; one made after the closing (finance) did not: it is named beside the count, which stays as it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.sales.rules import PAYMENTS


@dataclass(frozen=True, slots=True)
class DrawerRow:
    """Ledger rows of one shift and payment added up: all plain sales together, each later act by itself.

    `acted_at` is when a reversal or correction was made, None for plain sales; `amount` in whole rupiah.
    """

    payment: str
    notes: int
    amount: int
    is_reversal: bool
    acted_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaymentSums:
    """One kind of payment in a shift: notes and rupiah sold, notes and rupiah taken back, and what is left."""

    payment: str
    notes: int
    sold: int
    voids: int
    voided: int

    @property
    def net(self) -> int:
        """Sold less taken back, whole rupiah."""
        return self.sold - self.voided


@dataclass(frozen=True, slots=True)
class DrawerSums:
    """A shift in whole rupiah. `expected` is the drawer's: change money and net cash; the rest is no cash.

    `difference` is counted less expected, None while nothing was counted. `later` is the net of what was taken
    back or corrected after the closing, in `later_acts` acts: it changes no count.
    """

    payments: tuple[PaymentSums, ...]
    float_amount: int
    expected: int
    counted: int | None
    later: int
    later_acts: int

    @property
    def difference(self) -> int | None:
        """Counted less expected."""
        return None if self.counted is None else self.counted - self.expected

    @property
    def cash(self) -> PaymentSums:
        """The cash of the shift, zero where there was none."""
        return next((one for one in self.payments if one.payment == "cash"), PaymentSums("cash", 0, 0, 0, 0))

    @property
    def total(self) -> int:
        """Net of all payments in whole rupiah."""
        return sum(one.net for one in self.payments)


def sum_drawer(
    rows: Iterable[DrawerRow],
    *,
    float_amount: int | None = None,
    counted: int | None = None,
    closed_at: datetime | None = None,
) -> DrawerSums:
    """The figures of one shift; `closed_at` None while it is open."""
    within, later = [], []
    for row in rows:
        is_later = closed_at is not None and row.acted_at is not None and row.acted_at > closed_at
        (later if is_later else within).append(row)
    payments = tuple(_sum_payment(kind, [row for row in within if row.payment == kind]) for kind in PAYMENTS)
    used = tuple(one for one in payments if one.notes or one.voids)
    cash = sum(one.net for one in used if one.payment == "cash")
    return DrawerSums(
        used,
        float_amount or 0,
        (float_amount or 0) + cash,
        counted,
        sum(row.amount for row in later),
        len(later),
    )


def _sum_payment(payment: str, rows: list[DrawerRow]) -> PaymentSums:
    sold = [row for row in rows if not row.is_reversal]
    back = [row for row in rows if row.is_reversal]
    return PaymentSums(
        payment,
        sum(row.notes for row in sold),
        sum(row.amount for row in sold),
        sum(row.notes for row in back),
        -sum(row.amount for row in back),
    )
