"""Standings from the database: posting on the reference day, service to the month's end, sums, terms."""

from datetime import date

import pytest

from app.audit.rules import SYSTEM
from app.compliance.queries import (
    find_standing,
    list_standings,
)
from app.settings.services import set_setting
from app.shared.period import Period
from tests.standing import (
    NOVEMBER,
    OCTOBER,
    make_decree,
    make_person,
    make_sale,
    make_unit,
    post,
)

TODAY = date(2026, 12, 31)


def row_of(person, period=NOVEMBER, today=TODAY):
    """The same person three ways: among all, alone, and among their months; they must agree."""
    (row,) = [row for row in list_standings(period, today=today) if row.employee_id == person.id]
    assert find_standing(person.id, period, today=today) == row
    assert list_standings(period, employee_id=person.id, today=today) == [row]
    return row


@pytest.mark.both_engines
def test_a_row_says_who_where_what_and_how_far(city):
    person = make_person(city[2], "MARTHA WATTIMENA", position="Kasi", grade="III/d")
    person.front_title, person.back_title = "dr.", "S.Ked."
    make_sale(person, 15_000)
    row = row_of(person)
    assert row.name == "dr. MARTHA WATTIMENA, S.Ked."
    assert (row.code, row.nip) == (person.code, None)
    assert (row.employment, row.echelon, row.position, row.grade) == ("PNS", "IV.a", "Kasi", "III/d")
    assert (row.unit_id, row.unit, row.opd_id, row.opd) == (
        city[2].id,
        "SD Negeri 1",
        city[1].id,
        "Dinas Pendidikan",
    )
    assert (row.tier, row.tier_name) == ("eselon-iv", "Eselon IV dan fungsional")
    assert (row.minimum, row.bought, row.shortfall, row.status) == (20_000, 15_000, 5_000, "short")


@pytest.mark.parametrize(
    ("posting", "status", "tier", "minimum"),
    [
        ({"echelon": "III.b"}, "short", "eselon-iii", 30_000),
        ({"echelon": "", "position_kind": "Fungsional"}, "short", "eselon-iv", 20_000),
        ({"status": "CPNS", "echelon": ""}, "met", "magang", 0),
        ({"status": "PPPK", "echelon": ""}, "no_rule", "pppk", None),
        ({"status": "Non ASN", "echelon": ""}, "no_rule", None, None),
        ({"service": "pension"}, "not_obliged", None, None),
        ({"service": "leave"}, "not_obliged", None, None),
    ],
)
def test_the_tier_comes_from_the_posting(city, posting, status, tier, minimum):
    row = row_of(make_person(city[2], **posting))
    assert (row.status, row.tier, row.minimum) == (status, tier, minimum)


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("2026-10-31", "short"),
        ("2026-11-01", "short"),
        ("2026-11-02", "not_obliged"),
        ("2026-11-30", "not_obliged"),
    ],
)
def test_who_joins_after_the_reference_day_owes_nothing_this_month(city, since, status):
    row = row_of(make_person(city[2], since=since))
    assert (row.status, row.unit) == (status, "SD Negeri 1")


def test_who_joins_after_the_month_is_not_listed_at_all(city):
    later = make_person(city[2], since="2026-12-01")
    assert list_standings(NOVEMBER, today=TODAY) == []
    assert find_standing(later.id, NOVEMBER, today=TODAY) is None


def test_who_bought_before_ever_being_posted_is_still_in_the_sum(city):
    early = make_person(city[2], since="2026-12-01")
    make_sale(early, 9_000)
    row = row_of(early)
    assert (row.status, row.bought, row.unit_id, row.opd, row.employment) == (
        "not_obliged",
        9_000,
        None,
        None,
        "",
    )


@pytest.mark.parametrize(
    ("left_on", "status"),
    [
        ("2026-10-31", "not_obliged"),
        ("2026-11-01", "not_obliged"),
        ("2026-11-02", "not_obliged"),
        ("2026-11-30", "not_obliged"),
        ("2026-12-01", "short"),
    ],
)
@pytest.mark.parametrize("service", ["pension", "death", "leave", "dismissed", "left"])
def test_who_leaves_before_the_month_ends_owes_nothing(city, left_on, status, service):
    person = make_person(city[2])
    post(person, left_on, city[2], service=service)
    assert row_of(person).status == status


@pytest.mark.parametrize(
    ("month", "minimum"), [("2026-10", 20_000), ("2026-11", 20_000), ("2026-12", 30_000)]
)
def test_a_promotion_on_the_12th_changes_the_next_month(city, month, minimum):
    person = make_person(city[2])
    post(person, "2026-11-12", city[2], echelon="III.a")
    assert row_of(person, Period.parse(month)).minimum == minimum


@pytest.mark.parametrize(
    ("promoted", "minimum"), [("2026-10-31", 30_000), ("2026-11-01", 30_000), ("2026-11-02", 20_000)]
)
def test_the_posting_of_the_reference_day_decides(city, promoted, minimum):
    person = make_person(city[2])
    post(person, promoted, city[2], echelon="III.a")
    assert row_of(person).minimum == minimum


@pytest.mark.parametrize(
    ("today", "minimum"), [("2026-11-11", 20_000), ("2026-11-12", 30_000), ("2026-11-20", 30_000)]
)
def test_while_the_reference_day_lies_ahead_today_decides(city, today, minimum):
    set_setting("reference_day", 15, effective_from=NOVEMBER, actor=SYSTEM)
    person = make_person(city[2])
    post(person, "2026-11-12", city[2], echelon="III.a")
    assert row_of(person, today=date.fromisoformat(today)).minimum == minimum


def test_the_reference_day_is_a_setting_dated_by_month(city):
    set_setting("reference_day", 15, effective_from=NOVEMBER, actor=SYSTEM)
    person = make_person(city[2])
    post(person, "2026-10-12", city[2], echelon="III.a")
    post(person, "2026-11-12", city[2], echelon="IV.b")
    assert row_of(person, OCTOBER).minimum == 20_000
    assert row_of(person, NOVEMBER).minimum == 20_000
    assert row_of(person, NOVEMBER).echelon == "IV.b"


def test_a_change_of_status_on_one_day_changes_the_next_month(city):
    person = make_person(city[2], status="Non ASN", echelon="")
    post(person, "2026-11-02", city[2], status="PNS", echelon="IV.a")
    assert row_of(person, NOVEMBER).status == "no_rule"
    assert row_of(person, Period(2026, 12)).status == "short"


def test_who_moves_stays_with_the_opd_of_the_reference_day(city):
    other = make_unit("Dinas Lain", city[0])
    person = make_person(city[2])
    post(person, "2026-11-12", other)
    assert row_of(person).opd == "Dinas Pendidikan"
    assert row_of(person, Period(2026, 12)).opd == "Dinas Lain"


def test_the_people_at_the_root_are_under_the_roots_own_name(city):
    assert row_of(make_person(city[0])).opd == "Kota Uji"


def test_an_acting_post_changes_nothing(city):
    head = '[[tier]]\ncode = "kadis"\nname = "Kadis"\nminimum = 100000\n'
    tiers = head + '[[tier.match]]\nposition = ["*Kepala Dinas*"]\n'
    make_decree(number="Uji 2", effective_from="2026-02", tiers=tiers)
    assert row_of(make_person(city[2], position="Kepala Dinas X")).minimum == 100_000
    assert row_of(make_person(city[2], position="Plt. Kepala Dinas X")).status == "no_rule"
