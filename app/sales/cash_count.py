"""Computes the cash that a shift's drawer should hold. Pure (decisions 14, 15).

A sale belongs to the shift it was made in. A reversal or correction made while the shift was open changes the expected
cash. One that finance made after the closing does not: it is reported beside the count as `later`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.sales.rules import PAYMENTS


@dataclass(frozen=True, slots=True)
class DrawerRow:
    """Ledger rows of one shift and payment, summed: all plain sales in one row, each reversal or correction in its own.

    `acted_at` is when a reversal or correction was made, None for plain sales; `amount` in whole rupiah.
    """

    payment: str
    receipts: int
    amount: int
    is_reversal: bool
    acted_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaymentSums:
    """One payment method in a shift: receipts and rupiah sold, receipts and rupiah reversed."""

    payment: str
    receipts: int
    sold: int
    voids: int
    voided: int

    @property
    def net(self) -> int:
        """Sold minus reversed, in whole rupiah."""
        return self.sold - self.voided


@dataclass(frozen=True, slots=True)
class DrawerSums:
    """The sums of a shift in whole rupiah. `expected` is the cash in the drawer: change money plus net cash sales.

    `difference` is counted minus expected, None if nothing was counted. `later` is the net of `later_acts` reversals
    and corrections made after the closing; it does not change `expected`.
    """

    payments: tuple[PaymentSums, ...]
    float_amount: int
    expected: int
    counted: int | None
    later: int
    later_acts: int

    @property
    def difference(self) -> int | None:
        """Counted minus expected, in whole rupiah; None if nothing was counted."""
        return None if self.counted is None else self.counted - self.expected

    @property
    def cash(self) -> PaymentSums:
        """The sums of cash sales; zero if there were none."""
        return next(
            (payment for payment in self.payments if payment.payment == "cash"),
            PaymentSums("cash", 0, 0, 0, 0),
        )

    @property
    def total(self) -> int:
        """Net of all payments in whole rupiah."""
        return sum(payment.net for payment in self.payments)


def sum_drawer(
    rows: Iterable[DrawerRow],
    *,
    float_amount: int | None = None,
    counted: int | None = None,
    closed_at: datetime | None = None,
) -> DrawerSums:
    """The sums of one shift; `closed_at` is None while the shift is open."""
    within, later = [], []
    for row in rows:
        is_later = closed_at is not None and row.acted_at is not None and row.acted_at > closed_at
        (later if is_later else within).append(row)
    payments = tuple(_sum_payment(kind, [row for row in within if row.payment == kind]) for kind in PAYMENTS)
    used = tuple(payment for payment in payments if payment.receipts or payment.voids)
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
    reversed_rows = [row for row in rows if row.is_reversal]
    return PaymentSums(
        payment,
        sum(row.receipts for row in sold),
        sum(row.amount for row in sold),
        sum(row.receipts for row in reversed_rows),
        -sum(row.amount for row in reversed_rows),
    )
