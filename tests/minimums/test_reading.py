"""A decree's text is taken whole or refused with every reason (decisions 2)."""

import pytest

from app.minimums.presets import list_presets
from app.minimums.rules import content_hash, read_decree, read_tiers, write_decree
from tests.standing import decree_text, tree_of

TREE = tree_of(
    (1, "KOTA", "Kota", None),
    (2, "A1", "Dinas A", 1),
    (3, "B1", "Sub Bagian Umum", 2),
    (4, "C1", "Dinas B", 1),
    (5, "D1", "Sub Bagian Umum", 4),
)
ONE = '[[tier]]\ncode = "a"\nname = "A"\nminimum = 1\n[[tier.match]]\n'
PNS = 'status = ["PNS"]\n'


def problems(text: str) -> list[tuple[int | None, str, str]]:
    reading = read_decree(text, TREE)
    assert (reading.draft is None) is bool(reading.problems)
    return [(found.tier, found.field, found.reason) for found in reading.problems]


def tier(match: str = PNS, head: str = 'code = "a"\nname = "A"\nminimum = 1\n') -> str:
    return decree_text(tiers=f"[[tier]]\n{head}[[tier.match]]\n{match}")


@pytest.mark.parametrize(
    ("match", "field", "reason"),
    [
        ('statuss = ["PNS"]', "statuss", "unknown_field"),
        ('eselon = ["II.a"]', "eselon", "unknown_field"),
        ('status = ["pns"]', "status", "bad_value"),
        ('status = ["Honorer"]', "status", "bad_value"),
        ("status = [1]", "status", "bad_value"),
        ("status = []", "status", "empty_list"),
        ('echelon = ["VI.a"]', "echelon", "bad_value"),
        ('echelon = ["III"]', "echelon", "bad_value"),
        ('position_kind = ["JFT"]', "position_kind", "bad_value"),
        ("position = [7]", "position", "not_text"),
        ('position = [""]', "position", "bad_value"),
        ('position = ["Plt. Kepala*"]', "position", "acting_post"),
        ('position = ["*pelaksana tugas*"]', "position", "acting_post"),
        ('position = ["a\\u0000b"]', "position", "not_clean"),
        (f'position = ["{"x" * 201}"]', "position", "too_long"),
        ('grade = [""]', "grade", "bad_value"),
        ('unit = ["Dinas Z"]', "unit", "unknown_unit"),
        ('unit = ["Sub Bagian Umum"]', "unit", "ambiguous_unit"),
        ("unit = [2]", "unit", "not_text"),
        ("", "match", "empty_match"),
    ],
)
def test_a_match_that_is_not_understood_refuses_the_decree(match, field, reason):
    assert (1, field, reason) in problems(tier(match))


@pytest.mark.parametrize(
    ("head", "field", "reason"),
    [
        ('name = "A"\nminimum = 1\n', "code", "missing"),
        ('code = ""\nname = "A"\nminimum = 1\n', "code", "missing"),
        ('code = "  "\nname = "A"\nminimum = 1\n', "code", "missing"),
        ('code = "a"\nminimum = 1\n', "name", "missing"),
        ('code = "a"\nname = "A"\nminimum = -1\n', "minimum", "bad_minimum"),
        ('code = "a"\nname = "A"\nminimum = 1.5\n', "minimum", "bad_minimum"),
        ('code = "a"\nname = "A"\nminimum = "20000"\n', "minimum", "bad_minimum"),
        ('code = "a"\nname = "A"\nminimum = true\n', "minimum", "bad_minimum"),
        ('code = "a"\nname = "A"\nminimum = 1000000000000\n', "minimum", "bad_minimum"),
        ('code = "a"\nname = "A"\nminimun = 1\n', "minimun", "unknown_key"),
    ],
)
def test_a_tier_that_is_not_understood_refuses_the_decree(head, field, reason):
    assert (1, field, reason) in problems(tier(head=head))


@pytest.mark.parametrize(
    ("old", "new", "field", "reason"),
    [
        ('number = "Uji 1/2026"\n', "", "number", "missing"),
        ('number = "Uji 1/2026"', "number = 7", "number", "not_text"),
        ('signed_on = "2026-01-02"\n', "", "signed_on", "missing"),
        ('signed_on = "2026-01-02"', 'signed_on = "2026-02-30"', "signed_on", "bad_date"),
        ('signed_on = "2026-01-02"', 'signed_on = "2 Januari 2026"', "signed_on", "bad_date"),
        ('signed_on = "2026-01-02"', "signed_on = 2026-01-02T10:00:00", "signed_on", "bad_date"),
        ('effective_from = "2026-01"', 'effective_from = "2026-13"', "effective_from", "bad_month"),
        ('effective_from = "2026-01"', "effective_from = 2026-01-01", "effective_from", "bad_month"),
        ('mode = "wajib"', 'mode = "sukarela"', "mode", "bad_mode"),
        ('mode = "wajib"', "", "mode", "missing"),
        ('mode = "wajib"', 'mode = "wajib"\nnomor = "x"', "nomor", "unknown_key"),
        ("[decree]", "[dekrit]", "decree", "no_header"),
    ],
)
def test_a_head_that_is_not_understood_refuses_the_decree(old, new, field, reason):
    text = tier().replace(old, new)
    assert text != tier()
    assert (None, field, reason) in problems(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (None, "decree", "no_header")),
        ("[decree\n", (None, "", "syntax")),
        ("a = " + "[" * 5_000, (None, "", "too_deep")),
        ("#" * 200_001, (None, "", "too_big")),
        (decree_text(tiers=""), (None, "tier", "no_tiers")),
        (decree_text(tiers="[tier]\ncode = 1\n"), (None, "tier", "no_tiers")),
        (decree_text(tiers='[[tier]]\ncode = "a"\nname = "A"\n'), (1, "match", "no_match")),
        (decree_text(tiers=(ONE + PNS) * 201), (None, "tier", "too_many_tiers")),
        (decree_text(tiers=(ONE + PNS) * 2), (2, "code", "duplicate_code")),
        ("[extra]\n" + tier(), (None, "extra", "unknown_key")),
    ],
)
def test_a_text_that_is_no_decree_is_refused(text, expected):
    assert expected in problems(text)


