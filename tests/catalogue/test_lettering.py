"""Names on pictures to share: whole where they fit, never empty, never with boxes in the place of letters."""

from __future__ import annotations

import pytest

from app.catalogue.lettering import LEADING, drawable, fitting, font

WIDTH, HEIGHT = 458, 280
HOSTILE = (
    "Bagea kenari 250 g",
    "Sagu lempeng isi dua belas rasa pala dan kenari dengan gula aren asli dari Negeri Hative Besar",
    "Manisan pala basah potongan besar dari kebun sendiri di lereng Gunung Salahutu " * 3,
    "Kuekenaripanggangspesialhariraya" * 6,
    "W" * 200,
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_fits_its_box_and_begins_as_it_is_written(name: str) -> None:
    size, lines = fitting(name, WIDTH, HEIGHT)
    assert all(font(size, bold=True).getlength(line) <= WIDTH for line in lines)
    assert len(lines) * size * LEADING <= HEIGHT
    written = "".join(lines).replace(" ", "")
    assert len(written) >= 15 and name.replace(" ", "").startswith(written.rstrip("…"))
    assert written.endswith("…") == (len(written) < len(name.replace(" ", "")))


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("Kué «Ñandú» Žaitun", "Kué «Ñandú» Žaitun"),
        ("𝒜bon 🍌 tuna", "Abon tuna"),
        ("Sambal\u200d\u202e  香料 roa", "Sambal roa"),
        ("🍌", ""),
    ],
)
def test_letters_the_font_has_not_are_left_out(written: str, drawn: str) -> None:
    assert drawable(written) == drawn
