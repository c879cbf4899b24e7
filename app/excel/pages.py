"""Where the pages of a printed table end, so that signatures are never torn from each other nor from the table.

Every row's height is written down, so pages can be counted; a program that rounds differently is met with room to
spare. Points: 72 to the inch.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.excel.layout import Column

_PAPER = (841.9, 595.3)  # A4 landscape
_MARGINS = (0.8 * 72, 1.1 * 72)  # left and right, top and bottom: as `sheet_xml` writes them
_COMPANIONS = 3  # so many rows of the table go along with the signatures
_SPARE = 0.9  # of a page is counted on
_SMALLEST = 0.6  # of the written size
_LONG = 8  # pages after which the count may have drifted from a program's own


class Pages:
    """Counts along a landscape sheet that is fitted to the page's width."""

    def __init__(self, columns: Sequence[Column], heading: float, header: float) -> None:
        """`heading` stands once above, `header` is the row repeated on each page; both in points."""
        width = sum(column.width * 5.25 + 3.75 for column in columns)
        self._scale = max(0.1, int(100 * min(1.0, (_PAPER[0] - _MARGINS[0]) / width)) / 100)
        self._room = (_PAPER[1] - _MARGINS[1]) / self._scale
        self._header = header
        self._used = self._whole = heading + header
        self._number = 1

    def add(self, heights: Sequence[float]) -> None:
        """The next rows of the table."""
        used, room = self._used, self._room
        self._whole += sum(heights)
        for height in heights:
            if used + height > room:
                used = self._header
                self._number += 1
            used += height
        self._used = used

    def is_one(self, tail: float) -> bool:
        """Whether all of it, with a tail of that height, is still read well when made to fit a single page."""
        return self._scale * min(1.0, self._room / (self._whole + tail)) >= _SMALLEST

    def companions_of(self, tail: float) -> int | None:
        """How many of the last rows begin a new page together with a tail of that height; None where it fits."""
        if self._number <= _LONG and self._used + tail <= self._room * _SPARE:
            return None
        return _COMPANIONS
