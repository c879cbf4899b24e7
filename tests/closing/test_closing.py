"""A closed month never moves; what may be closed when; versions; tampering is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from app.audit.rules import SYSTEM
from app.closing.models import SnapshotRow
from app.closing.queries import (
    find_current_closing,
    get_stored_file,
    list_months_of_person,
    list_readiness,
    list_standings_of_month,
    list_supplement_gains,
)
from app.closing.rules import MonthNotOver, MonthNotRecorded, ReadinessOpen
from app.compliance.services import ExemptionDraft, approve_exemption, propose_exemption
from app.directory.models import Employee
from app.extensions import db
from app.months.errors import MonthAlreadyClosed
from app.months.services import accept_late
from app.sales.corrections.voids import FINANCE, void_sale
from app.sales.queries import sum_period
from app.sales.services import resolve_buyer
from app.settings.services import set_setting
from app.shared import clock
from app.shared.transaction import commit
from app.tills.models import Till
from tests.office import TREASURER, October, close, sell
from tests.standing import OCTOBER, make_decree, make_person, make_sale, make_unit, post


def figures() -> list[tuple[Any, ...]]:
    return [tuple(row) for row in list_standings_of_month(OCTOBER)]


def test_closing_freezes_every_figure_a_report_prints(october: October) -> None:
    before = figures()
    close()
    assert figures() == before


def test_three_sums_agree(october: October) -> None:
    closing = close()
    frozen = sum(row.bought for row in db.session.query(SnapshotRow).filter_by(closing_id=closing.id))
    assert (
        frozen
        == sum(row.bought for row in list_standings_of_month(OCTOBER))
        == sum_period(OCTOBER).bought
        == 45_000
    )


def a_late_sale(october: October) -> None:
    assert sell(october, october.budi, 9_000).result == "parked"


def a_reversal(october: October) -> None:
    sale_id = db.session.scalar(text("SELECT id FROM sale WHERE amount = 30000"))
    assert void_sale(sale_id, "salah orang", by=FINANCE, actor=TREASURER).result == "parked"


def a_resolution(october: October) -> None:
    assert resolve_buyer(october.unknown, october.budi, "ditelepon", actor=TREASURER).result == "parked"


def a_posting_before_the_reference_day(october: October) -> None:
    post(db.session.get_one(Employee, october.budi), "2026-09-15", make_unit("Kantor Baru"), echelon="III.a")


def a_decree_dated_into_the_month(october: October) -> None:
    make_decree(number="Uji 2/2026", effective_from="2026-10", signed_on="2026-09-30")


def an_exemption(october: October) -> None:
    draft = ExemptionDraft(
        scope="person", employee_id=october.budi, from_period=OCTOBER, until_period=OCTOBER, kind="sakit",
        letter_number="1", letter_date=clock.today(),
    )  # fmt: skip
    approve_exemption(propose_exemption(draft, actor=SYSTEM).id, actor=SYSTEM)


def another_name(october: October) -> None:
    db.session.get_one(Employee, october.budi).name = "Nama Lain"
    db.session.flush()


def another_letterhead(october: October) -> None:
    set_setting("letterhead", ["KOP BARU"], actor=SYSTEM)


def somebody_new(october: October) -> None:
    make_person(make_unit("Dinas Baru"), "Orang Baru")


LATER = [
    a_late_sale, a_reversal, a_resolution, a_posting_before_the_reference_day, a_decree_dated_into_the_month,
    an_exemption, another_name, another_letterhead,
]  # fmt: skip


@pytest.mark.parametrize("happens", LATER, ids=lambda one: one.__name__)
def test_what_happens_later_moves_nothing_in_a_closed_month(
    october: October, happens: Callable[[October], None]
) -> None:
    close()
    before, stored = figures(), get_stored_file(OCTOBER, 1)
    header = find_current_closing(OCTOBER).header  # type: ignore[union-attr]
    happens(october)
    commit()
    assert figures() == before
    assert get_stored_file(OCTOBER, 1) == stored
    assert find_current_closing(OCTOBER).header == header  # type: ignore[union-attr]


def test_what_is_accepted_becomes_a_supplement_and_the_snapshot_stays(october: October) -> None:
    close()
    sell(october, october.budi, 9_000)
    before = figures()
    assert accept_late(OCTOBER, None, actor=TREASURER).supplement == 1
    assert figures() == before
    assert [(one.employee_id, one.number, one.amount) for one in list_supplement_gains(OCTOBER)] == [
        (october.budi, 1, 9_000)
    ]
    outcome = list_months_of_person(october.budi, [OCTOBER])[OCTOBER].outcome
    assert outcome == ("met", 24_000, 0, 1)


@pytest.mark.parametrize(
    ("now", "refused"),
    [
        ("2026-10-31 23:59", MonthNotOver),
        ("2026-11-01 00:00", None),
        ("2026-10-15 12:00", MonthNotOver),
        ("2026-09-30 12:00", MonthNotOver),
    ],
)
def test_a_month_closes_only_when_its_last_day_is_over_in_the_city(
    october: October, clock: Any, now: str, refused: type[Exception] | None
) -> None:
    clock.move_to(now)
    if refused is None:
        assert close().version == 1
    else:
        with pytest.raises(refused):
            close()


def test_a_closed_month_is_not_closed_again(october: October) -> None:
    close()
    with pytest.raises(MonthAlreadyClosed):
        close()


def test_a_month_before_recording_began_has_nothing_to_freeze(october: October) -> None:
    with pytest.raises(MonthNotRecorded):
        close(OCTOBER.previous())


def test_an_open_point_wants_a_reason(october: October) -> None:
    assert [(one.code, one.count) for one in list_readiness(OCTOBER)] == [("unresolved", 1)]
    with pytest.raises(ReadinessOpen):
        close(override="  ")


def test_the_reason_is_kept_with_what_was_open(october: October) -> None:
    closing = close(override="Pemerintah provinsi menunggu")
    assert closing.override_reason == "Pemerintah provinsi menunggu"
    assert closing.readiness == [{"code": "unresolved", "count": 1}]


def test_a_resolved_buyer_is_no_open_point(october: October) -> None:
    resolve_buyer(october.unknown, october.budi, "ditelepon", actor=TREASURER)
    assert list_readiness(OCTOBER) == []
    assert close(override="").override_reason == ""


@pytest.mark.parametrize(
    ("now", "synced", "is_open"),
    [
        ("2026-10-20 12:00", "2026-10-20T08:00:00+09:00", False),  # heard today, the month runs
        ("2026-10-20 12:00", "2026-10-19T23:59:00+09:00", True),
        ("2026-11-07 09:15", "2026-10-31T23:59:00+09:00", True),
        ("2026-11-07 09:15", "2026-11-01T00:00:00+09:00", False),
    ],
)
def test_a_till_is_late_when_it_was_not_heard_since_the_month_ended_or_today(
    october: October, clock: Any, now: str, synced: str, is_open: bool
) -> None:
    enrolled = datetime(2026, 1, 1, tzinfo=UTC)
    till = Till(booth_id=october.booth, name="T", token_hash="t", enrolled_at=enrolled)
    till.last_synced_at = datetime.fromisoformat(synced)
    db.session.add(till)
    db.session.flush()
    make_sale(db.session.get_one(Employee, october.ani), 1_000, "2026-10-02", till_id=till.id)
    clock.move_to(now)
    assert ("tills_not_synced" in {point.code for point in list_readiness(OCTOBER)}) is is_open
