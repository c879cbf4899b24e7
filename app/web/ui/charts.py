"""Values of the charts: bars divided by status, and columns of twelve months."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.closing.trend import Counts
from app.shared.period import Period
from app.web.ui.filters import bulan, bulan_pendek, persen, rupiah

SHOWN = ("met", "short", "exempt")
Url = Callable[..., str]


@dataclass(frozen=True, slots=True)
class StackedBar:
    """One bar: its label, its counts, the URL of all its people (`href`) and of those of each status (`hrefs`).

    `members`: the names of the groups that this bar merges.
    """

    label: str
    counts: Counts
    href: str
    hrefs: Mapping[str, str]
    members: tuple[str, ...] = ()


def sort_stacks(stacks: Iterable[StackedBar]) -> list[StackedBar]:
    """Sort by share, the greatest first; among equals the bar with more people; bars without obliged people come
    last."""
    judged = [one for one in stacks if one.counts.obliged or one.counts.exempt]
    return sorted(judged, key=lambda one: (-_share(one.counts), -one.counts.obliged, one.label.casefold()))


def _share(counts: Counts) -> float:
    return counts.met / counts.obliged if counts.obliged else -1.0


def share_columns(
    periods: Sequence[Period], counts: Mapping[Period, Counts | None], shown: Period, url: Url
) -> list[dict[str, Any]]:
    """Return a column per month: the share of obliged people who met the minimum; None for a month that is not
    recorded. If nobody was obliged (all exempt, or the month waived) the column has a text and no height."""
    return [_column(period, shown, url, **_share_of(counts.get(period))) for period in periods]


def _share_of(counts: Counts | None) -> dict[str, Any]:
    if counts is None:
        return {"value": None, "text": "", "short": ""}
    if not counts.obliged:
        return {"value": 0, "text": _("tidak ada yang wajib"), "short": ""}
    share = 100 * counts.met / counts.obliged
    return {"value": share, "text": persen(counts.met, counts.obliged), "short": f"{round(share)}"}


def money_columns(
    periods: Sequence[Period], sums: Mapping[Period, int | None], shown: Period, url: Url
) -> list[dict[str, Any]]:
    """Return a column of whole rupiah per month, labelled in the unit of `money_unit`; None for a month that is not
    recorded."""
    size, _word = _unit(sums)
    return [
        _column(period, shown, url, value=value, text=rupiah(value), short=_in_unit(value, size))
        for period, value in ((one, sums.get(one)) for one in periods)
    ]


def money_unit(sums: Mapping[Period, int | None]) -> str:
    """Return the unit of the columns' labels, chosen so that the labels stay short."""
    return str(_unit(sums)[1])


_UNITS = (
    (1_000_000_000, _l("miliar rupiah")),
    (1_000_000, _l("juta rupiah")),
    (1_000, _l("ribu rupiah")),
)


def _unit(sums: Mapping[Period, int | None]) -> tuple[int, Any]:
    most = max((value or 0 for value in sums.values()), default=0)
    return next((one for one in _UNITS if most >= one[0]), _UNITS[-1])


def _in_unit(value: int | None, size: int) -> str:
    share = (value or 0) / size
    return str(format_decimal(share, "#,##0" if share >= 9.95 else "#,##0.0", locale=get_locale()))


def _column(period: Period, shown: Period, url: Url, **values: Any) -> dict[str, Any]:
    none = values["value"] is None
    return {
        "label": bulan_pendek(period),
        "name": bulan(period),
        "href": None if none else url(period),
        "marked": period == shown,
        **values,
        "text": _("belum dicatat") if none else values["text"],
    }
