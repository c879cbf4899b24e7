"""What may be published about few makers. Values in, values out; amounts in whole rupiah (makers 24)."""

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
    """What one maker sold in one month, reversals taken off; `village` as the register spells it."""

    maker_id: int
    village: str
    amount: int


@dataclass(frozen=True, slots=True)
class VillageFigure:
    """A village's makers with a sale and their sales; both None where `reason` says why they are not published."""

    village: str
    makers: int | None
    amount: int | None
    reason: str = ""


def publish_villages(makers: Iterable[MakerSales]) -> list[VillageFigure]:
    """The figures by village, in the order of their names; makers without a village stand under an empty name.

    A village of fewer than `SMALLEST` is blank. Where the blank ones could be worked out from the city's total, the
    smallest others are blank too, for the same reason, so that nobody reads which is which. Where even that is not
    enough, no village is named.
    """
    groups: dict[str, list[MakerSales]] = {}
    for one in makers:
        groups.setdefault(fold_name(one.village), []).append(one)
    blank = {key for key, group in groups.items() if len(group) < SMALLEST}
    shown = sorted(groups.keys() - blank, key=lambda key: (len(groups[key]), key))
    while shown and _gives_away([len(groups[key]) for key in blank]):
        blank.add(shown.pop(0))
    if not shown and len(blank) > 1 and _gives_away([len(groups[key]) for key in blank]):
        return [VillageFigure("", None, None, PROTECTING)]
    return [_figure(groups[key], PROTECTING if key in blank else "") for key in sorted(groups)]


def _gives_away(blank: Collection[int]) -> bool:
    """Whether the makers of blank villages follow from their total: too few of them, or one in each."""
    return bool(blank) and (sum(blank) < SMALLEST or sum(blank) == len(blank))


def _figure(group: list[MakerSales], reason: str) -> VillageFigure:
    # One village is typed in several ways; the spelling most makers use names it.
    spellings = Counter(one.village for one in group)
    village = min(spellings, key=lambda name: (-spellings[name], name))
    if reason:
        return VillageFigure(village, None, None, reason)
    return VillageFigure(village, len(group), sum(one.amount for one in group))


def is_publishable(makers: int) -> bool:
    """Whether a figure about so many makers may be published; nobody at all gives nobody away."""
    return makers == 0 or makers >= SMALLEST


def publish_count(makers: int) -> int | None:
    """A number of makers, None where it is too small to be published."""
    return makers if is_publishable(makers) else None


def top_share(amounts: Collection[int]) -> float | None:
    """Per cent, to one decimal, of the sales that went to the `TOP` makers with the most; None without sales."""
    total = sum(amounts)
    if total <= 0:
        return None
    return round(100 * sum(sorted(amounts, reverse=True)[:TOP]) / total, 1)


def publish_top_share(amounts: Collection[int]) -> float | None:
    """`top_share` where those outside the top are enough or none; otherwise the rest would give their sum away."""
    return top_share(amounts) if amounts and is_publishable(len(amounts) - TOP) else None
