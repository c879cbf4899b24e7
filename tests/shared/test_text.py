"""Normal forms: what is written stays as Unicode says, and no text costs the square of its length."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.shared.text import LONGEST_RUN, has_long_run, normalize
from tests.costs import grows_linearly

FORMS = ("NFC", "NFKC", "NFKD")
DISORDERED = "\u0301\u0323"  # the second belongs before the first: each is sorted past all others


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_what_people_write_is_normalised_as_unicode_says(text: str) -> None:
    if not has_long_run(text):
        assert all(normalize(text, form) == unicodedata.normalize(form, text) for form in FORMS)


def test_marks_beyond_the_thirtieth_in_a_row_are_dropped() -> None:
    text = "a" + "\u0301" * 100
    assert has_long_run(text) and len(normalize(text)) <= LONGEST_RUN + 1
    assert not has_long_run("a\u0301" * 100)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "unit",
    [
        "\u0301\u0323",
        "\u0f73\u0f71",  # the first is no mark itself, but is taken apart into two
        "\uff9e\u0323",
        "\u0344\u0323",
        "\u0345\u0334",
    ],
)
def test_marks_in_the_wrong_order_cost_no_more_than_their_number(form: str, unit: str) -> None:
    def texts(size: int) -> str:
        half = size // 2
        return "a" + unit[0] * half + unit[1] * half

    assert grows_linearly(lambda text: normalize(text, form), texts, 8_000)
