"""What a city may set: defaults, bounds, months, the demo mark."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.settings import queries
from app.settings.errors import (
    SettingIsPermanent,
    SettingNeedsMonth,
    SettingNotDated,
    UnknownSetting,
    UnusableSetting,
)
from app.settings.rules import KINDS, Signer, in_force
from app.settings.services import mark_as_demo, set_setting
from app.shared.period import Period
from app.web.admin.labels import WORDS


def put(key: str, value: Any, start: Period | None = None) -> None:
    set_setting(key, value, effective_from=start, actor=SYSTEM)


def test_everything_has_a_default(app: Any) -> None:
    for key in KINDS:
        queries.get_setting(key)
    assert queries.get_reference_day(Period(2026, 11)) == 1
    assert queries.get_letterhead() == ["PEMERINTAH KOTA AMBON"]
    assert queries.find_recording_start() is None
    assert not queries.is_demo()


def test_each_setting_that_is_shown_has_its_words() -> None:
    shown = {key for key, kind in KINDS.items() if kind.is_shown}
    assert shown == set(WORDS), "give it a name and an explanation in its group of app/web/admin/labels.py"


@pytest.mark.parametrize(("month", "day"), [(9, 1), (10, 12), (11, 12), (12, 20)])
def test_the_reference_day_changes_with_its_month(month: int, day: int, session: Any) -> None:
    put("reference_day", 12, Period(2026, 10))
    put("reference_day", 20, Period(2026, 12))
    assert queries.get_reference_day(Period(2026, month)) == day


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("reference_day", 0),
        ("reference_day", 29),
        ("reference_day", "1"),
        ("reference_day", True),
        ("public_least_people", 9),
        ("closing_workday", 24),
        ("letterhead", []),
        ("letterhead", ["x"] * 6),
        ("letterhead", "x"),
        ("city_name", "x" * 81),
        ("city_name", "a\nb"),
        ("recording_start", "2026-13"),
        ("signer_left", {"boss": "x"}),
        ("signer_left", {"nip": "123"}),
        ("public_percentages", 1),
    ],
)
def test_values_outside_the_bounds_are_refused(key: str, value: Any, session: Any) -> None:
    with pytest.raises(UnusableSetting):
        put(key, value, Period(2026, 10) if KINDS[key].is_dated else None)


def test_months_belong_to_dated_settings_only(session: Any) -> None:
    with pytest.raises(SettingNeedsMonth):
        put("reference_day", 5)
    with pytest.raises(SettingNotDated):
        put("city_name", "Kota Tual", Period(2026, 10))
    with pytest.raises(UnknownSetting):
        put("warna", "biru")


@pytest.mark.both_engines
def test_none_goes_back_to_the_default(session: Any) -> None:
    put("city_name", "Kota Tual")
    assert queries.get_city_name() == "Kota Tual"
    put("city_name", None)
    assert queries.get_city_name() == "Kota Ambon"


def test_signers_are_read_back_as_they_were_set(session: Any) -> None:
    signer = Signer("Mengetahui,", "Sekretaris Kota", "A. B.", "Pembina", "198507122010012009")
    put("signer_left", signer)
    assert queries.get_signers()["left"] == signer


def test_the_demo_mark_stays(session: Any) -> None:
    mark_as_demo(actor=SYSTEM)
    assert queries.is_demo()
    for value in (False, None):
        with pytest.raises(SettingIsPermanent):
            put("demo", value)


def test_all_settings_cost_one_query(session: Any, count_queries: Any) -> None:
    put("city_name", "Kota Tual")
    with count_queries() as statements:
        queries.get_city_name()
        queries.get_signers()
        queries.get_reference_day(Period(2026, 11))
    assert len(statements) == 1, statements


def test_a_change_leaves_an_event_without_the_value(session: Any) -> None:
    put("signer_left", Signer(name="Martha Wattimena", nip="198507122010012009"))
    (event,) = session.scalars(select(AuditEvent).where(AuditEvent.action == "settings.set"))
    assert event.details == {"key": "signer_left"}


def test_before_the_first_month_nothing_is_in_force() -> None:
    rows = [(Period(2026, 10), 5)]
    assert [in_force(rows, Period(2026, month)) for month in (9, 10, 11)] == [None, 5, 5]
