"""The states of months, and bundles of late items. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.shared.period import Period


@dataclass(frozen=True, slots=True)
class MonthState:
    """One month: `state` is `open` or `closed`; `version` is the number of its last closing (0: never)."""

    period: Period
    state: str
    version: int

    @property
    def is_closed(self) -> bool:
        """Whether the month is closed, so that new items are parked (decisions 17)."""
        return self.state == "closed"


@dataclass(frozen=True, slots=True)
class UndecidedItem:
    """An undecided late item; items with the same `bundle` are decided together."""

    id: int
    bundle: int | None
    reason: str


def add_bundled_items(undecided: Iterable[UndecidedItem], chosen: frozenset[int]) -> list[UndecidedItem]:
    """The chosen items and the others of their bundles: a reversal with its original and the corrected sale.

    A reversal accepted without its original or its correction would lower the buyer's sum.
    """
    items = list(undecided)
    bundles = {item.bundle for item in items if item.id in chosen and item.bundle is not None}
    return [item for item in items if item.id in chosen or item.bundle in bundles]
