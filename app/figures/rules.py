"""Rules for publishing figures about few makers (makers 24). Amounts in whole rupiah. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.makers.rules import fold_name

SMALLEST = 5
"""The fewest makers of whom a figure is published; below it a neighbour could work out one maker's money."""
TOP = 5
UNDER, PROTECTING, UNDER_ANSWERS = "under_5", "protects_under_5", "under_5_answers"


@dataclass(frozen=True, slots=True)
class MakerSales:
    """One maker's sales of one month, net of reversals; `village` as spelled in the register."""

    maker_id: int
    village: str
    amount: int


@dataclass(frozen=True, slots=True)
class VillageFigure:
    """The number of a village's makers with a sale, and their sales; both None if `reason` prevents publishing."""

    village: str
    makers: int | None
    amount: int | None
    reason: str = ""


def publish_villages(makers: Iterable[MakerSales]) -> list[VillageFigure]:
    """The figures by village, sorted by name; makers without a village have an empty name.

    A village with fewer than `SMALLEST` makers is blank. If its makers could be computed from the city's total, the
    smallest other villages are blank too, with the same reason, so that they cannot be distinguished. If that is not
    enough either, no village is listed.
    """
    groups: dict[str, list[MakerSales]] = {}
    for maker in makers:
        groups.setdefault(fold_name(maker.village), []).append(maker)
    blank = {key for key, group in groups.items() if len(group) < SMALLEST}
    shown = sorted(groups.keys() - blank, key=lambda key: (len(groups[key]), key))
    while shown and _gives_away([len(groups[key]) for key in blank]):
        blank.add(shown.pop(0))
    if not shown and len(blank) > 1 and _gives_away([len(groups[key]) for key in blank]):
        return [VillageFigure("", None, None, PROTECTING)]
    return [_figure(groups[key], PROTECTING if key in blank else "") for key in sorted(groups)]


def _gives_away(blank: Collection[int]) -> bool:
    """Whether the total of the blank villages reveals single makers: too few of them, or one in each village."""
    return bool(blank) and (sum(blank) < SMALLEST or sum(blank) == len(blank))


def _figure(group: list[MakerSales], reason: str) -> VillageFigure:
    # A village is typed in several ways; the most frequent spelling is used.
    spellings = Counter(one.village for one in group)
    village = min(spellings, key=lambda name: (-spellings[name], name))
    if reason:
        return VillageFigure(village, None, None, reason)
    return VillageFigure(village, len(group), sum(one.amount for one in group))


def is_publishable(makers: int) -> bool:
    """Whether a figure about so many makers may be published; 0 reveals nobody."""
    return makers == 0 or makers >= SMALLEST


def publish_count(makers: int) -> int | None:
    """The number of makers, or None if it is too small to be published."""
    return makers if is_publishable(makers) else None


def top_share(amounts: Collection[int]) -> float | None:
    """The share of the `TOP` best-selling makers in the sales, in per cent with one decimal; None without sales."""
    total = sum(amounts)
    if total <= 0:
        return None
    return round(100 * sum(sorted(amounts, reverse=True)[:TOP]) / total, 1)


def publish_top_share(amounts: Collection[int]) -> float | None:
    """`top_share`, or None if so few makers are outside the top that the rest would reveal their sum."""
    return top_share(amounts) if amounts and is_publishable(len(amounts) - TOP) else None
