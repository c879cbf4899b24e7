"""Changing settings."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.settings.errors import SettingIsPermanent, SettingNeedsMonth, SettingNotDated, UnknownSetting
from app.settings.kept import forget_settings
from app.settings.models import ALWAYS, Setting
from app.settings.rules import KINDS, spell
from app.shared import clock
from app.shared.columns import table
from app.shared.period import Period


def set_setting(key: str, value: Any, *, effective_from: Period | None = None, actor: Actor) -> None:
    """Set one setting, from a month on where it is dated; None (not for `recording_start`) goes back to the
    default.

    UnknownSetting, UnusableSetting, SettingNeedsMonth, SettingNotDated, SettingIsPermanent.
    """
    kind = KINDS.get(key)
    if kind is None:
        raise UnknownSetting(key=key)
    if kind.is_dated and effective_from is None:
        raise SettingNeedsMonth("effective_from")
    if not kind.is_dated and effective_from is not None:
        raise SettingNotDated("effective_from")
    stored = spell(value)
    if stored is not None:
        kind.read(stored)
    kept = db.session.get(Setting, (key, effective_from or ALWAYS))
    if key == "demo" and kept is not None and kept.value:
        raise SettingIsPermanent()
    if stored is None:
        if kept is not None:
            db.session.delete(kept)
    elif kept is None:
        db.session.add(
            Setting(key=key, effective_from=effective_from or ALWAYS, value=stored, changed_at=clock.now())
        )
    else:
        kept.value, kept.changed_at = stored, clock.now()
    db.session.flush()
    forget_settings()
    details = {"key": key} | ({"from": str(effective_from)} if effective_from else {})
    record_event("settings.set", actor=actor, subject="setting", details=details)


def mark_as_demo(*, actor: Actor) -> None:
    """Mark this database as the demo city, for good (decisions, environment)."""
    if db.session.get(Setting, ("demo", ALWAYS)) is None:
        set_setting("demo", True, actor=actor)


PROBE = "readyz"
RUNS = ("backup", "verify", "check", "remind")
"""What timers run; the last result of each is stored under `run:NAME`."""
_PROBE_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def write_probe(session: Session) -> None:
    """Write one row for real, in a side transaction of /readyz: whether the database still takes writes."""
    _store(session, PROBE, clock.now().isoformat())


def record_run(session: Session, name: str, *, is_good: bool, said: str, good_at: datetime | None) -> None:
    """Store how a timer's command (of RUNS) ended, in a side transaction; `good_at`: when it last ended well before."""
    now = clock.now()
    last_good = now if is_good else good_at
    value = {"at": now.isoformat(), "good": is_good, "said": said[:200]}
    _store(session, f"run:{name}", value | ({"good_at": last_good.isoformat()} if last_good else {}))


def _store(session: Session, key: str, value: Any) -> None:
    now = clock.now()
    values = {"key": key, "effective_from": ALWAYS, "value": value, "changed_at": now}
    into = _PROBE_INSERTS[session.get_bind().dialect.name](table(Setting)).values(values)
    changed = {"value": values["value"], "changed_at": now}
    keys = ["key", "effective_from"]
    session.connection().execute(into.on_conflict_do_update(index_elements=keys, set_=changed))
