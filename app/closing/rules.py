"""What must be settled before a month closes, and when it may. Pure (decisions 16-19)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple

from app.months.errors import MonthAlreadyClosed
from app.settings.rules import find_workday_after
from app.shared.errors import Refused
from app.shared.period import Period


class MonthNotOver(Refused):
    """The running month, or a later one, cannot be closed."""


class MonthNotRecorded(Refused):
    """Nothing was recorded in this month: there is nothing to freeze (decisions 5)."""


class ReadinessOpen(Refused):
    """Something is still open, and no override reason was given."""


class StoredFileDamaged(Refused):
    """The kept bytes of a signed file are not those of its hash any more. facts: period, version."""


class StoredFilePurged(Refused):
    """The archive period is over: the bytes are gone, the hash stays (decisions 16). facts: period, version, sha256."""


@dataclass(frozen=True, slots=True)
class ReadinessPoint:
    """One thing still open: its code, how many, and details of counts only (no names)."""

    code: str
    count: int

    def as_json(self) -> dict[str, Any]:
        """As kept with the closing."""
        return asdict(self)


def ensure_may_close(period: Period, *, today: date, is_closed: bool) -> None:
    """MonthNotOver until the month's last day has passed in the city; MonthAlreadyClosed when it is closed."""
    if is_closed:
        raise MonthAlreadyClosed(period=str(period))
    if today <= period.last_day:
        raise MonthNotOver(period=str(period))


def ensure_settled(points: list[ReadinessPoint], override: str) -> None:
    """ReadinessOpen unless nothing is open or somebody says in words why it closes all the same."""
    if points and not override.strip():
        raise ReadinessOpen(count=len(points))


def closing_day(period: Period, workday: int, holidays: frozenset[date] = frozenset()) -> date:
    """The date on which a month closes: the `workday`-th working day of the month after it."""
    return find_workday_after(period.last_day, workday, holidays)


class Outcome(NamedTuple):
    """How a month stands by now, in whole rupiah. `supplement`: the number that made it so, None where the
    figures frozen at closing already said it."""

    status: str | None
    bought: int
    shortfall: int
    supplement: int | None


def after_supplements(
    status: str | None, minimum: int | None, bought: int, gains: Iterable[tuple[int, int]]
) -> Outcome:
    """A frozen month with what its supplements added since, as (number, amount) (decisions 17).

    Only who was judged can be judged anew: a person out of the duty stays so, whatever arrives late.
    """
    now, by = status, None
    for number, amount in sorted(gains):
        bought += amount
        if status in ("met", "short"):
            then = "met" if bought >= (minimum or 0) else "short"
            now, by = then, (number if then != now else by)
    if now == status:
        by = None
    shortfall = max(0, (minimum or 0) - bought) if now == "short" else 0
    return Outcome(now, bought, shortfall, by)
