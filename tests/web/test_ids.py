"""The number of a row in an address or a form: ASCII digits that every database takes; anything else is no id."""

from __future__ import annotations

import pytest

from app.web.ui.ids import read_id


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("007", 7), ("9" * 15, 10**15 - 1)])
def test_digits_are_an_id(text: str, number: int) -> None:
    assert read_id(text) == number


@pytest.mark.parametrize(
    "text", ["", " 7", "7 ", "-7", "+7", "7.0", "1_0", "\u0667", "\u00b2", "9" * 16, "9" * 5000]
)
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="no id"):
        read_id(text)
