"""Registers the notices by date: reminders to people who fall short and their OPDs, and finance's readiness list."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.closing.queries import get_closing_day, list_readiness, list_standings_of_month
from app.closing.rules import is_near_end, list_reminders, readiness_message
from app.compliance.queries import is_recorded_month
from app.months.queries import get_month
from app.notices.registry import Morning, NoticeKind, NoticeText, Rupiah, register
from app.notices.rules import Message
from app.settings.queries import get_reminder_days
from app.shared.period import Period
from app.shared.words import N_

Facts = Mapping[str, Any]


def _list_due_reminders(morning: Morning) -> list[Message]:
    """The reminders to people and OPDs in the last days of a month; reads the standings once."""
    period = Period.of(morning.today)
    days = get_reminder_days() if morning.days_before_end is None else morning.days_before_end
    if not is_near_end(period, morning.today, days):
        return []
    return list_reminders(period, list_standings_of_month(period))


def _list_due_readiness(morning: Morning) -> list[Message]:
    period = Period.of(morning.today).previous()
    if get_month(period).is_closed or not is_recorded_month(period):
        return []
    points = {point.code: point.count for point in list_readiness(period)}
    return [readiness_message(period, points, get_closing_day(period))]


def _describe_short(facts: Facts) -> NoticeText:
    period = Period.parse(facts["period"])
    return NoticeText(
        N_(
            "Belanja %(month)s masih kurang %(amount)s waktu pengingat ini dibuat. Masih bisa sampai %(day)s."
        ),
        {"month": period, "amount": Rupiah(facts["shortfall"]), "day": period.last_day},
        "employee.show_month",
        {"period": period},
    )


def _describe_recap(facts: Facts) -> NoticeText:
    period = Period.parse(facts["period"])
    return NoticeText(
        N_("%(short)s pegawai Anda belum memenuhi batas minimal %(month)s. Ingatkan mereka sebelum %(day)s."),
        {"short": facts["short"], "month": period, "day": period.last_day},
        "opd.show_reminder",
        {"bulan": period},
    )


def _describe_readiness(facts: Facts) -> NoticeText:
    period, count = Period.parse(facts["period"]), sum(facts["points"].values())
    values = {"month": period, "day": date.fromisoformat(facts["closes_on"]), "count": count}
    open_points = N_("%(month)s ditutup pada %(day)s, dan masih ada %(count)s hal yang perlu dibereskan.")
    sentence = open_points if count else N_("%(month)s siap ditutup, paling lambat %(day)s.")
    return NoticeText(sentence, values, "finance.show_month", {"period": period})


register(
    NoticeKind(
        "short",
        ("employee",),
        _describe_short,
        {"period": "2026-11", "shortfall": 5_000, "minimum": 10_000},
        due=_list_due_reminders,
        figure="people",
        title=N_("Pengingat"),
    ),
    NoticeKind(
        "recap",
        ("unit",),
        _describe_recap,
        {"period": "2026-11", "met": 1, "short": 2, "shortfall": 5_000},
        figure="units",
    ),
    NoticeKind(
        "readiness",
        ("finance",),
        _describe_readiness,
        {"period": "2026-11", "points": {}, "closes_on": "2026-12-07"},
        due=_list_due_readiness,
        figure="finance",
    ),
)
