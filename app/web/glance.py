"""What pages that show many people at a glance draw: bars cut by status, and twelve months side by side."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.closing.trend import Counts
from app.shared.period import Period
from app.web.filters import bulan, bulan_pendek, persen, rupiah, rupiah_ringkas

SHOWN = ("met", "short", "exempt")
Url = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Stack:
    """One bar: its name, its people, and the addresses of all of them and of each status."""

    label: str
    counts: Counts
    href: str
    hrefs: Mapping[str, str]


def sort_stacks(stacks: Iterable[Stack]) -> list[Stack]:
    """The greatest share first; among equals the greater one; those in which nobody is judged last."""
    judged = [one for one in stacks if one.counts.obliged or one.counts.exempt]
    return sorted(judged, key=lambda one: (-_share(one.counts), -one.counts.obliged, one.label.casefold()))


def _share(counts: Counts) -> float:
    return counts.met / counts.obliged if counts.obliged else -1.0


def share_columns(
    periods: Sequence[Period], counts: Mapping[Period, Counts | None], shown: Period, url: Url
) -> list[dict[str, Any]]:
    """Months as columns of the share that met; None for a month nobody recorded or nobody was judged in."""
    return [
        _column(
            period,
            shown,
            url,
            value=None if not found or not found.obliged else 100 * found.met / found.obliged,
            text=persen(found.met, found.obliged) if found and found.obliged else "",
            short=f"{round(100 * found.met / found.obliged)}" if found and found.obliged else "",
        )
        for period, found in ((one, counts.get(one)) for one in periods)
    ]


def money_columns(
    periods: Sequence[Period], sums: Mapping[Period, int | None], shown: Period, url: Url
) -> list[dict[str, Any]]:
    """Months as columns of whole rupiah; None for a month nobody recorded."""
    return [
        _column(period, shown, url, value=value, text=rupiah(value), short=rupiah_ringkas(value))
        for period, value in ((one, sums.get(one)) for one in periods)
    ]


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
