"""Reads of settings: one query per transaction; missing ones have defaults."""

from base64 import b64decode
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.settings.cache import LOGO, Installation, stored_rows
from app.settings.errors import UnknownSetting
from app.settings.models import Setting
from app.settings.rules import KINDS, Holiday, Signer, in_force
from app.shared import clock
from app.shared.columns import table
from app.shared.period import Period

_SETTING = table(Setting)


def get_setting(key: str, period: Period | None = None) -> Any:
    """The value in force in a month (default: the current one), as the setting's Python type. UnknownSetting."""
    kind = KINDS.get(key)
    if kind is None:
        raise UnknownSetting(key=key)
    stored = in_force(stored_rows().get(key, []), period or clock.this_period())
    return kind.read(stored) if stored is not None else get_default(key)


def get_default(key: str) -> Any:
    """The value of a setting that is not set."""
    if key == "city_name":
        return Installation.city_name
    if key == "letterhead":
        return [f"PEMERINTAH {get_city_name().upper()}"]
    kind = KINDS[key]
    return kind.read(kind.default)


def is_set(key: str) -> bool:
    """Whether the city has set this setting."""
    return bool(stored_rows().get(key))


def list_history(key: str) -> list[tuple[Period, Any]]:
    """(first month, value) of a dated setting, oldest first."""
    return [
        (start, KINDS[key].read(value))
        for start, value in sorted(stored_rows().get(key, []), key=lambda row: row[0])
    ]


def get_reference_day(period: Period) -> int:
    """The day of the month (1-28) whose posting decides the month's duty (decisions 1)."""
    return int(get_setting("reference_day", period))


def get_letterhead() -> list[str]:
    """The centred lines above reports and letters."""
    return list(get_setting("letterhead"))


def find_logo() -> bytes | None:
    """The PNG printed beside the letterhead; None if the city has none."""
    stored = db.session.scalar(select(_SETTING.c.value).where(_SETTING.c.key == LOGO))
    return b64decode(stored["png"]) if stored else None


def get_signers() -> dict[str, Signer]:
    """The two signature blocks of reports, `left` and `right`."""
    return {"left": get_setting("signer_left"), "right": get_setting("signer_right")}


def find_recording_start() -> Period | None:
    """The first recorded month, if the city has set it; None: the first month with a sale (decisions 5)."""
    start: Period | None = get_setting("recording_start")
    return start


def get_city_name() -> str:
    """The city's name as pages and reports print it."""
    return str(get_setting("city_name")) or Installation.city_name


def get_closing_workday() -> int:
    """The working day of the next month on which a month closes (decisions 18)."""
    return int(get_setting("closing_workday"))


def list_holidays() -> tuple[Holiday, ...]:
    """The city's holidays in order."""
    holidays: tuple[Holiday, ...] = get_setting("holidays")
    return holidays


def get_holiday_dates() -> frozenset[date]:
    """The dates of the city's holidays, for counting working days."""
    return frozenset(holiday.day for holiday in list_holidays())


def get_dispute_workdays() -> int:
    """The number of working days in which finance promises to answer a complaint."""
    return int(get_setting("dispute_workdays"))


def get_curation_workdays() -> int:
    """The number of working days in which an agency must answer an offer (makers 15)."""
    return int(get_setting("curation_workdays"))


def get_reminder_days() -> int:
    """The number of days before the month's end when people who fall short are reminded."""
    return int(get_setting("reminder_days"))


def get_code_days() -> int:
    """The number of days an activation code is valid."""
    return int(get_setting("code_days"))


def get_retention_years() -> int:
    """The number of years personal data are stored after a person left, and after a month ended (ADR 0010)."""
    return int(get_setting("retention_years"))


@dataclass(frozen=True, slots=True)
class Run:
    """The last run of a timer's command: its time, success and message, and the time of the last success."""

    at: datetime
    is_good: bool
    message: str
    good_at: datetime | None


def list_runs() -> dict[str, Run]:
    """Name of a timer's command → its last run; commands that never ran are missing."""
    rows = db.session.execute(select(_SETTING.c.key, _SETTING.c.value).where(_SETTING.c.key.like("run:%")))
    return {key.removeprefix("run:"): _run(value) for key, value in rows}


def _run(value: dict[str, Any]) -> Run:
    good_at = value.get("good_at")
    return Run(
        datetime.fromisoformat(value["at"]),
        bool(value["good"]),
        str(value["said"]),
        datetime.fromisoformat(good_at) if good_at else None,
    )


def is_demo() -> bool:
    """Whether this database has the demo city; it never becomes a real one."""
    return bool(get_setting("demo"))
