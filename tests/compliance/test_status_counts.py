"""Months counted by unit and status equal counting the rows of the standings one by one, in random cities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from app.audit.rules import SYSTEM
from app.compliance.models import Exemption, MinimumReduction
from app.compliance.queries import list_standings
from app.compliance.rules import StandingRow, StatusSum
from app.compliance.status_counts import StatusSums, count_statuses
from app.directory.models import Employee, Posting, Unit, UnitAct, UnitChange
from app.extensions import db
from app.months.models import LateItem
from app.sales.models import Sale, SaleResolution
from app.settings.services import set_setting
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, rollback
from tests.people import take_back
from tests.standing import TIERS, make_decree, make_person, make_sale, make_unit, post

MONTHS = [Period(2026, month) for month in (8, 9, 10, 11)]
DAYS = st.sampled_from(
    [f"2026-{month:02}-{day:02}" for month in (7, 8, 9, 10, 11) for day in (1, 2, 14, 15, 16, 28, 30)]
)
AMOUNTS = st.sampled_from((1, 9_999, 10_000, 15_000, 19_999, 20_000, 20_001, 30_000, 45_000))
PLACES = st.integers(0, 50)
UNIT_TIER = """
[[tier]]
code = "sekolah"
name = "Di sekolah"
minimum = 15000
[[tier.match]]
unit = ["SD1"]
position = ["Guru*"]
"""
POSTINGS = st.fixed_dictionaries(
    {
        "since": DAYS,
        "place": st.integers(0, 3),
        "status": st.sampled_from(("PNS", "PNS", "CPNS", "PPPK", "Non ASN")),
        "echelon": st.sampled_from(("", "III.a", "IV.a")),
        "position": st.sampled_from(("Kepala Seksi", "Guru Muda", "Plt. Guru Muda")),
        "position_kind": st.sampled_from(("", "Fungsional")),
        "service": st.sampled_from(("active", "active", "active", "pension", "leave")),
    }
)
PEOPLE = st.lists(st.lists(POSTINGS, max_size=3, unique_by=lambda one: one["since"]), min_size=1, max_size=6)
SALES = st.lists(
    st.tuples(
        PLACES,
        AMOUNTS,
        DAYS,
        st.sampled_from(
            ("named", "named", "named", "public", "unresolved", "resolved", "to the public", "late")
        ),
        st.booleans(),
    ),
    max_size=14,
)
SPANS = st.tuples(st.integers(0, 3), st.sampled_from((0, 1, 9)))
EXEMPTIONS = st.lists(
    st.tuples(st.sampled_from(("person", "person", "unit", "tier", "everyone")), PLACES, SPANS), max_size=3
)
CITIES = st.fixed_dictionaries(
    {
        "people": PEOPLE,
        "sales": SALES,
        "exemptions": EXEMPTIONS,
        "lowered": st.dictionaries(st.integers(0, 3), st.sampled_from((30, 100)), max_size=2),
        "second_decree": st.sampled_from((None, "2026-09", "2026-10")),
        "reference_day": st.sampled_from((1, 15)),
        "start": st.sampled_from((None, "2026-07", "2026-10")),
        "moved": st.sampled_from((None, date(2026, 9, 15), date(2026, 10, 1))),
    }
)


def counted(rows: Iterable[StandingRow]) -> StatusSums:
    """The rows one by one."""
    people: Counter[Any] = Counter()
    bought: Counter[Any] = Counter()
    for row in rows:
        people[row.unit_id, row.status] += 1
        bought[row.unit_id, row.status] += row.bought
    return {place: StatusSum(count, bought[place]) for place, count in people.items()}


def agree(periods: list[Period], unit_ids: Collection[int] | None = None) -> None:
    """Both ways of counting give the same. A month that was not recorded has rows without a status."""
    expected = {
        period: counted(row for row in list_standings(period, unit_ids=unit_ids) if row.status)
        for period in periods
    }
    assert count_statuses(periods, unit_ids=unit_ids) == expected


def build(city: dict[str, Any]) -> list[Unit]:
    """A city as drawn, in the running transaction."""
    root = make_unit("Kota Uji")
    offices = [make_unit("Dinas Pendidikan", root), make_unit("Dinas Kesehatan", root)]
    units = [root, *offices, make_unit("SD Negeri 1", offices[0], "SD1")]
    make_decree(tiers=TIERS + UNIT_TIER)
    if city["second_decree"]:
        make_decree(number="Uji 2/2026", effective_from=city["second_decree"], tiers=UNIT_TIER + TIERS)
    set_setting("reference_day", city["reference_day"], effective_from=MONTHS[2], actor=SYSTEM)
    if city["start"]:
        set_setting("recording_start", Period.parse(city["start"]), actor=SYSTEM)
    if city["moved"]:
        move(units[3], offices[1], city["moved"])
    people = [make_somebody(postings, units) for postings in city["people"]]
    for sale in city["sales"]:
        sell(people, *sale)
    for exemption in city["exemptions"]:
        exempt(people, units, *exemption)
    letter = {"reason": "habis", "letter_number": "1", "letter_date": date(2026, 8, 1)}
    for place, percent in city["lowered"].items():
        db.session.add(
            MinimumReduction(period=MONTHS[place], percent=percent, decided_at=clock.now(), **letter)
        )
    db.session.flush()
    return units


def move(unit: Unit, parent: Unit, since: date) -> None:
    """From a day on the unit stands below another."""
    act = UnitAct(kind="move", effective_from=since, details={}, recorded_at=clock.now())
    db.session.add(act)
    db.session.flush()
    db.session.add(UnitChange(act_id=act.id, unit_id=unit.id, effective_from=since, parent_id=parent.id))


def make_somebody(postings: list[dict[str, Any]], units: list[Unit]) -> Employee:
    """Somebody with these postings; without any, as a record that was merged into another."""
    person = make_person(units[0])
    db.session.execute(delete(Posting).where(Posting.employee_id == person.id))
    for one in postings:
        facts = dict(one)
        post(person, facts.pop("since"), units[facts.pop("place")], **facts)
    return person


def sell(people: list[Employee], place: int, amount: int, day: str, how: str, is_voided: bool) -> None:
    """A sale that counts for somebody, for nobody, or not yet; perhaps with its reversal."""
    person = people[place % len(people)]
    if how in ("unresolved", "resolved", "to the public"):
        sale = make_sale(None, amount, day, buyer_kind="unresolved", buyer_name="Siapa Ini")
        if how != "unresolved":
            resolve(sale, people[(place + 1) % len(people)])  # the last one counts
            resolve(sale, person if how == "resolved" else None)
    elif how == "late":
        sale = make_sale(person, amount, day, result="parked")
        accepted = {} if place % 3 == 0 else {"decision": "accepted", "decided_at": clock.now()}
        period = MONTHS[place % 4] if place % 2 else sale.period
        item = LateItem(period=period, reason="clock", sale_id=sale.id, arrived_at=clock.now(), **accepted)
        db.session.add(item)
    else:
        sale = make_sale(person if how == "named" else None, amount, day)
    if is_voided:
        take_back(sale)


def resolve(sale: Sale, person: Employee | None) -> None:
    """Say who an unresolved buyer was; None: the public."""
    who = person.id if person else None
    db.session.add(
        SaleResolution(sale_id=sale.id, employee_id=who, resolved_at=clock.now(), result="recorded")
    )
    db.session.flush()


def exempt(people: list[Employee], units: list[Unit], scope: str, place: int, span: tuple[int, int]) -> None:
    """An approved exemption of a person, a unit, a tier or everyone."""
    first, length = span
    subjects: dict[str, dict[str, Any]] = {
        "person": {"employee_id": people[place % len(people)].id},
        "unit": {"unit_id": units[place % 4].id},
        "tier": {"tier_code": ("eselon-iv", "sekolah", "pppk")[place % 3]},
        "everyone": {},
    }
    until = None if length == 9 else MONTHS[first].shift(length)
    db.session.add(
        Exemption(
            scope=scope, from_period=MONTHS[first], until_period=until, kind="cuti", letter_number="1",
            letter_date=date(2026, 8, 1), state="approved", created_at=clock.now(), **subjects[scope],
        )
    )  # fmt: skip


@pytest.mark.both_engines
def test_counts_equal_the_rows_of_the_standings_in_random_cities(
    app: Flask, engine_name: str, is_long: bool
) -> None:
    seen: Counter[str | None] = Counter()

    @settings(
        max_examples=1_000 if is_long else 60 if engine_name == "sqlite" else 25,
        deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(CITIES)
    def each(city: dict[str, Any]) -> None:
        begin_writing()
        try:
            units = build(city)
            agree(MONTHS)
            agree(MONTHS[1:2])
            agree(MONTHS, unit_ids={units[1].id, units[3].id})
            found = count_statuses(MONTHS)
            seen.update(status for one in found.values() for _unit, status in one)
        finally:
            rollback()

    each()
    assert set(seen) == {"met", "short", "exempt", "not_obliged", "no_rule"}
