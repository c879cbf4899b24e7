"""The rules of closing: when a month may close and what must be settled before. Pure (decisions 16-19)."""

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
    """Recording had not begun in this month, so there is nothing to close (decisions 5)."""


class ReadinessOpen(Refused):
    """Points are open, and no reason to close nevertheless was given."""


class StoredFileDamaged(Refused):
    """The stored bytes of a signed file do not have its hash. facts: period, version."""


class StoredFilePurged(Refused):
    """The archive period is over: the bytes are erased, the hash stays (decisions 16). facts: period, version,
    sha256."""


@dataclass(frozen=True, slots=True)
class ReadinessPoint:
    """One kind of open point: its code and count, and details (counts only, no names)."""

    code: str
    count: int

    def as_json(self) -> dict[str, Any]:
        """The JSON stored with the closing."""
        return asdict(self)


def ensure_may_close(period: Period, *, today: date, is_closed: bool) -> None:
    """MonthNotOver until the month's last day has passed in the city; MonthAlreadyClosed when it is closed."""
    if is_closed:
        raise MonthAlreadyClosed(period=str(period))
    if today <= period.last_day:
        raise MonthNotOver(period=str(period))


def ensure_settled(points: list[ReadinessPoint], override: str) -> None:
    """ReadinessOpen if points are open and there is no reason to close nevertheless."""
    if points and not override.strip():
        raise ReadinessOpen(count=len(points))


def closing_day(period: Period, workday: int, holidays: frozenset[date] = frozenset()) -> date:
    """The date on which a month closes: the `workday`-th working day of the month after it."""
    return find_workday_after(period.last_day, workday, holidays)


class Outcome(NamedTuple):
    """A person's month after supplements, in whole rupiah. `supplement`: the number of the one that gave the status,
    None if the snapshot already had it."""

    status: str | None
    bought: int
    shortfall: int
    supplement: int | None


def after_supplements(
    status: str | None, minimum: int | None, bought: int, gains: Iterable[tuple[int, int]]
) -> Outcome:
    """The outcome of a snapshot row with the gains (number, whole rupiah) of its supplements (decisions 17).

    Only `met` and `short` may change; a person without an obligation stays so.
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
