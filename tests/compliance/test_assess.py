"""Status, minimum and shortfall of one person (decisions 1, 3, 4, 5), decided with values alone."""

from datetime import date
from typing import Any

import pytest

from app.compliance.rules import (
    ExemptionBook,
    ExemptionValue,
    Reduction,
    assess,
    is_recorded,
    lowered_minimum,
    reference_day,
)
from app.minimums.rules import Tier
from app.shared.period import Period

NOVEMBER = Period(2026, 11)
TIER = Tier(1, "eselon-iv", "Eselon IV", 20_000, ({"echelon": ["IV.a"]},))
FREE = Tier(2, "magang", "Magang", 0, ({"status": ["CPNS"]},))
NO_AMOUNT = Tier(3, "pppk", "PPPK", None, ({"status": ["PPPK"]},))
LETTER = date(2026, 11, 3)


def exemption(**facts: Any) -> ExemptionValue:
    values: dict[str, Any] = {
        "id": 1,
        "scope": "person",
        "employee_id": 5,
        "unit_id": None,
        "tier_code": "",
        "from_period": NOVEMBER,
        "until_period": NOVEMBER,
        "kind": "cuti",
        "letter_number": "800/12",
        "letter_date": LETTER,
    }
    return ExemptionValue(**(values | facts))


def lowered(percent: int) -> Reduction:
    return Reduction(NOVEMBER, percent, "barang habis", "500/1", LETTER)


def judge(**facts: Any):
    values: dict[str, Any] = {
        "reference_service": "active",
        "last_service": "active",
        "tier": TIER,
        "has_decree": True,
        "exemption": None,
        "lowered": None,
        "bought": 0,
    }
    return assess(**(values | facts))


@pytest.mark.parametrize(
    ("bought", "status", "shortfall"),
    [
        (0, "short", 20_000),
        (19_999, "short", 1),
        (20_000, "met", 0),
        (20_001, "met", 0),
        (-5_000, "short", 25_000),
    ],
)
def test_the_minimum_is_a_floor(bought, status, shortfall):
    found = judge(bought=bought)
    assert (found.status, found.minimum, found.shortfall) == (status, 20_000, shortfall)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"tier": FREE}, "met"),
        ({"tier": NO_AMOUNT}, "no_rule"),
        ({"tier": None}, "no_rule"),
        ({"tier": None, "has_decree": False}, "no_rule"),
        ({"exemption": exemption()}, "exempt"),
        ({"exemption": exemption(), "tier": None}, "exempt"),
        ({"exemption": exemption(), "bought": 90_000}, "exempt"),
        ({"lowered": lowered(100)}, "exempt"),
        ({"lowered": lowered(100), "tier": None}, "exempt"),
        ({"reference_service": None}, "not_obliged"),
        ({"reference_service": "pension"}, "not_obliged"),
        ({"last_service": "death"}, "not_obliged"),
        ({"reference_service": "leave", "exemption": exemption()}, "not_obliged"),
        ({"last_service": "leave", "tier": None}, "not_obliged"),
        ({"recorded": False}, None),
        ({"recorded": False, "reference_service": None}, None),
    ],
)
def test_the_first_status_that_holds_is_taken(facts, status):
    found = judge(**facts)
    assert found.status == status
    assert found.shortfall == 0
    assert found.minimum == (0 if facts.get("tier") is FREE else None)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"reference_service": None}, "belum bertugas"),
        ({"reference_service": "pension"}, "hari acuan (pensiun)"),
        ({"last_service": "death"}, "akhir bulan (wafat)"),
        ({"exemption": exemption()}, "cuti), surat 800/12 tanggal 03-11-2026"),
        ({"lowered": lowered(100)}, "ditiadakan untuk semua, surat 500/1"),
        ({"lowered": lowered(50)}, "diturunkan 50 % untuk semua"),
        ({"tier": None}, "tidak ada jenjang yang cocok"),
        ({"tier": NO_AMOUNT}, "belum mempunyai jumlah"),
        ({"tier": None, "has_decree": False}, "belum ada aturan yang berlaku"),
        ({"recorded": False}, "belum dicatat"),
    ],
)
def test_the_note_says_why(facts, words):
    assert words in judge(**facts).note


