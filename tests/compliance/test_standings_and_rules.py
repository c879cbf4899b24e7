"""Standings under decrees, recording, reversals, exemptions and lowered months; lists and their statements."""

from datetime import date, timedelta

import pytest

from app.audit.rules import SYSTEM
from app.compliance.models import Exemption, MinimumReduction
from app.compliance.queries import (
    list_standings,
    list_standings_of_person,
    recap_by_opd,
    recap_by_tier,
    recap_total,
)
from app.compliance.rules import STATUSES
from app.extensions import db
from app.settings.services import set_setting
from app.shared import clock
from app.shared.period import Period
from tests.compliance.test_standings import TODAY, row_of
from tests.standing import (
    NOVEMBER,
    OCTOBER,
    make_decree,
    make_person,
    make_sale,
    make_tree,
    make_unit,
    post,
)


def exempt(scope="everyone", start=NOVEMBER, until=NOVEMBER, state="approved", **subject):
    db.session.add(
        Exemption(
            scope=scope,
            from_period=start,
            until_period=until,
            kind="cuti",
            letter_number="800/1",
            letter_date=date(2026, 11, 1),
            state=state,
            created_at=clock.now(),
            **subject,
        )
    )
    db.session.flush()


def lower(percent, period=NOVEMBER):
    values = {"reason": "habis", "letter_number": "1", "letter_date": date(2026, 11, 1)}
    db.session.add(MinimumReduction(period=period, percent=percent, decided_at=clock.now(), **values))
    db.session.flush()


@pytest.mark.parametrize(
    ("month", "minimum"), [("2026-10", 20_000), ("2026-11", 25_000), ("2026-12", 25_000)]
)
def test_a_new_decree_holds_from_its_month(city, month, minimum):
    tiers = '[[tier]]\ncode = "a"\nname = "A"\nminimum = 25000\n[[tier.match]]\nstatus = ["PNS"]\n'
    make_decree(number="Uji 2", effective_from="2026-11", tiers=tiers)
    assert row_of(make_person(city[2]), Period.parse(month)).minimum == minimum


def test_before_the_first_decree_there_is_no_rule(session):
    _root, _opd, school = make_tree()
    person = make_person(school)
    make_sale(person, 5_000)
    row = row_of(person)
    assert (row.status, row.tier, row.note) == (
        "no_rule",
        None,
        "belum ada aturan yang berlaku pada bulan ini",
    )


@pytest.mark.parametrize("month", ["2026-08", "2026-09"])
def test_a_month_before_the_first_sale_was_not_recorded_and_nobody_is_short(city, month):
    row = row_of(make_person(city[2]), Period.parse(month))
    assert (row.status, row.shortfall, row.note) == (None, 0, "belum dicatat")


def test_a_fixed_start_of_recording_goes_before_the_first_sale(city):
    set_setting("recording_start", "2026-11", actor=SYSTEM)
    person = make_person(city[2])
    assert row_of(person, OCTOBER).status is None
    assert row_of(person, NOVEMBER).status == "short"


def test_only_sales_of_the_month_count_and_reversals_are_taken_off(city):
    person = make_person(city[2])
    make_sale(person, 7_000, "2026-10-31")
    stored, reversed_sale = make_sale(person, 8_000, "2026-11-01"), make_sale(person, 50_000, "2026-11-30")
    make_sale(person, -50_000, "2026-11-30", void_of=reversed_sale.id)
    make_sale(person, 9_000, "2026-12-01")
    assert row_of(person).bought == stored.amount
    assert row_of(person, OCTOBER).bought == 7_000


@pytest.mark.parametrize(
    ("subject", "status"),
    [
        ("person", "exempt"),
        ("other person", "short"),
        ("unit", "exempt"),
        ("unit above", "exempt"),
        ("root", "exempt"),
        ("other unit", "short"),
        ("tier", "exempt"),
        ("other tier", "short"),
        ("everyone", "exempt"),
    ],
)
def test_an_exemption_takes_exactly_its_scope(city, subject, status):
    person, other = make_person(city[2]), make_person(city[1])
    scopes = {
        "person": {"scope": "person", "employee_id": person.id},
        "other person": {"scope": "person", "employee_id": other.id},
        "unit": {"scope": "unit", "unit_id": city[2].id},
        "unit above": {"scope": "unit", "unit_id": city[1].id},
        "root": {"scope": "unit", "unit_id": city[0].id},
        "other unit": {"scope": "unit", "unit_id": make_unit("Dinas Lain", city[0]).id},
        "tier": {"scope": "tier", "tier_code": "eselon-iv"},
        "other tier": {"scope": "tier", "tier_code": "eselon-iii"},
        "everyone": {"scope": "everyone"},
    }
    exempt(**scopes[subject])
    row = row_of(person)
    assert row.status == status
    assert (row.minimum is None) is (status == "exempt")


