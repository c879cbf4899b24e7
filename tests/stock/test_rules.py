"""What is left on a shelf of what came when."""

from __future__ import annotations

from datetime import date

import pytest

from app.stock.rules import list_remaining_lots

EARLY, LATE = date(2026, 11, 1), date(2026, 11, 8)


@pytest.mark.parametrize(
    ("pieces", "left"),
    [
        (-1, []),
        (0, []),
        (1, [(LATE, 1)]),
        (4, [(LATE, 4)]),
        (5, [(EARLY, 1), (LATE, 4)]),
        (7, [(EARLY, 3), (LATE, 4)]),
        (9, [(EARLY, 3), (LATE, 4)]),
    ],
)
def test_what_expires_first_leaves_first(pieces: int, left: list[tuple[date, int]]) -> None:
    assert list_remaining_lots([(LATE, 4), (EARLY, 3)], pieces) == left
