"""Numbers, validity, terms, needs and the text of rules as values."""

from __future__ import annotations

from datetime import date

import pytest

from app.certificates.rules.drafts import CertificateDraft, changed_fields, doubts_of, merge
from app.certificates.rules.gaps import Paper, Ware, find_gaps
from app.certificates.rules.numbers import read_number
from app.certificates.rules.reading import read_rulebook
from app.certificates.rules.rulebook import Rulebook
from app.certificates.rules.validity import add_months, validity_on
from app.certificates.shipped import read_shipped_rules

END = date(2026, 12, 31)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    reading = read_rulebook(read_shipped_rules())
    assert reading.problems == () and reading.rulebook is not None
    return reading.rulebook


@pytest.mark.parametrize(
    ("day", "validity"),
    [
        (date(2026, 10, 1), "valid"),  # 91 days left
        (date(2026, 10, 2), "expiring"),
        (date(2026, 10, 3), "expiring"),
        (date(2026, 12, 30), "expiring"),
        (date(2026, 12, 31), "expiring"),
        (date(2027, 1, 1), "lapsed"),
    ],
)
def test_a_certificate_expires_within_ninety_days_and_holds_on_its_last(day: date, validity: str) -> None:
    assert validity_on(END, day) == validity
    assert validity_on(None, day) == "no_end"


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2021, 7, 1), 60, date(2026, 6, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2024, 1, 31), 1, date(2024, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 11, 30)),
    ],
)
def test_a_term_ends_the_day_before_its_date(start: date, months: int, last: date) -> None:
    assert add_months(start, months) == last


@pytest.mark.parametrize(
    ("kind", "written", "shown", "reasons"),
    [
        ("pirt", "P-IRT No. 2068171861836-26", "2068171861836-26", []),
        ("pirt", "PIRT 2068 1718.61836 - 26", "2068171861836-26", []),
        ("pirt", "206817186183626", "2068171861836-26", []),
        ("pirt", "P-IRT NO: 206817186183", "206817186183", ["older"]),
        ("pirt", "2068171861836-29", "2068171861836-29", ["year"]),
        ("pirt", "9068171861836-26", "9068171861836-26", ["packaging"]),
        ("pirt", "2998171861836-26", "2998171861836-26", ["food_group"]),
        ("pirt", "206817", "206817", ["shape"]),
        ("pirt", "P-IRT", "P-IRT", ["shape"]),
        ("md", "BPOM RI MD 240935001200027", "MD 240935001200027", []),
        ("md", "240935001200027", "MD 240935001200027", []),
        ("md", "MD 224510107115", "MD 224510107115", ["older"]),
        ("halal", "ID 3211 0001 3331 31122", "ID32110001333131122", []),
        ("halal", "id32110001333131122", "ID32110001333131122", []),
        ("halal", "KH.1234/2020", "KH.1234/2020", ["decree_number"]),
        ("merek", "idm 000984301", "IDM000984301", []),
        ("slhs", "503/12/SLHS/2026", "503/12/SLHS/2026", []),
        ("pirt", " .-/ ", "", []),
        ("pirt", "２０６８１７１８６１８３６-２６", "2068171861836-26", []),
        ("halal", "<script>", "<script>", ["shape"]),
    ],
)
def test_a_number_is_read_whatever_stands_around_it(
    rulebook: Rulebook, kind: str, written: str, shown: str, reasons: list[str]
) -> None:
    number = read_number(rulebook.kinds[kind], written, date(2026, 6, 30))
    assert (number.text, [one.reason for one in number.doubts]) == (shown, reasons)
    again = read_number(rulebook.kinds[kind], number.text)
    assert again.key == number.key


@pytest.mark.parametrize(
    ("last", "reasons"),
    [(date(2026, 6, 30), []), (date(2026, 7, 1), []), (date(2026, 7, 2), ["term"]), (None, ["no_end_said"])],
)
def test_a_term_that_is_too_long_is_doubted(
    rulebook: Rulebook, last: date | None, reasons: list[str]
) -> None:
    found = doubts_of(rulebook.kinds["pirt"], "2068171861836-26", date(2021, 7, 1), last)
    assert [one.reason for one in found] == reasons


def test_the_older_check_and_another_spelling_change_nothing() -> None:
    stored = CertificateDraft(
        1, "pirt", "2068171861836-26", "206817186183626", checked_on=END, checked_by="Dinkes"
    )
    earlier = CertificateDraft(
        1, "pirt", "206817186183626", "206817186183626", checked_on=date(2026, 10, 2), checked_by="Puskesmas"
    )
    assert changed_fields(earlier, stored) == []
    later = CertificateDraft(
        1, "pirt", "", "", products=frozenset({3}), checked_on=date(2027, 1, 1), checked_by="B"
    )
    assert changed_fields(later, stored) == ["checked_on", "checked_by", "products"]
    assert (merge(later, stored).number, merge(later, stored).products) == (stored.number, {3})


