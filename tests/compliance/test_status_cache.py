"""Counted months are cached, and every change that a count depends on makes the next one anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from app.audit.rules import SYSTEM
from app.compliance.models import Exemption
from app.compliance.status_counts import count_statuses
from app.directory.models import Employee, Posting
from app.extensions import db
from app.months.models import LateItem
from app.months.services import accept_late
from app.person_merge.models import PersonMerge
from app.person_merge.services import merge_people, undo_merge
from app.settings.services import set_setting
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit, rollback
from tests.compliance.test_status_counts import agree, exempt, move, resolve
from tests.people import take_back
from tests.standing import make_decree, make_person, make_sale, make_unit, post

YEAR = [Period(2025, 12), *(Period(2026, month) for month in range(1, 12))]


class City:
    """Two offices; Ani bought in every month, Budi is moved in November, somebody unknown bought, a sale waits."""

    def __init__(self) -> None:
        begin_writing()
        make_decree()
        self.root = make_unit("Kota Uji")
        self.offices = [make_unit(name, self.root) for name in ("Dinas Pendidikan", "Dinas Kesehatan")]
        self.ani = make_person(self.offices[0], "Ani", since="2025-01-01")
        self.budi = make_person(self.offices[0], "Budi", since="2025-01-01")
        post(self.budi, "2026-11-01", self.offices[1])
        self.first, *_others = [make_sale(self.ani, 20_000, f"{period}-05") for period in YEAR]
        self.unknown = make_sale(None, 30_000, buyer_kind="unresolved", buyer_name="Siapa Ini")
        late = make_sale(self.budi, 25_000, "2026-10-20", result="parked")
        self.late = LateItem(period=Period(2026, 10), reason="clock", sale_id=late.id, arrived_at=clock.now())
        db.session.add(self.late)
        commit()


def revoke(_city: City) -> None:
    db.session.execute(update(Exemption).values(state="revoked"))


def merge(city: City) -> None:
    newest = db.session.scalars(select(Employee.id).order_by(Employee.id.desc())).first()
    assert newest is not None
    merge_people(city.budi.id, newest, "orang yang sama", actor=SYSTEM)


def separate(_city: City) -> None:
    undo_merge(db.session.scalars(select(PersonMerge.id)).one(), actor=SYSTEM)


ACTS: list[tuple[str, Callable[[City], Any]]] = [
    ("a sale", lambda city: make_sale(city.budi, 20_000)),
    ("a reversal", lambda city: take_back(city.first)),
    ("a resolution", lambda city: resolve(city.unknown, city.budi)),
    ("another resolution", lambda city: resolve(city.unknown, None)),
    ("a late sale", lambda city: accept_late(city.late.period, [city.late.id], actor=SYSTEM)),
    ("somebody new", lambda city: make_person(city.offices[1], "Cici", since="2026-10-01")),
    ("two records merged", merge),
    ("two records again", separate),
    ("a promotion", lambda city: post(city.ani, "2026-10-15", city.offices[0], echelon="III.a")),
    ("a posting changed in its place", lambda _city: db.session.execute(update(Posting).values(service="leave"))),
    ("and back", lambda _city: db.session.execute(update(Posting).values(service="active"))),
    ("a posting gone", lambda city: db.session.execute(delete(Posting).where(Posting.employee_id == city.ani.id))),
    ("an exemption", lambda city: exempt([city.budi], city.offices, "person", 0, (0, 9))),
    ("one revoked", revoke),
    ("another decree", lambda _city: make_decree(number="Uji 2/2026", effective_from="2026-10")),
    ("a reference day", lambda _city: set_setting("reference_day", 15, effective_from=YEAR[0], actor=SYSTEM)),
    ("a later start", lambda _city: set_setting("recording_start", YEAR[4], actor=SYSTEM)),
    ("a moved office", lambda city: move(city.offices[1], city.offices[0], date(2026, 11, 1))),
]  # fmt: skip


@pytest.mark.both_engines
def test_every_change_is_in_the_next_count(app: Any) -> None:
    city = City()
    agree(YEAR)
    for name, act in ACTS:
        begin_writing()
        act(city)
        commit()
        try:
            agree(YEAR)
        except AssertionError as error:
            raise AssertionError(f"stale after {name}") from error


@pytest.mark.both_engines
def test_a_count_of_what_was_taken_back_is_not_kept(app: Any) -> None:
    city = City()
    agree(YEAR)
    begin_writing()
    make_sale(city.budi, 20_000)
    agree(YEAR)
    rollback()
    begin_writing()
    make_sale(city.budi, 5_000)
    commit()
    agree(YEAR)


@pytest.mark.both_engines
def test_a_new_day_counts_anew(app: Any, clock: Any) -> None:
    city = City()
    begin_writing()
    set_setting("reference_day", 15, effective_from=YEAR[0], actor=SYSTEM)
    post(city.ani, "2026-11-10", city.offices[1], echelon="III.a")
    commit()
    agree(YEAR)
    clock.move_to("2026-11-12 09:00")
    agree(YEAR)


def test_what_has_not_changed_is_not_counted_again(app: Any, count_queries: Any) -> None:
    city = City()
    with count_queries() as first:
        count_statuses(YEAR)
    rollback()
    with count_queries() as again:
        count_statuses(YEAR)
    rollback()
    begin_writing()
    make_sale(city.budi, 1_000)
    commit()
    with count_queries() as one_month:
        count_statuses(YEAR)
    postings = [
        sum("ORDER BY posting.employee_id" in one for one in seen) for seen in (first, again, one_month)
    ]
    sums = [sum("FROM sale" in one and "sum(" in one for one in seen) for seen in (first, again, one_month)]
    assert (postings, sums) == ([1, 0, 1], [24, 0, 2])
    assert len(again) <= 10, again