@pytest.mark.parametrize(
    ("month", "status"),
    [("2026-10", "short"), ("2026-11", "exempt"), ("2026-12", "exempt"), ("2027-01", "short")],
)
def test_an_exemption_holds_from_its_first_to_its_last_month(city, month, status):
    exempt(start=NOVEMBER, until=Period(2026, 12))
    assert row_of(make_person(city[2]), Period.parse(month), date(2027, 2, 1)).status == status


@pytest.mark.parametrize("state", ["proposed", "rejected", "revoked"])
def test_only_an_approved_exemption_counts(city, state):
    exempt(state=state)
    assert row_of(make_person(city[2])).status == "short"


def test_a_lowered_month_lowers_everybodys_minimum_in_that_month_only(city):
    lower(50)
    person = make_person(city[2])
    make_sale(person, 10_000)
    row = row_of(person)
    assert (row.minimum, row.status) == (10_000, "met")
    assert row_of(person, OCTOBER).minimum == 20_000


def test_a_waived_month_exempts_everybody_in_service(city):
    lower(100)
    rows = {
        "in service": row_of(make_person(city[2])),
        "without rule": row_of(make_person(city[2], status="Non ASN", echelon="")),
        "pensioned": row_of(make_person(city[2], service="pension")),
    }
    assert {name: row.status for name, row in rows.items()} == {
        "in service": "exempt",
        "without rule": "exempt",
        "pensioned": "not_obliged",
    }


def test_rows_stand_by_opd_unit_and_name(city):
    other = make_unit("Badan Aset", city[0])
    for unit, name in ((city[2], "Budi"), (other, "Zaky"), (city[2], "Ani"), (city[1], "Cici")):
        make_person(unit, name)
    assert [row.name for row in list_standings(NOVEMBER, today=TODAY)] == ["Zaky", "Cici", "Ani", "Budi"]


@pytest.mark.both_engines
def test_units_given_leave_everybody_else_out(city):
    inside, _outside = make_person(city[2]), make_person(city[1])
    moved_in = make_person(city[1])
    post(moved_in, "2026-11-12", city[2])
    joined = make_person(city[2], since="2026-11-12")
    found = {row.employee_id for row in list_standings(NOVEMBER, unit_ids=[city[2].id], today=TODAY)}
    assert found == {inside.id, joined.id}
    assert list_standings(NOVEMBER, unit_ids=[], today=TODAY) == []


def test_twelve_months_of_one_person_take_as_many_statements_as_one(city, count_queries):
    person = make_person(city[2], since="2026-03-01")
    for month in (10, 11):
        make_sale(person, 25_000, f"2026-{month}-05")
    year = [Period(2026, month) for month in range(1, 13)]
    list_standings_of_person(person.id, [NOVEMBER], today=TODAY)  # settings are read once a transaction
    with count_queries() as one:
        list_standings_of_person(person.id, [NOVEMBER], today=TODAY)
    with count_queries() as twelve:
        found = list_standings_of_person(person.id, year, today=TODAY)
    assert len(twelve) == len(one), twelve
    assert len(one) <= 12, one
    assert list(found) == year[2:]
    assert [row.status for row in found.values()] == [None] * 7 + ["met", "met", "short"]


def test_everybody_takes_as_many_statements_as_one(city, count_queries):
    counts = []
    for _round in range(2):
        for number in range(10):
            make_sale(make_person(city[number % 3]), 10_000 + number)
        list_standings(NOVEMBER, today=TODAY)  # settings are read once a transaction
        exempt(scope="unit", unit_id=city[1].id)
        db.session.flush()
        with count_queries() as statements:
            rows = list_standings(NOVEMBER, today=TODAY)
        counts.append((len(rows), len(statements)))
    assert [rows for rows, _ in counts] == [10, 20]
    assert counts[0][1] == counts[1][1] <= 10


def test_the_sum_of_every_recap_is_the_sum_of_the_rows(city):
    for number in range(60):
        statuses = ["PNS", "CPNS", "PPPK", "Non ASN"]
        person = make_person(
            city[number % 3],
            since=str(date(2026, 1, 1) + timedelta(days=7 * number)),
            status=statuses[number % 4],
            echelon=["III.a", "IV.b", ""][number % 3],
        )
        if number % 5:
            make_sale(person, 1_000 * number)
    exempt(scope="unit", unit_id=city[2].id)
    rows = list_standings(NOVEMBER, today=TODAY)
    total = recap_total(rows, "Kota Uji")
    assert (
        total.people
        == len(rows)
        == sum(total.count(s) for s in ("met", "short", "exempt", "not_obliged", "no_rule"))
    )
    for recap in (recap_by_opd(rows), recap_by_tier(rows)):
        for field in ("people", *STATUSES, "owing_nothing"):
            assert sum(getattr(one, field) for one in recap) == getattr(total, field), field
        for field in ("minimum", "bought", "shortfall", "obliged"):
            assert sum(getattr(one, field) for one in recap) == getattr(total, field), field
    assert total.bought == sum(row.bought for row in rows)
    assert total.shortfall == sum(row.minimum - row.bought for row in rows if row.status == "short")
    assert len({total.met, total.short, total.exempt, total.not_obliged, total.no_rule}) > 1
