"""Computes page breaks and print scale of a table.

A sheet is fitted to the paper's width: A4, or F4 if text on A4 would be smaller than 8 points. Every row's height is
written to the file, so pages can be counted. Page breaks are written too, so that programs that measure differently
break at the same rows, and signatures stay together and with the table. Points: 72 per inch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.excel.column_widths import Column

_MARGINS = (0.8 * 72, 1.1 * 72)  # left and right, top and bottom: as `sheet_xml` writes them
_COMPANIONS = 3  # rows of the table that stay on the page of the signatures
_SPARE = 0.93  # usable part of a page
LEAST = 0.8
"""Of the written size: 10 points are printed as 8."""
_MOST_BREAKS = 1_000  # of the format: 1.026


@dataclass(frozen=True)
class PaperSize:
    """A landscape paper size: its number in the format, width and height in points."""

    code: int
    width: float
    height: float


A4, F4 = PaperSize(9, 841.9, 595.3), PaperSize(14, 936.0, 612.0)


def print_scale(columns: Sequence[Column], paper: PaperSize) -> float:
    """The print scale of the printed columns on this paper, at most 1."""
    width = sum(column.width * 5.25 + 3.75 for column in columns if not column.is_detail)
    return min(1.0, (paper.width - _MARGINS[0]) / width)


def paper_for(columns: Sequence[Column]) -> PaperSize:
    """A4 if the text is still readable, else F4."""
    return A4 if print_scale(columns, A4) >= LEAST else F4


class Pages:
    """Counts along a landscape sheet that is fitted to the page's width. ``breaks``: rows a page ends after."""

    def __init__(self, columns: Sequence[Column], heading: float, header: float) -> None:
        """`heading`: the height above the table; `header`: the height of the row repeated on each page; in points."""
        self.paper = paper_for(columns)
        self._scale = max(0.1, int(100 * print_scale(columns, self.paper)) / 100)
        self._room = (self.paper.height - _MARGINS[1]) / self._scale
        self._header = header
        self._used = self._whole = heading + header
        self.breaks: list[int] = []
        self._headings: set[int] = set()

    def add(self, heights: Sequence[float], first_row: int, *, along: float = 0.0) -> None:
        """Add rows of the table; the first stays on one page with the next ``along`` points."""
        used, room = self._used, self._room * _SPARE
        if along:
            self._headings.add(first_row)
        self._whole += sum(heights)
        for row, height in enumerate(heights, first_row):
            if used + height + along > room and used > self._header:
                self.breaks.append(row - 1)
                used = self._header
            used += height
            along = 0.0
        self._used = used

    def is_one(self, tail: float) -> bool:
        """Whether all rows, with a tail of that height, are still readable when fitted to a single page."""
        return self._scale * min(1.0, self._room / (self._whole + tail)) >= LEAST

    def end(self, tail: float, first_row: int, last_row: int) -> list[int]:
        """The rows after which pages end, with a tail of that height below the last row: if it does not fit there, the
        last rows move to the next page with it."""
        breaks, apart = self.breaks, max(first_row, last_row - _COMPANIONS)
        if apart in self._headings:
            apart -= 1
        if self._used + tail > self._room * _SPARE or (breaks and breaks[-1] > apart):
            breaks = [*(one for one in breaks if one < apart), apart]
        return breaks if len(breaks) <= _MOST_BREAKS else []
