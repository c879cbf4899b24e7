"""Figures of a maker's pages: rows grouped by booth, and the amounts owed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from app.settlement.queries.due import Due
from app.settlement.queries.payouts import PayoutRow
from app.settlement.queries.statements import StatementRow


class AtBooth(Protocol):
    """A row with the name of its booth."""

    @property
    def booth(self) -> str:
        """Return the booth's name."""


R = TypeVar("R", bound=AtBooth)


@dataclass(frozen=True, slots=True)
class MoneyFigures:
    """Whole rupiah: owed by booths and not settled yet, settled and not paid yet; and the first due day."""

    unsettled: int
    unpaid: int
    due_on: date | None


def by_booth(rows: Iterable[R]) -> dict[str, list[R]]:
    """Return the rows by the name of their booth, in their order."""
    groups: dict[str, list[R]] = {}
    for row in rows:
        groups.setdefault(row.booth, []).append(row)
    return groups


def money_figures(due: Sequence[Due], unpaid: Sequence[StatementRow]) -> MoneyFigures:
    """Return what all booths together owe; what the maker owes one booth is not subtracted from what another pays."""
    return MoneyFigures(
        sum(one.payable for one in due if one.payable > 0),
        sum(one.unpaid for one in unpaid),
        min((one.due_on for one in unpaid), default=None),
    )


def split_statements(
    statements: Iterable[StatementRow], payouts: Mapping[int, Sequence[PayoutRow]]
) -> tuple[list[StatementRow], list[StatementRow], list[StatementRow]]:
    """Return the statements to be confirmed or paid, in this order; those the maker owes; and the finished ones."""
    confirmable, unpaid, owed, finished = [], [], [], []
    for one in statements:
        if any(paid.is_reversible and paid.answer != "received" for paid in payouts.get(one.id, ())):
            confirmable.append(one)
        elif one.unpaid:
            unpaid.append(one)
        else:
            (owed if one.owed else finished).append(one)
    return confirmable + unpaid, owed, finished
