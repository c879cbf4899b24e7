"""Whether the cost of reading an input grows no faster than the input: measured in processor time, never in seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Input = TypeVar("Input")
FACTOR = 4
"""The second input is so many times as large."""
WORST = 10
"""A linear reader takes 4 times as long for it, a quadratic one 16 times; noise of a busy machine lies between."""
UNMEASURABLE = 0.002
"""Below this many seconds of processor time a figure says nothing, and harms nobody."""


def grows_linearly(read: Callable[[Input], object], make: Callable[[int], Input], size: int) -> bool:
    """Whether reading `make(4 * size)` costs at most in proportion to `make(size)`. What `read` raises is its answer.

    The best of some tries counts; a result over the bound is measured again, so that a busy machine is no failure.
    """
    small, large = make(size), make(FACTOR * size)
    for _attempt in range(3):
        first, second = _cost(read, small), _cost(read, large)
        if second <= WORST * max(first, UNMEASURABLE):
            return True
    return False


def _cost(read: Callable[[Input], object], given: Input) -> float:
    """Seconds of processor time of the cheapest of three readings."""
    costs = []
    for _round in range(3):
        start = time.process_time()
        try:
            read(given)
        except Exception:  # noqa: S110  (a refusal is an answer, too)
            pass
        costs.append(time.process_time() - start)
    return min(costs)