@pytest.mark.parametrize(
    ("percent", "bought", "minimum", "status"),
    [
        (1, 19_800, 19_800, "met"),
        (50, 9_999, 10_000, "short"),
        (50, 10_000, 10_000, "met"),
        (99, 199, 200, "short"),
    ],
)
def test_a_lowered_month_lowers_the_floor(percent, bought, minimum, status):
    found = judge(lowered=lowered(percent), bought=bought)
    assert (found.minimum, found.status) == (minimum, status)


@pytest.mark.parametrize(
    ("minimum", "percent", "left"), [(20_001, 50, 10_000), (1, 99, 0), (0, 50, 0), (30_000, 33, 20_100)]
)
def test_a_fraction_of_a_rupiah_falls_in_the_persons_favour(minimum, percent, left):
    assert lowered_minimum(minimum, lowered(percent)) == left


def test_a_very_long_letter_number_still_fits_a_snapshot():
    assert len(judge(exemption=exemption(letter_number="x" * 400)).note) == 300


@pytest.mark.parametrize(
    ("month", "day", "today", "expected"),
    [
        ("2026-11", 1, "2026-11-07", "2026-11-01"),
        ("2026-11", 1, "2026-11-01", "2026-11-01"),
        ("2026-11", 15, "2026-11-14", "2026-11-14"),
        ("2026-11", 15, "2026-11-15", "2026-11-15"),
        ("2026-11", 15, "2026-11-16", "2026-11-15"),
        ("2026-02", 28, "2026-11-07", "2026-02-28"),
        ("2026-12", 1, "2026-11-07", "2026-11-07"),
    ],
)
def test_the_reference_day_is_today_while_it_lies_ahead(month, day, today, expected):
    found = reference_day(Period.parse(month), day, date.fromisoformat(today))
    assert found == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("month", "start", "recorded"),
    [
        ("2026-07", "2026-08", False),
        ("2026-08", "2026-08", True),
        ("2026-09", "2026-08", True),
        ("2026-10", None, False),
        ("2026-11", None, True),
        ("2026-12", None, True),
    ],
)
def test_recording_starts_with_the_first_sale_or_with_the_running_month(month, start, recorded):
    begun = Period.parse(start) if start else None
    assert is_recorded(Period.parse(month), begun, NOVEMBER) is recorded


@pytest.mark.parametrize(
    ("month", "until", "holds"),
    [
        ("2026-10", "2026-12", False),
        ("2026-11", "2026-12", True),
        ("2026-12", "2026-12", True),
        ("2027-01", "2026-12", False),
        ("2030-01", None, True),
    ],
)
def test_an_exemption_holds_from_month_to_month_both_inclusive(month, until, holds):
    span = exemption(until_period=Period.parse(until) if until else None)
    assert span.holds_in(Period.parse(month)) is holds


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"scope": "person", "employee_id": 5}, True),
        ({"scope": "person", "employee_id": 6}, False),
        ({"scope": "unit", "employee_id": None, "unit_id": 30}, True),
        ({"scope": "unit", "employee_id": None, "unit_id": 10}, True),
        ({"scope": "unit", "employee_id": None, "unit_id": 40}, False),
        ({"scope": "tier", "employee_id": None, "tier_code": "eselon-iv"}, True),
        ({"scope": "tier", "employee_id": None, "tier_code": "eselon-iii"}, False),
        ({"scope": "everyone", "employee_id": None}, True),
    ],
)
def test_an_exemption_takes_a_person_by_its_scope(facts, found):
    book = ExemptionBook([exemption(**facts)])
    assert (book.find(5, (30, 20, 10), "eselon-iv") is not None) is found


def test_a_person_without_a_tier_is_not_taken_by_an_exemption_of_a_tier():
    assert ExemptionBook([exemption(scope="tier", tier_code="x")]).find(5, (), None) is None


def test_of_several_exemptions_the_nearest_is_named():
    everyone, tier = exemption(id=1, scope="everyone"), exemption(id=2, scope="tier", tier_code="eselon-iv")
    unit, person = exemption(id=3, scope="unit", unit_id=10), exemption(id=4)
    book = [everyone, tier, unit, person]
    for nearest in (person, unit, tier, everyone):
        assert ExemptionBook(book).find(5, (30, 10), "eselon-iv") is nearest
        book.remove(nearest)