NEEDS = """
[[kind]]
code = "a"
title = "A"
scope = "product"
[[kind]]
code = "b"
title = "B"
[[goods]]
code = "g"
title = "G"
categories = ["Kue"]
[[goods.needed]]
kinds = ["a", "b"]
since = 2026-10-17
sizes = ["mikro"]
"""


@pytest.mark.parametrize(
    ("papers", "states"),
    [
        ([], ["missing"]),
        ([Paper("a", frozenset({7}), "lapsed", is_checked=True)], ["lapsed"]),
        ([Paper("a", frozenset({7}), "expiring", is_checked=False)], ["unchecked"]),
        ([Paper("a", frozenset({7}), "valid", is_checked=True)], []),
        ([Paper("a", frozenset({8}), "valid", is_checked=True)], ["missing"]),
        ([Paper("a", frozenset(), "valid", is_checked=True)], ["missing"]),  # of a product, and names none
        ([Paper("b", frozenset(), "no_end", is_checked=True)], []),  # of the maker: covers all
        ([Paper("b", frozenset({8}), "no_end", is_checked=True)], ["missing"]),
    ],
)
def test_one_of_the_kinds_that_covers_the_goods_is_enough(papers: list[Paper], states: list[str]) -> None:
    rules = read_rulebook(NEEDS).rulebook
    assert rules is not None
    gaps = find_gaps(rules, "mikro", [Ware(7, "KUE ")], papers)
    assert [gap.state for gap in gaps] == states
    assert find_gaps(rules, "kecil", [Ware(7, "Kue")], []) == []
    assert find_gaps(rules, "mikro", [Ware(7, "Lain")], []) == []
    assert len(find_gaps(rules, "mikro", [Ware(7, "Lain", "g")], [])) == 1


@pytest.mark.parametrize(
    ("day", "is_due"), [(date(2026, 10, 16), False), (date(2026, 10, 17), True), (END, True)]
)
def test_a_need_holds_from_its_day(day: date, is_due: bool) -> None:
    rules = read_rulebook(NEEDS).rulebook
    assert rules is not None
    (gap,) = find_gaps(rules, "mikro", [Ware(7, "Kue")], [])
    assert gap.is_due(day) is is_due


def test_halal_is_asked_of_small_food_makers_from_its_day_and_of_medium_ones_before(
    rulebook: Rulebook,
) -> None:
    def since(size: str) -> list[date | None]:
        gaps = find_gaps(rulebook, size, [Ware(1, "Makanan")], [])
        return [gap.need.since for gap in gaps if gap.need.kinds == ("halal",)]

    assert since("mikro") == since("") == [date(2026, 10, 17)]
    assert since("menengah") == [date(2024, 10, 18)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x = [[[[[[[[[[[1]]]]]]]]]]]", "too_deep"),
        ("a" * 20_001, "too_big"),
        ("[[kind]", "syntax"),
        ("", "how_many"),
        ("kind = 3\ngoods = []", "not_parts"),
        (NEEDS + '[[kind]]\ncode = "a"\ntitle = "Lain"', "duplicate"),
        (NEEDS.replace('kinds = ["a", "b"]', 'kinds = ["c"]'), "unknown_kind"),
        (NEEDS.replace("since = 2026-10-17", 'since = "besok"'), "date"),
        (NEEDS.replace("since = 2026-10-17", "since = 2026-10-17T10:00:00"), "date"),
        (NEEDS.replace('sizes = ["mikro"]', 'sizes = ["raksasa"]'), "choice"),
        (NEEDS.replace('scope = "product"', 'scope = "kota"'), "choice"),
        (NEEDS.replace('title = "A"', "title = 3"), "text"),
        (NEEDS.replace('title = "B"', 'title = "a"'), "name_taken"),
        (NEEDS.replace('title = "B"', 'title = "B"\nbentuk = "x"'), "unknown_key"),
        (NEEDS.replace('code = "g"', 'code = "G G"'), "code"),
        (NEEDS.replace('title = "B"', 'title = "B"\nterm_months = 0'), "number"),
        (NEEDS.replace('title = "B"', 'title = "B"\nends = "ya"'), "truth"),
        (NEEDS.replace('categories = ["Kue"]', "categories = [1]"), "list"),
    ],
)
def test_what_is_wrong_with_a_text_of_rules_is_named(text: str, reason: str) -> None:
    reading = read_rulebook(text)
    assert reading.rulebook is None
    assert reason in [one.reason for one in reading.problems]
