"""Daily supplier statements: a booth's sales of one day by maker, to be signed by both. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from app.makers.rules import fold_name


@dataclass(frozen=True, slots=True)
class DayStatementLine:
    """One product at one price; `quantity` in pieces, amounts in whole rupiah."""

    maker_id: int
    maker: str
    product: str
    unit_price: int
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class DayStatement:
    """One maker's statement for a day at a booth; lines sorted by product."""

    maker_id: int
    maker: str
    lines: tuple[DayStatementLine, ...]

    @property
    def quantity(self) -> int:
        """Pieces sold in all."""
        return sum(line.quantity for line in self.lines)

    @property
    def amount(self) -> int:
        """The total in whole rupiah."""
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class DayStatementTotal:
    """The total of all statements of a day: pieces, and whole rupiah."""

    quantity: int
    amount: int


def total_of(statements: Iterable[DayStatement]) -> DayStatementTotal:
    """Sum statements of one day; zeros for none."""
    made = list(statements)
    return DayStatementTotal(
        sum(statement.quantity for statement in made), sum(statement.amount for statement in made)
    )


def make_day_statements(lines: Iterable[DayStatementLine]) -> list[DayStatement]:
    """One statement per maker, sorted by name; makers with the same name stay separate. Lines keep their order."""
    by_maker: dict[int, list[DayStatementLine]] = defaultdict(list)
    for line in lines:
        by_maker[line.maker_id].append(line)
    statements = [
        DayStatement(goods[0].maker_id, goods[0].maker, tuple(goods)) for goods in by_maker.values()
    ]
    return sorted(statements, key=lambda statement: (fold_name(statement.maker), statement.maker_id))
