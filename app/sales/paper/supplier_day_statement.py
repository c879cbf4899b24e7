"""Daily supplier statements: a booth's sales of one day by maker, to be signed by both. Pure (issue 3, part 5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.makers.rules import fold_name


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One product at one price; `quantity` in pieces, amounts in whole rupiah."""

    maker: str
    product: str
    unit_price: int
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class Slip:
    """One maker's statement for a day at a booth; lines sorted by product."""

    maker: str
    lines: tuple[SlipLine, ...]

    @property
    def quantity(self) -> int:
        """Pieces sold in all."""
        return sum(line.quantity for line in self.lines)

    @property
    def amount(self) -> int:
        """The total in whole rupiah."""
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class SlipTotal:
    """What all slips of a day come to: pieces, and whole rupiah."""

    quantity: int
    amount: int


def total_of(slips: Iterable[Slip]) -> SlipTotal:
    """Sum slips of one day; zeros for none."""
    made = list(slips)
    return SlipTotal(sum(slip.quantity for slip in made), sum(slip.amount for slip in made))


def make_slips(lines: Iterable[SlipLine]) -> list[Slip]:
    """One statement per maker, sorted by name. Names that differ only in case and blanks are one maker."""
    by_maker: dict[str, dict[tuple[str, int], SlipLine]] = {}
    for line in lines:
        goods = by_maker.setdefault(fold_name(line.maker), {})
        key = (fold_name(line.product), line.unit_price)
        goods[key] = _merge_lines(goods[key], line) if key in goods else line
    slips = []
    for _name, goods in sorted(by_maker.items()):
        ordered = tuple(goods[key] for key in sorted(goods))
        slips.append(Slip(ordered[0].maker, ordered))
    return slips


def _merge_lines(one: SlipLine, other: SlipLine) -> SlipLine:
    return SlipLine(
        one.maker, one.product, one.unit_price, one.quantity + other.quantity, one.amount + other.amount
    )
