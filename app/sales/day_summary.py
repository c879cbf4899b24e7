"""What a booth's day comes to. Pure: rows in, sums out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.sales.rules import PAYMENTS


class DayRow(Protocol):
    """What matters of a ledger row here."""

    amount: int
    payment: str
    void_of: int | None
    voided_by: int | None


@dataclass(frozen=True, slots=True)
class DaySums:
    """Whole rupiah of the notes that stand, and (payment, notes, rupiah) in the order of payments."""

    total: int
    by_payment: tuple[tuple[str, int, int], ...]


def sum_day(rows: Sequence[DayRow]) -> DaySums:
    """Sums of the notes nobody took back; reversals and what they reverse cancel out and are left out."""
    standing = [row for row in rows if row.void_of is None and row.voided_by is None]
    parts = []
    for kind in PAYMENTS:
        amounts = [row.amount for row in standing if row.payment == kind]
        if amounts:
            parts.append((kind, len(amounts), sum(amounts)))
    return DaySums(sum(row.amount for row in standing), tuple(parts))
