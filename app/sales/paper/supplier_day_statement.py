"""A day's goods by maker, for the slip both sides sign. Pure: rows in, slips out (issue 3, part 5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.makers.rules import fold_name


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One product at one price: pieces, and whole rupiah."""

    maker: str
    product: str
    unit_price: int
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class Slip:
    """One maker's day at a booth, lines by product; sums in pieces and whole rupiah."""

    maker: str
    lines: tuple[SlipLine, ...]

    @property
    def quantity(self) -> int:
        """Pieces sold."""
        return sum(line.quantity for line in self.lines)

    @property
    def amount(self) -> int:
        """Whole rupiah."""
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
    """One slip per maker, by name; however a cashier typed a name, it is one maker's."""
    by_maker: dict[str, dict[tuple[str, int], SlipLine]] = {}
    for line in lines:
        goods = by_maker.setdefault(fold_name(line.maker), {})
        key = (fold_name(line.product), line.unit_price)
        goods[key] = _together(goods[key], line) if key in goods else line
    slips = []
    for _name, goods in sorted(by_maker.items()):
        ordered = tuple(goods[key] for key in sorted(goods))
        slips.append(Slip(ordered[0].maker, ordered))
    return slips


def _together(one: SlipLine, other: SlipLine) -> SlipLine:
    return SlipLine(
        one.maker, one.product, one.unit_price, one.quantity + other.quantity, one.amount + other.amount
    )
