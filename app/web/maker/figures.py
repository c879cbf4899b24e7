"""Figures of a maker's pages: rows by booth, and what is owed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from app.settlement.queries.due import Due
from app.settlement.queries.statements import StatementRow


class AtBooth(Protocol):
    """A row that names its booth."""

    @property
    def booth(self) -> str:
        """The booth's name."""


R = TypeVar("R", bound=AtBooth)


@dataclass(frozen=True, slots=True)
class MoneyFigures:
    """Whole rupiah: sold and not settled yet, settled and not paid yet; the first day on which some is due."""

    unsettled: int
    unpaid: int
    due_on: date | None


def by_booth(rows: Iterable[R]) -> dict[str, list[R]]:
    """The rows by the name of their booth, in their order."""
    found: dict[str, list[R]] = {}
    for row in rows:
        found.setdefault(row.booth, []).append(row)
    return found


def money_figures(due: Sequence[Due], unpaid: Sequence[StatementRow]) -> MoneyFigures:
    """What all booths together owe."""
    return MoneyFigures(
        sum(one.payable for one in due),
        sum(one.unpaid for one in unpaid),
        min((one.due_on for one in unpaid), default=None),
    )
