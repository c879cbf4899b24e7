"""The share of each office's people who met their minimum, public if the city switches it on (decisions 21)."""

from dataclasses import dataclass
from typing import Any

from app.closing.queries import list_standings_of_month
from app.compliance.queries import recap_by_opd
from app.compliance.rules import merge_nameless
from app.months.queries import list_months
from app.settings.queries import get_setting
from app.shared import clock
from app.shared.period import Period


@dataclass(frozen=True, slots=True)
class PublicShares:
    """Offices that may be shown alone, the highest share first; `hidden` counts the other offices."""

    period: Period
    is_final: bool
    items: list[dict[str, Any]]
    hidden: int


def find_shares() -> PublicShares | None:
    """Return the last closed month's shares, or the running month's if none is closed; None if the city has not
    switched them on.

    An office with fewer obliged people than the setting (at least 10) never appears, nor one that readers without
    access to persons see only merged with others.
    """
    if not get_setting("public_percentages"):
        return None
    closed = [month.period for month in list_months() if month.is_closed]
    period = closed[-1] if closed else clock.this_period()
    recaps = recap_by_opd(list_standings_of_month(period))
    least = get_setting("public_least_people")
    alone = [one.total for one in merge_nameless(recaps) if one.is_alone]
    shown = [one for one in alone if one.key is not None and one.obliged >= least]
    offices = [one for one in recaps if one.key is not None and one.obliged]
    shown.sort(key=lambda one: (-one.met / one.obliged, one.name))
    items = [{"label": one.name, "part": one.met, "whole": one.obliged} for one in shown]
    return PublicShares(period, bool(closed), items, len(offices) - len(shown))
