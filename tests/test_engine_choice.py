"""Which engines a test runs on: the list names what is there, and a marker or a word on the command line wins."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.engine_choice import BOTH_ENGINES, ENGINES, engines_for

HERE = Path(__file__).parent


def a_test(place: str, *markers: str, everything: bool = False) -> Any:
    return SimpleNamespace(
        path=HERE / place,
        config=SimpleNamespace(getoption=lambda _name: everything),
        get_closest_marker=lambda name: name in markers,
    )


def test_the_list_names_folders_and_modules_that_exist() -> None:
    assert [place for place in BOTH_ENGINES if not (HERE / place).exists()] == []


@pytest.mark.parametrize(
    ("test", "engines"),
    [
        (a_test("sales/test_sync.py"), ENGINES),
        (a_test("web/finance/test_books.py"), ("sqlite",)),
        (a_test("minimums/test_decrees.py"), ENGINES),
        (a_test("minimums/test_matching.py"), ("sqlite",)),
        (a_test("web/test_fuzz.py", "both_engines"), ENGINES),
        (a_test("sales/test_guards.py", "postgresql"), ("postgresql",)),
        (a_test("web/finance/test_books.py", everything=True), ENGINES),
        (a_test("journeys/test_finance_day.py", "sqlite", everything=True), ("sqlite",)),
    ],
)
def test_engines_are_chosen_by_list_marker_and_word(test: Any, engines: tuple[str, ...]) -> None:
    assert engines_for(test) == list(engines)
