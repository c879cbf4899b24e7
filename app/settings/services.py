"""Changes settings."""

from base64 import b64encode
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.settings.cache import LOGO, forget_settings
from app.settings.errors import (
    HolidayOutOfReach,
    SettingIsPermanent,
    SettingNeedsMonth,
    SettingNotDated,
    TooManyHolidays,
    UnknownSetting,
)
from app.settings.models import ALWAYS, Setting
from app.settings.queries import list_holidays
from app.settings.rules import KINDS, MOST_HOLIDAYS, Holiday, format_value
from app.shared import clock
from app.shared.columns import table
from app.shared.period import Period

_ENSURE = {
    "sqlite": sqlite.insert(table(Setting)).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(table(Setting)).on_conflict_do_nothing(),
}
"""The row of a setting that nobody set yet, so that it can be locked: two who are first wait for each other."""


def set_setting(key: str, value: Any, *, effective_from: Period | None = None, actor: Actor) -> None:
    """Set one setting, from a month on if it is dated; None (except for `recording_start`) restores the default.

    UnknownSetting, UnusableSetting, SettingNeedsMonth, SettingNotDated, SettingIsPermanent.
    """
    _store_setting(key, value, effective_from)
    details = {"key": key} | ({"from": str(effective_from)} if effective_from else {})
    record_event("settings.set", actor=actor, subject="setting", details=details)


def _store_setting(key: str, value: Any, effective_from: Period | None = None) -> None:
    kind = KINDS.get(key)
    if kind is None:
        raise UnknownSetting(key=key)
    if kind.is_dated and effective_from is None:
        raise SettingNeedsMonth("effective_from")
    if not kind.is_dated and effective_from is not None:
        raise SettingNotDated("effective_from")
    stored = format_value(value)
    if stored is not None:
        kind.read(stored)
    setting = db.session.get(Setting, (key, effective_from or ALWAYS))
    if key == "demo" and setting is not None and setting.value:
        raise SettingIsPermanent()
    if stored is None:
        if setting is not None:
            db.session.delete(setting)
    elif setting is None:
        db.session.add(
            Setting(key=key, effective_from=effective_from or ALWAYS, value=stored, changed_at=clock.now())
        )
    else:
        setting.value, setting.changed_at = stored, clock.now()
    db.session.flush()
    forget_settings()


def set_holiday(day: date, name: str, *, actor: Actor) -> None:
    """Make a day a holiday of the whole city, or rename the existing one.

    HolidayOutOfReach for a day before last year or after the year after next, TooManyHolidays.
    """
    this = clock.today().year
    if not this - 1 <= day.year <= this + 2:
        raise HolidayOutOfReach("day", first=this - 1, last=this + 2)
    first = {"key": "holidays", "effective_from": ALWAYS, "value": [], "changed_at": clock.now()}
    db.session.execute(_ENSURE[db.session.get_bind().dialect.name], first)
    others = [one for one in _locked_holidays() if one.day != day]
    if sum(other.day.year == day.year for other in others) >= MOST_HOLIDAYS:
        raise TooManyHolidays("day", most=MOST_HOLIDAYS, year=day.year)
    _store_setting("holidays", (*others, Holiday(day, name)))
    record_event("settings.set_holiday", actor=actor, subject="setting", details={"day": day.isoformat()})


def remove_holiday(day: date, *, actor: Actor) -> bool:
    """Remove a holiday; False if the day is none."""
    stored = _locked_holidays()
    if all(one.day != day for one in stored):
        return False
    _store_setting("holidays", tuple(one for one in stored if one.day != day))
    record_event("settings.remove_holiday", actor=actor, subject="setting", details={"day": day.isoformat()})
    return True


def _locked_holidays() -> tuple[Holiday, ...]:
    """The stored holidays, read after locking their row, so that concurrent changes are not lost."""
    db.session.execute(select(Setting.key).where(Setting.key == "holidays").with_for_update())
    forget_settings()
    return list_holidays()


def set_logo(png: bytes, *, actor: Actor) -> None:
    """Set the picture beside the letterhead of future papers; `png` as made by `app/pdf/picture.py`.

    It is stored apart from the settings of the form. Signed books do not change.
    """
    stored = db.session.get(Setting, (LOGO, ALWAYS))
    value = {"png": b64encode(png).decode("ascii")}
    if stored is None:
        db.session.add(Setting(key=LOGO, effective_from=ALWAYS, value=value, changed_at=clock.now()))
    else:
        stored.value, stored.changed_at = value, clock.now()
    db.session.flush()
    record_event("settings.set_logo", actor=actor, subject="setting", details={"size": len(png)})


def remove_logo(*, actor: Actor) -> bool:
    """Remove the picture beside the letterhead; False if there is none."""
    stored = db.session.get(Setting, (LOGO, ALWAYS))
    if stored is None:
        return False
    db.session.delete(stored)
    db.session.flush()
    record_event("settings.remove_logo", actor=actor, subject="setting")
    return True


def mark_as_demo(*, actor: Actor) -> None:
    """Mark this database as the demo city, for good (decisions, environment)."""
    if db.session.get(Setting, ("demo", ALWAYS)) is None:
        set_setting("demo", True, actor=actor)


PROBE = "readyz"
RUNS = ("backup", "verify", "check", "remind")
"""What timers run; the last result of each is stored under `run:NAME`."""
_PROBE_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def write_probe(session: Session) -> None:
    """Write one row, in a side transaction of /readyz, to check that the database accepts writes."""
    _store(session, PROBE, clock.now().isoformat())


def record_run(session: Session, name: str, *, is_good: bool, message: str, good_at: datetime | None) -> None:
    """Store the result of a timer's command (of RUNS), in a side transaction; `good_at`: its previous success."""
    now = clock.now()
    last_good = now if is_good else good_at
    value = {"at": now.isoformat(), "good": is_good, "said": message[:200]}
    _store(session, f"run:{name}", value | ({"good_at": last_good.isoformat()} if last_good else {}))


def _store(session: Session, key: str, value: Any) -> None:
    now = clock.now()
    values = {"key": key, "effective_from": ALWAYS, "value": value, "changed_at": now}
    into = _PROBE_INSERTS[session.get_bind().dialect.name](table(Setting)).values(values)
    changed = {"value": values["value"], "changed_at": now}
    keys = ["key", "effective_from"]
    session.connection().execute(into.on_conflict_do_update(index_elements=keys, set_=changed))
