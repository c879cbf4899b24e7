"""Sums the sales of a booth's day. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.sales.rules import PAYMENTS


class DayRow(Protocol):
    """The columns of a ledger row that `sum_day` reads."""

    amount: int
    payment: str
    void_of: int | None
    voided_by: int | None


@dataclass(frozen=True, slots=True)
class DaySums:
    """Whole rupiah of the receipts that were not reversed, and (payment, receipts, rupiah) in the order of PAYMENTS."""

    total: int
    by_payment: tuple[tuple[str, int, int], ...]


def sum_day(rows: Sequence[DayRow]) -> DaySums:
    """The sums of the receipts that were not reversed; reversed sales and their reversals are left out."""
    standing = [row for row in rows if row.void_of is None and row.voided_by is None]
    parts = []
    for kind in PAYMENTS:
        amounts = [row.amount for row in standing if row.payment == kind]
        if amounts:
            parts.append((kind, len(amounts), sum(amounts)))
    return DaySums(sum(row.amount for row in standing), tuple(parts))
