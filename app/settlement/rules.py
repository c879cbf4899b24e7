"""The rules of money owed to makers and of their terms (makers 5, 11–13). Whole rupiah. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Holder = Literal["booth", "maker"]
AgeBand = Literal["not_due", "week", "month", "older"]
AGE_BANDS: tuple[AgeBand, ...] = ("not_due", "week", "month", "older")
"""How late an unpaid sum is, by `age_band`."""
MOST_SHARE = 50
MOST_DUE_DAYS = 15
DEFAULT_DUE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a maker and a booth: the booth's share in per cent, who pays for losses, days until payment."""

    share_percent: int = 0
    loss_bearer: Holder = "booth"
    expiry_bearer: Holder = "maker"
    due_days: int = DEFAULT_DUE_DAYS


NO_TERMS = Terms()
"""What holds while nothing is agreed (makers 5)."""


def terms_on(agreed: Iterable[tuple[date, Terms]], day: date) -> Terms:
    """The terms in force on a local date: the latest that begin on or before it, else `NO_TERMS`."""
    begun = [one for one in agreed if one[0] <= day]
    return max(begun, key=lambda one: one[0])[1] if begun else NO_TERMS


def bearer_of_loss(kind: str, terms: Terms) -> Holder:
    """Who pays for a loss of this kind: `expired`, `broken`, `lost`, or missing at a `count` (makers 5)."""
    return terms.expiry_bearer if kind == "expired" else terms.loss_bearer


def owed_for_loss(pieces: int, unit_price: int, percent: int) -> int:
    """The sum a booth owes the maker for a loss: the price of the pieces − the booth's share (makers 11)."""
    amount = pieces * unit_price
    return amount - amount * percent // 100


def holders(found: Iterable[str]) -> str:
    """`booth`, `maker`, or `mixed` if both hold money; `booth` if nothing was sold."""
    either = set(found)
    return "mixed" if len(either) > 1 else next(iter(either), "booth")


def payable(held_gross: int, share: int, losses: int, carried: int) -> int:
    """The sum the booth owes the maker; below zero the maker owes it, and the next statement carries it."""
    return held_gross - share + losses + carried


def unprepared(unpaid: int, prepared: Iterable[int]) -> int:
    """The part of the unpaid sum that is not prepared for approval either; never below zero."""
    return max(0, unpaid - sum(prepared))


def statement_number(booth_id: int, year: int, sequence: int) -> str:
    """The number of a statement, counted per booth and year: `NP-3-2026-0004`."""
    return f"NP-{booth_id}-{year}-{sequence:04d}"


def age_band(due_on: date, today: date) -> AgeBand:
    """The band of an unpaid sum: not yet due, or 1-7, 8-30, more than 30 days late."""
    late = (today - due_on).days
    if late <= 0:
        return "not_due"
    if late <= 7:
        return "week"
    return "month" if late <= 30 else "older"
