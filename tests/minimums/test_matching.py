"""Who falls into which tier (decisions 1 and 2)."""

import pytest

from app.minimums.rules import (
    MATCH_FIELDS,
    PostingKey,
    Tier,
    TierFinder,
    decree_in_force,
    definitive_position,
    match_tier,
    read_decree,
)
from app.shared.period import Period
from tests.standing import decree_text, tree_of

TREE = tree_of(
    (1, "KOTA", "Kota", None), (2, "DINAS", "Dinas A", 1), (3, "SD1", "SD 1", 2), (4, "X", "Dinas B", 1)
)
SOMEBODY = PostingKey("PNS", "III.a", "Kepala Dinas Sosial", "Struktural", "IV/a", 3)


def tier(position: int = 1, *matches: dict, minimum: int | None = 10_000) -> Tier:
    return Tier(position, f"t{position}", f"Jenjang {position}", minimum, matches)


@pytest.mark.parametrize(
    ("match", "holds"),
    [
        ({"status": ["PNS"]}, True),
        ({"status": ["PPPK"]}, False),
        ({"status": ["PPPK", "PNS"]}, True),
        ({"status": ["PNS"], "echelon": ["III.b"]}, False),
        ({"status": ["PNS"], "echelon": ["III.b", "III.a"]}, True),
        ({"echelon": [""]}, False),
        ({"position": ["Kepala Dinas*"]}, True),
        ({"position": ["kepala DINAS*"]}, True),
        ({"position": ["Kepala Dinas"]}, False),
        ({"position": ["*Sosial"]}, True),
        ({"position": ["Kepala [BD]*"]}, True),
        ({"position": ["Kepala ?inas Sosial"]}, True),
        ({"position": ["Camat*", "Kepala Dinas*"]}, True),
        ({"position_kind": ["Struktural"]}, True),
        ({"position_kind": ["Fungsional"]}, False),
        ({"grade": ["iv/A"]}, True),
        ({"grade": ["IV/b"]}, False),
        ({"unit": [3]}, True),
        ({"unit": [2]}, True),
        ({"unit": [1]}, True),
        ({"unit": [4]}, False),
        ({"unit": [4, 2]}, True),
        ({}, False),
    ],
)
def test_all_fields_of_a_match_must_hold_and_any_value_of_a_field_will_do(match, holds):
    assert (match_tier([tier(1, match)], SOMEBODY, TREE) is not None) is holds


def test_an_empty_match_takes_nobody():
    assert match_tier([tier(1, {})], SOMEBODY, TREE) is None


def test_several_matches_are_alternatives():
    either = tier(1, {"status": ["PPPK"]}, {"echelon": ["III.a"]})
    assert match_tier([either], SOMEBODY, TREE) is either


def test_the_first_tier_that_matches_wins():
    first, second = tier(1, {"echelon": ["III.a"]}), tier(2, {"status": ["PNS"]})
    assert match_tier([first, second], SOMEBODY, TREE) is first
    assert match_tier([second, first], SOMEBODY, TREE) is second


@pytest.mark.parametrize(
    ("written", "definitive"),
    [
        ("Sekretaris Dinas", "Sekretaris Dinas"),
        ("Plt. Kepala Dinas Sosial", ""),
        ("Plh Kepala Dinas Sosial", ""),
        ("PLT.Kepala Dinas", ""),
        ("Pelaksana Tugas Kepala Dinas", ""),
        ("Pelaksana Harian Camat", ""),
        ("Sekretaris Dinas / Plt. Kepala Dinas", "Sekretaris Dinas"),
        ("Sekretaris Dinas (Plt. Kepala Dinas)", "Sekretaris Dinas"),
        ("Sekretaris merangkap Plh. Camat", "Sekretaris merangkap"),
        ("Pelaksana", "Pelaksana"),
        ("Operator Plta", "Operator Plta"),
        ("", ""),
    ],
)
def test_an_acting_post_is_cut_off(written, definitive):
    assert definitive_position(written) == definitive


def test_an_acting_head_stays_in_the_tier_of_the_definitive_post():
    heads, third = tier(1, {"position": ["*Kepala Dinas*"]}), tier(2, {"echelon": ["III.a"]})
    acting = SOMEBODY._replace(position="Sekretaris / Plt. Kepala Dinas Sosial")
    assert match_tier([heads, third], acting, TREE) is third


@pytest.mark.parametrize("field", MATCH_FIELDS)
def test_the_finder_agrees_with_matching_one_by_one_whatever_fields_are_used(field):
    value = {"status": "PNS", "echelon": "III.a", "position": "Kepala*", "position_kind": "Struktural"}
    value |= {"grade": "IV/a", "unit": 2}
    tiers = [tier(1, {field: [value[field]]})]
    finder = TierFinder(tiers, TREE)
    for key in (
        SOMEBODY,
        SOMEBODY._replace(status="PPPK"),
        SOMEBODY._replace(echelon=""),
        SOMEBODY._replace(position="Camat"),
        SOMEBODY._replace(position_kind=""),
        SOMEBODY._replace(grade="I/a"),
        SOMEBODY._replace(unit_id=4),
    ):
        assert finder.tier_of(key) is match_tier(tiers, key, TREE), key


def test_a_pattern_of_many_stars_takes_no_time():
    greedy = tier(1, {"position": ["*a*a*a*a*a*a*a*a*a*a*b"]})
    assert match_tier([greedy], SOMEBODY._replace(position="a" * 200), TREE) is None


def decree(number: str, effective_from: str, signed_on: str):
    draft = read_decree(decree_text(number, effective_from, signed_on), TREE).draft
    assert draft is not None
    return draft


@pytest.mark.parametrize(
    ("month", "number"),
    [
        ("2025-12", None),
        ("2026-01", "A"),
        ("2026-09", "A"),
        ("2026-10", "B"),
        ("2026-11", "B"),
        ("2027-01", "B"),
    ],
)
def test_the_decree_of_a_month_is_the_last_that_began(month, number):
    decrees = [decree("B", "2026-10", "2026-10-02"), decree("A", "2026-01", "2026-11-30")]
    found = decree_in_force(decrees, Period.parse(month))
    assert (found.number if found else None) == number


@pytest.mark.parametrize("order", [("A", "B"), ("B", "A")])
def test_of_two_decrees_that_begin_together_the_later_signed_holds(order):
    signed = {"A": "2026-01-02", "B": "2026-01-03"}
    decrees = [decree(number, "2026-01", signed[number]) for number in order]
    assert decree_in_force(decrees, Period(2026, 1)).number == "B"
