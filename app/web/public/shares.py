"""Which share of each office met its minimum, for everybody to see, where the city wants it (decisions 21)."""

from dataclasses import dataclass
from typing import Any

from app.closing.queries import list_standings_of_month
from app.compliance.queries import recap_by_opd
from app.months.queries import list_months
from app.settings.queries import get_setting
from app.shared import clock
from app.shared.period import Period


@dataclass(frozen=True, slots=True)
class PublicShares:
    """Offices with enough people, the highest share first; `hidden` is how many have too few to be shown."""

    period: Period
    is_final: bool
    items: list[dict[str, Any]]
    hidden: int


def find_shares() -> PublicShares | None:
    """The last closed month's shares, or the running month's while none was closed. None while the city has
    not switched them on. An office with fewer judged people than the setting (10 at least) never appears."""
    if not get_setting("public_percentages"):
        return None
    closed = [month.period for month in list_months() if month.is_closed]
    period = closed[-1] if closed else clock.this_period()
    offices = [
        one for one in recap_by_opd(list_standings_of_month(period)) if one.key is not None and one.obliged
    ]
    least = get_setting("public_least_people")
    shown = [one for one in offices if one.obliged >= least]
    shown.sort(key=lambda one: (-one.met / one.obliged, one.name))
    items = [{"label": one.name, "part": one.met, "whole": one.obliged} for one in shown]
    return PublicShares(period, bool(closed), items, len(offices) - len(shown))
