"""Drafts: a till's shifts as values of the right shape that are not yet validated."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ShiftDraft:
    """A shift opened on a till, and its end if it has one; amounts in whole rupiah, instants by the till's clock.

    `cashier` is a username as the till sent it.
    """

    uuid: str
    cashier: str
    opened_at: datetime
    float_amount: int | None = None
    closed_at: datetime | None = None
    counted_amount: int | None = None
    difference_reason: str = ""
    first_counted_amount: int | None = None


@dataclass(frozen=True, slots=True)
class UnreadableShift:
    """An item of the wrong shape. It alone is refused, with a code per field."""

    uuid: str
    errors: dict[str, str]


@dataclass(frozen=True, slots=True)
class ShiftAnswer:
    """The answer for one item: `recorded`, `replayed`, `conflict` or `refused`; a refusal has a code per field."""

    uuid: str
    result: str
    errors: tuple[tuple[str, str], ...] = ()