def test_every_problem_is_named_at_once_with_its_tier():
    text = decree_text(tiers=ONE + 'status = ["X"]\n' + ONE.replace('"a"', '"b"') + 'echelon = ["Y"]\n')
    assert problems(text) == [(1, "status", "bad_value"), (2, "echelon", "bad_value")]


@pytest.mark.parametrize("unit", ["A1", "a1", "Dinas A", "dinas  a"])
def test_a_unit_is_named_by_its_id_or_by_a_name_only_it_bears(unit):
    draft = read_decree(tier(f'unit = ["{unit}"]'), TREE).draft
    assert draft.tiers[0].matches == ({"unit": [2]},)


def test_a_tier_without_a_minimum_sets_no_amount():
    assert read_decree(tier(head='code = "a"\nname = "A"\n'), TREE).draft.tiers[0].minimum is None


def test_a_single_value_needs_no_list():
    assert read_decree(tier('status = "PNS"'), TREE).draft.tiers[0].matches == ({"status": ["PNS"]},)


def test_a_mark_at_the_beginning_and_foreign_line_ends_do_no_harm():
    assert read_decree("\ufeff" + tier().replace("\n", "\r\n"), TREE).draft is not None


def test_a_decree_written_and_read_again_says_the_same():
    draft = read_decree(decree_text(), TREE).draft
    with_unit = read_decree(tier('unit = ["Dinas A"]\nposition = ["Kepala \\"X\\"*"]'), TREE).draft
    for one in (draft, with_unit):
        again = read_decree(write_decree(one, TREE), TREE).draft
        assert again == one
        assert content_hash(again) == content_hash(one)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (PNS, 'status = "PNS"', True),
        ('status = ["PNS", "CPNS"]', 'status = ["CPNS", "PNS"]', True),
        ('unit = ["A1"]', 'unit = ["Dinas A"]', True),
        (PNS, 'status = ["CPNS"]', False),
        (PNS, 'status = ["PNS"]\nechelon = ["II.a"]', False),
    ],
)
def test_the_content_is_what_is_said_not_how_it_is_spelled(one, other, same):
    hashes = {content_hash(read_decree(tier(match), TREE).draft) for match in (one, other)}
    assert (len(hashes) == 1) is same


@pytest.mark.parametrize("preset", list_presets(), ids=lambda preset: preset.key)
def test_an_example_cannot_be_loaded_before_its_head_is_filled_in(preset):
    assert {
        (None, "number", "missing"),
        (None, "signed_on", "missing"),
        (None, "effective_from", "missing"),
    } == set(problems(preset.text))
    assert preset.notes


@pytest.mark.parametrize(
    ("key", "amounts"),
    [
        ("ambon", [200_000, 100_000, 30_000, 20_000]),
        ("probolinggo-2025", [200_000, 150_000, 100_000, 75_000, 50_000]),
        ("kebumen-2023", [250_000, 200_000, 150_000, 125_000, 100_000, 50_000]),
    ],
)
def test_the_examples_carry_the_published_amounts(key, amounts):
    (preset,) = [preset for preset in list_presets() if preset.key == key]
    assert [one.minimum for one in read_tiers(preset.text, TREE)] == amounts


def test_a_number_beyond_any_amount_is_a_problem_and_no_failure() -> None:
    text = tier(head="code = 'a'\nname = 'A'\nminimum = 0x" + "f" * 6_000 + "\n")
    assert problems(text) == [(1, "minimum", "bad_minimum")]


@pytest.mark.parametrize(
    ("match", "field"),
    [
        ("position = [" + ",".join(f'"{n}"' for n in range(501)) + "]", "position"),
        (PNS + '[[tier.match]]\nstatus = "PNS"\n' * 501, "match"),
    ],
)
def test_more_than_would_be_compared_quickly_with_everybody_is_refused(match: str, field: str) -> None:
    assert problems(tier(match)) == [(1, field, "too_many_values")]


@pytest.mark.parametrize("quotes", ['"""', "'''"])
@pytest.mark.parametrize("more", [0, 1, 2])
def test_a_text_that_ends_in_quotes_hides_no_key_of_many_parts(quotes: str, more: int) -> None:
    text = f"x = [{quotes}a{quotes}{quotes[0] * more}, {{" + "a." * 2_000 + "b = 1}]"
    assert problems(text) == [(None, "", "too_deep")]


def test_points_inside_quotes_and_remarks_are_no_parts_of_a_key() -> None:
    name = "Drs. A. B. C. D. E. F. G. H. I. J."
    text = tier(head=f'code = "a"\nname = "{name}" # {name}\n')
    assert read_decree(text, TREE).draft.tiers[0].name == name
