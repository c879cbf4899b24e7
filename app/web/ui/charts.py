"""Charts: bars divided by status, and twelve months side by side."""

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
    """One bar: its name, its people, and the addresses of all of them and of each status.

    `members` names the groups that are shown together as this one.
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
    """Return months as columns of the share that met; None for a month that is not recorded. Where nobody was obliged
    (everybody exempt, the month waived) there is no column but a text that says why."""
    return [_column(period, shown, url, **_share_of(counts.get(period))) for period in periods]


def _share_of(found: Counts | None) -> dict[str, Any]:
    if found is None:
        return {"value": None, "text": "", "short": ""}
    if not found.obliged:
        return {"value": 0, "text": _("tidak ada yang wajib"), "short": ""}
    share = 100 * found.met / found.obliged
    return {"value": share, "text": persen(found.met, found.obliged), "short": f"{round(share)}"}


def money_columns(
    periods: Sequence[Period], sums: Mapping[Period, int | None], shown: Period, url: Url
) -> list[dict[str, Any]]:
    """Return months as columns of whole rupiah, labelled in the unit of `money_unit`; None for a month not recorded."""
    size, _word = _unit(sums)
    return [
        _column(period, shown, url, value=value, text=rupiah(value), short=_in_unit(value, size))
        for period, value in ((one, sums.get(one)) for one in periods)
    ]


def money_unit(sums: Mapping[Period, int | None]) -> str:
    """Return the unit of the columns' labels, so that they stay short enough to stand side by side."""
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
