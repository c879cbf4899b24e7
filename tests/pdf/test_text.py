"""Text of people on paper: what is not seen is not printed, and no line is wider than its place."""

from __future__ import annotations

import pytest

from app.pdf.text import Style, measure, printable, shorten, wrap

BODY = Style(9)
HOSTILE = [
    "Ani\x00\x07\x1b[31m Contoh",
    "\u202eotnoC inA\u202c \u200f\u2066x\u2069",
    "W" * 400,
    "Dr. " + "Sangat Panjang " * 40,
    "e" + "\u0301" * 200,
    "日本語 العربية עברית Ελληνικά ქართული",
    "\ud800 \ufffe \U0010ffff",
    '=HYPERLINK("x") <b>&amp;</b> (a\\)b',
    "",
]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Ani\u202e\u200b\x00 Contoh", "Ani Contoh"),
        ("Ani\tContoh\r\nB", "Ani Contoh B"),
        ("Cafe\u0301", "Café"),
        ("日本 Ani", "□□ Ani"),
        ("  ", ""),
    ],
)
def test_what_is_not_seen_is_not_printed(text: str, printed: str) -> None:
    assert printable(text) == printed


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("width", [20, 80, 300])
def test_lines_stay_within_their_width_and_lose_no_letter(text: str, width: float) -> None:
    lines = wrap(text, BODY, width)
    assert all(measure(line, BODY) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == printable(text).replace(" ", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_shortened_text_is_one_line_of_its_width(text: str) -> None:
    assert measure(shorten(text, BODY, 60), BODY) <= 60


def test_nothing_is_smaller_than_eight_points() -> None:
    with pytest.raises(ValueError, match="7"):
        Style(7.5)
