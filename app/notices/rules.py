"""Who is reminded of what, and when. Pure: standings in, messages out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.compliance.rules import Recap, StandingRow, recap_by_opd
from app.shared.period import Period

FINANCE = "finance"


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody is to read once. Amounts in `facts` are whole rupiah, months `YYYY-MM`."""

    reader: str
    kind: str
    event: str
    facts: dict[str, Any] = field(default_factory=dict)


def employee(employee_id: int) -> str:
    """The reader's name of a person."""
    return f"employee:{employee_id}"


def unit(unit_id: int) -> str:
    """The reader's name of everybody who looks after a unit."""
    return f"unit:{unit_id}"


def is_due(period: Period, today: date, days: int) -> bool:
    """Whether the last `days` days of this month have begun, today among them."""
    return period.first_day <= today <= period.last_day and today > period.last_day - timedelta(days=days)


def reminders(period: Period, rows: Iterable[StandingRow]) -> list[Message]:
    """One message to each person who falls short, and to each OPD its own recap. Nobody else: not the exempt,
    not those who owe nothing, not those without a rule."""
    listed = list(rows)
    found = [
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
    return found + [_recap(period, one) for one in recaps]


def _recap(period: Period, recap: Recap) -> Message:
    facts = {"period": str(period), "met": recap.met, "short": recap.short, "shortfall": recap.shortfall}
    return Message(unit(int(recap.key or 0)), "recap", f"recap:{period}", facts)


def readiness(period: Period, points: dict[str, int], closes_on: date) -> Message:
    """What finance should settle before last month can close."""
    facts = {"period": str(period), "points": points, "closes_on": closes_on.isoformat()}
    return Message(FINANCE, "readiness", f"readiness:{period}", facts)
