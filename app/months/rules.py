"""Months and their states as values. Pure."""

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
        """Whether what arrives now is parked (decisions 17)."""
        return self.state == "closed"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One waiting late item as its decision needs it; `bundle` joins sales decided together."""

    id: int
    bundle: int | None
    reason: str


def with_their_bundles(waiting: Iterable[Waiting], chosen: frozenset[int]) -> list[Waiting]:
    """The chosen items and those that stand or fall with them: a reversal with its original, and the corrected sale.

    Taking a reversal without its original (or without the sale that corrects it) would make somebody short.
    """
    items = list(waiting)
    bundles = {item.bundle for item in items if item.id in chosen and item.bundle is not None}
    return [item for item in items if item.id in chosen or item.bundle in bundles]
