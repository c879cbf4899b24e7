"""The datasets of `/data`: one entry each, with its columns and the function that makes a month's rows."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from app.curation.queries.agencies import list_answers
from app.figures.queries import (
    PublishedMonth,
    count_new_makers,
    list_published,
    list_quiet_makers,
    sum_reached,
    sum_sales,
)
from app.figures.rules import (
    UNDER,
    UNDER_ANSWERS,
    MakerSales,
    is_publishable,
    publish_count,
    publish_top_share,
    publish_villages,
)
from app.shared.period import Period

QUIET_MONTHS = 3
"""A maker is counted as without a sale after so many months without one."""
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Dataset:
    """An open dataset: its name in the address, its columns in order, and the function that makes a month's rows, which
    are then stored; None if they are read each time, because their source never changes."""

    slug: str
    columns: tuple[str, ...]
    build: Callable[[Period, list[MakerSales]], Rows] | None = None


def _month(period: Period, makers: list[MakerSales]) -> Rows:
    reached, served = sum_reached(period.first_day, period.last_day)
    may_sales, may_reached = is_publishable(len(makers)), is_publishable(served)
    hidden = [name for name, may in (("sales", may_sales), ("reached_makers", may_reached)) if not may]
    return [
        {
            "month": str(period),
            "sales": sum_sales(period.first_day, period.last_day) if may_sales else None,
            "makers": publish_count(len(makers)),
            "reached_makers": reached if may_reached else None,
            "reason": UNDER if hidden else "",
        }
    ]


def _villages(period: Period, makers: list[MakerSales]) -> Rows:
    return [
        {
            "month": str(period),
            "village": one.village,
            "makers": one.makers,
            "sales": one.amount,
            "reason": one.reason,
        }
        for one in publish_villages(makers)
    ]


def _fairness(period: Period, makers: list[MakerSales]) -> Rows:
    since = period.shift(1 - QUIET_MONTHS).first_day
    figures = {
        "top_five_percent": publish_top_share([maker.amount for maker in makers]),
        "makers_without_sale": publish_count(len(list_quiet_makers(since, period.last_day))),
        "new_makers": publish_count(count_new_makers(period.first_day, period.last_day)),
    }
    reason = UNDER if makers and None in figures.values() else ""
    return [{"month": str(period), **figures, "reason": reason}]


DATASETS = {
    one.slug: one
    for one in (
        Dataset("bulan", ("month", "sales", "makers", "reached_makers", "reason"), _month),
        Dataset("kelurahan", ("month", "village", "makers", "sales", "reason"), _villages),
        Dataset(
            "keadilan",
            ("month", "top_five_percent", "makers_without_sale", "new_makers", "reason"),
            _fairness,
        ),
        Dataset("kurasi", ("month", "agency", "answers", "median_days", "reason")),
    )
}


def list_months(dataset: Dataset, last: int | None = None) -> list[PublishedMonth]:
    """The published months of a dataset, latest first; at most `last` of them. At most three statements."""
    if dataset.build:
        return list_published(dataset.slug, last)
    months = list_published("bulan", last)
    if not months:
        return []
    taken: dict[Period, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for agency, day, days in list_answers(months[-1].period.first_day, months[0].period.last_day):
        taken[Period.of(day)][agency].append(days)
    return [
        replace(month, dataset=dataset.slug, rows=_agencies(month.period, taken[month.period]))
        for month in months
    ]


def _agencies(period: Period, taken: Mapping[str, list[int]]) -> Rows:
    return [
        {
            "month": str(period),
            "agency": agency,
            "answers": publish_count(len(days)),
            "median_days": float(median(days)) if is_publishable(len(days)) else None,
            "reason": "" if is_publishable(len(days)) else UNDER_ANSWERS,
        }
        for agency, days in taken.items()
    ]
