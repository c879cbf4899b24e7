"""The very first holidays of a city, set by two admins at once: both days stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Flask

from app.audit.rules import SYSTEM
from app.settings.cache import forget_settings
from app.settings.queries import list_holidays
from app.settings.services import set_holiday
from app.shared.transaction import begin_writing, commit

DAYS = (date(2026, 12, 25), date(2027, 1, 1), date(2027, 3, 20))


def test_the_first_holidays_set_at_once_all_stand(app: Flask, at_once: Callable[..., list[Any]]) -> None:
    def setter(day: date) -> Callable[[], str]:
        def act() -> str:
            begin_writing()
            set_holiday(day, "Libur", actor=SYSTEM)
            commit()
            return "set"

        return act

    assert at_once(*map(setter, DAYS)) == ["set"] * 3
    forget_settings()
    assert [one.day for one in list_holidays()] == list(DAYS)
