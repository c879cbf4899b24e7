"""Figures of a maker's pages: rows by booth, and what is owed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from app.settlement.queries.due import Due
from app.settlement.queries.payouts import PayoutRow
from app.settlement.queries.statements import StatementRow


class AtBooth(Protocol):
    """A row that names its booth."""

    @property
    def booth(self) -> str:
        """The booth's name."""


R = TypeVar("R", bound=AtBooth)


@dataclass(frozen=True, slots=True)
class MoneyFigures:
    """Whole rupiah: what booths owe and did not settle yet, settled and not paid yet; the first day some is due."""

    unsettled: int
    unpaid: int
    due_on: date | None


def by_booth(rows: Iterable[R]) -> dict[str, list[R]]:
    """The rows by the name of their booth, in their order."""
    groups: dict[str, list[R]] = {}
    for row in rows:
        groups.setdefault(row.booth, []).append(row)
    return groups


def money_figures(due: Sequence[Due], unpaid: Sequence[StatementRow]) -> MoneyFigures:
    """What all booths together owe; what the maker owes one booth is not taken off what another one pays."""
    return MoneyFigures(
        sum(one.payable for one in due if one.payable > 0),
        sum(one.unpaid for one in unpaid),
        min((one.due_on for one in unpaid), default=None),
    )


def split_statements(
    statements: Iterable[StatementRow], payouts: Mapping[int, Sequence[PayoutRow]]
) -> tuple[list[StatementRow], list[StatementRow], list[StatementRow]]:
    """The statements to be confirmed or paid, in this order; those the maker owes; and the finished ones."""
    confirmable, unpaid, owed, finished = [], [], [], []
    for one in statements:
        if any(paid.is_reversible and paid.answer != "received" for paid in payouts.get(one.id, ())):
            confirmable.append(one)
        elif one.unpaid:
            unpaid.append(one)
        else:
            (owed if one.owed else finished).append(one)
    return confirmable + unpaid, owed, finished
