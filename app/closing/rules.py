"""The rules of closing: when a month may close and what must be settled before. Pure (decisions 16-19)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from app.compliance.rules import Recap, StandingRow, recap_by_opd
from app.months.errors import MonthAlreadyClosed
from app.notices.rules import FINANCE, Message, employee, unit
from app.settings.rules import find_workday_after
from app.shared.errors import Refused
from app.shared.period import Period


class MonthNotOver(Refused):
    """The current month, or a later one, cannot be closed."""


class MonthNotRecorded(Refused):
    """Recording had not begun in this month, so there is nothing to close (decisions 5)."""


class ReadinessOpen(Refused):
    """Points are open, and no reason was given for closing despite them."""


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
    """Raise MonthNotOver until the month's last day has passed in the city, MonthAlreadyClosed if it is closed."""
    if is_closed:
        raise MonthAlreadyClosed(period=str(period))
    if today <= period.last_day:
        raise MonthNotOver(period=str(period))


def ensure_settled(points: list[ReadinessPoint], override: str) -> None:
    """Raise ReadinessOpen if points are open and there is no reason (`override`) for closing despite them."""
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


def is_near_end(period: Period, today: date, days: int) -> bool:
    """Whether the last `days` days of this month have begun, today among them."""
    return period.first_day <= today <= period.last_day and today > period.last_day - timedelta(days=days)


def list_reminders(period: Period, rows: Iterable[StandingRow]) -> list[Message]:
    """One message to each person who falls short, and its own recap to each OPD. No message to people who are exempt,
    who owe nothing or who have no rule."""
    listed = list(rows)
    people = [
        Message(
            employee(row.employee_id),
            "short",
            f"short:{period}",
            {"period": str(period), "shortfall": row.shortfall, "minimum": row.minimum},
        )
        for row in listed
        if row.status == "short" and row.shortfall
    ]
    recaps = [one for one in recap_by_opd(listed) if isinstance(one.key, int) and one.obliged]
    return people + [_recap_message(period, recap) for recap in recaps]


def _recap_message(period: Period, recap: Recap) -> Message:
    facts = {"period": str(period), "met": recap.met, "short": recap.short, "shortfall": recap.shortfall}
    return Message(unit(int(recap.key or 0)), "recap", f"recap:{period}", facts)


def readiness_message(period: Period, points: dict[str, int], closes_on: date) -> Message:
    """The message to finance with the open points of last month."""
    facts = {"period": str(period), "points": points, "closes_on": closes_on.isoformat()}
    return Message(FINANCE, "readiness", f"readiness:{period}", facts)
