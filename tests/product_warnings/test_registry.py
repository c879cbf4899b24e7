"""The registry of what the till says of a product."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from app.product_warnings.registry import (
    ProductWarning,
    find_warnings,
    list_warnings,
    register,
    unregister,
)

DAY = date(2026, 11, 7)


@pytest.fixture
def held() -> Iterator[ProductWarning]:
    """A warning of another subject: every product of booth 3 but one is held."""
    found = ProductWarning(
        "a_test_warning", "ditahan", lambda booth_id, day: [7, 7, 8] if booth_id == 3 else []
    )
    register(found)
    yield found
    unregister(found.slug)


@pytest.mark.usefixtures("session")
def test_a_subject_s_warning_is_found_once_per_product_of_that_booth(held: ProductWarning) -> None:
    assert find_warnings(3, DAY) == {7: [held.slug], 8: [held.slug]}
    assert find_warnings(4, DAY) == {}


def test_a_slug_is_taken_once(held: ProductWarning) -> None:
    with pytest.raises(ValueError, match="registered already"):
        register(held)
    assert [one.slug for one in list_warnings()].count(held.slug) == 1


def test_goods_warn_of_what_is_past_its_date_and_of_what_never_came() -> None:
    assert {"below_zero", "expired"} <= {one.slug for one in list_warnings()}
