"""The age of unpaid sums, by maker and booth. Whole rupiah."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.settlement.queries.statements import StatementRow, list_statements
from app.settlement.rules import AgeBand, age_band


@dataclass(frozen=True, slots=True)
class DebtAge:
    """The unpaid sums of one booth and maker: by how late they are, and the part from statements of a given month."""

    maker: str
    booth: str
    bands: dict[AgeBand, int]
    of_month: int

    @property
    def total(self) -> int:
        """The sum of all unpaid amounts."""
        return sum(self.bands.values())

    @property
    def of_others(self) -> int:
        """The unpaid sum of statements of other months."""
        return self.total - self.of_month


def list_debt_ages(made: Iterable[StatementRow], today: date) -> list[DebtAge]:
    """All makers and booths with unpaid sums of any month, by booth and maker.

    `made`: the statements of the month that is reported separately. One SQL statement.
    """
    months = {row.id for row in made}
    statements: dict[tuple[str, str, int, int], list[StatementRow]] = {}
    for row in list_statements(unpaid_only=True):
        key = (row.booth.casefold(), row.maker.casefold(), row.booth_id, row.maker_id)
        statements.setdefault(key, []).append(row)
    return [_debt(rows, months, today) for _key, rows in sorted(statements.items(), key=lambda one: one[0])]


def _debt(rows: list[StatementRow], months: set[int], today: date) -> DebtAge:
    bands: Counter[AgeBand] = Counter()
    for row in rows:
        bands[age_band(row.due_on, today)] += row.unpaid
    return DebtAge(
        rows[0].maker, rows[0].booth, dict(bands), sum(row.unpaid for row in rows if row.id in months)
    )
