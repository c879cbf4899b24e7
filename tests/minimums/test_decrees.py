"""Decrees in the database: stored once, never edited, read back whole."""

from datetime import date

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.audit.models import AuditEvent
from app.extensions import db
from app.minimums import queries
from app.minimums.errors import DecreeNotFound, DecreeNumberTaken, DecreeUnusable
from app.minimums.models import Decree, MinimumTier
from app.minimums.services import load_decree
from app.shared.period import Period
from tests.standing import FINANCE, TIERS, decree_text, make_decree, make_person, make_tree, post


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_decree_is_stored_with_its_tiers_in_order(session):
    loaded = load_decree(decree_text(), actor=FINANCE)
    decree = queries.get_decree(loaded.id)
    assert loaded.result == "created"
    assert (decree.number, decree.effective_from, decree.signed_on) == (
        "Uji 1/2026",
        Period(2026, 1),
        date(2026, 1, 2),
    )
    assert [(tier.code, tier.minimum) for tier in decree.tiers] == [
        ("eselon-iii", 30_000),
        ("eselon-iv", 20_000),
        ("magang", 0),
        ("pppk", None),
    ]
    assert decree.tiers == loaded.draft.tiers


def test_the_same_decree_again_changes_nothing(session):
    load_decree(decree_text(), actor=FINANCE)
    again = load_decree(decree_text().replace("\n\n", "\n"), actor=FINANCE)
    assert again.result == "unchanged"
    assert (count(Decree), count(MinimumTier)) == (1, 4)
    assert count(AuditEvent) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("minimum = 30000", "minimum = 30001"),
        ('mode = "wajib"', 'mode = "himbauan"'),
        ('signed_on = "2026-01-02"', 'signed_on = "2026-01-03"'),
        ('name = "Magang"', 'name = "Pemagang"'),
    ],
)
def test_the_same_number_with_other_content_is_refused(session, old, new):
    load_decree(decree_text(), actor=FINANCE)
    with pytest.raises(DecreeNumberTaken):
        load_decree(decree_text().replace(old, new), actor=FINANCE)
    assert count(Decree) == 1


def test_an_unusable_decree_stores_nothing(session):
    with pytest.raises(DecreeUnusable) as refused:
        load_decree(decree_text().replace("III.b", "VII.b"), actor=FINANCE)
    assert [problem.reason for problem in refused.value.problems] == ["bad_value"]
    assert (count(Decree), count(MinimumTier), count(AuditEvent)) == (0, 0, 0)


def test_loading_leaves_a_trail_without_names(session):
    load_decree(decree_text(), actor=FINANCE)
    event = db.session.scalars(select(AuditEvent)).one()
    assert (event.action, event.subject, event.actor_id) == ("minimums.load", "decree", FINANCE.id)
    assert event.details == {"effective_from": "2026-01", "mode": "wajib", "tiers": 4}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decree SET title = 'x'",
        "DELETE FROM decree",
        "UPDATE minimum_tier SET minimum = 1",
        "DELETE FROM minimum_tier",
    ],
)
def test_the_database_itself_refuses_to_change_a_decree(session, statement):
    make_decree()
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))


def test_a_unit_in_a_match_is_kept_as_that_unit(session):
    _city, opd, _school = make_tree()
    make_decree(tiers='[[tier]]\ncode = "a"\nname = "A"\nminimum = 1\n[[tier.match]]\nunit = ["DINAS"]\n')
    (decree,) = queries.list_decrees()
    assert decree.tiers[0].matches == ({"unit": [opd.id]},)


def test_a_decree_that_does_not_exist_is_not_found(session):
    with pytest.raises(DecreeNotFound):
        queries.get_decree(1)


@pytest.mark.parametrize(
    ("month", "number"), [("2026-09", "Lama"), ("2026-10", "Baru"), ("2026-11", "Baru"), ("2025-12", None)]
)
def test_the_decree_of_a_month(session, month, number):
    make_decree(number="Lama", effective_from="2026-01")
    make_decree(number="Baru", effective_from="2026-10")
    found = queries.find_decree_for(Period.parse(month))
    assert (found.number if found else None) == number


def test_all_decrees_are_read_in_one_statement(session, count_queries):
    for number in range(4):
        make_decree(number=f"Uji {number}")
    with count_queries() as statements:
        assert len(queries.list_decrees()) == 4
    assert len(statements) == 1, statements


def test_groups_count_only_those_in_service_on_the_day(session):
    _city, _opd, school = make_tree()
    make_person(school)
    make_person(school)
    gone = make_person(school)
    post(gone, "2026-11-01", school, service="pension")
    make_person(school, since="2026-11-02")
    assert [group.people for group in queries.list_posting_groups(date(2026, 11, 1))] == [2]
    assert [group.people for group in queries.list_posting_groups(date(2026, 10, 31))] == [3]
    assert [group.people for group in queries.list_posting_groups(date(2026, 11, 2))] == [3]


def test_people_whom_no_tier_takes_are_listed_with_their_place(session):
    _city, _opd, school = make_tree()
    make_person(school, "Kena Jenjang")
    make_person(school, "Tanpa Jenjang", status="Non ASN", echelon="")
    loaded = make_decree(tiers=TIERS)
    (person,) = queries.list_without_tier(queries.get_decree(loaded.id), date(2026, 11, 1))
    assert (person.name, person.unit, person.opd) == ("Tanpa Jenjang", "SD Negeri 1", "Dinas Pendidikan")
