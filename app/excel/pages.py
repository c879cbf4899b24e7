"""Where the pages of a printed table end, and how large it is printed.

A sheet is fitted to the paper's width: A4, or F4 where A4 would make the type smaller than 8 points. Every row's
height is written down, so pages can be counted; each page's end is written into the sheet, so that a program which
measures differently does not drift, and signatures are never torn from each other nor from the table. Points: 72 to
the inch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.excel.column_widths import Column

_MARGINS = (0.8 * 72, 1.1 * 72)  # left and right, top and bottom: as `sheet_xml` writes them
_COMPANIONS = 3  # so many rows of the table go along with the signatures
_SPARE = 0.93  # of a page is counted on
LEAST = 0.8
"""Of the written size: 10 points are printed as 8."""
_MOST_BREAKS = 1_000  # of the format: 1.026


@dataclass(frozen=True)
class PaperSize:
    """A sheet of paper lying: its number in the format, width and height in points."""

    code: int
    width: float
    height: float


A4, F4 = PaperSize(9, 841.9, 595.3), PaperSize(14, 936.0, 612.0)


def print_scale(columns: Sequence[Column], paper: PaperSize) -> float:
    """How large the columns that are printed become on this paper, 1 at most."""
    width = sum(column.width * 5.25 + 3.75 for column in columns if not column.is_detail)
    return min(1.0, (paper.width - _MARGINS[0]) / width)


def paper_for(columns: Sequence[Column]) -> PaperSize:
    """A4 where it is still read well, else F4."""
    return A4 if print_scale(columns, A4) >= LEAST else F4


class Pages:
    """Counts along a landscape sheet that is fitted to the page's width. ``breaks``: rows a page ends after."""

    def __init__(self, columns: Sequence[Column], heading: float, header: float) -> None:
        """`heading` stands once above, `header` is the row repeated on each page; both in points."""
        self.paper = paper_for(columns)
        self._scale = max(0.1, int(100 * print_scale(columns, self.paper)) / 100)
        self._room = (self.paper.height - _MARGINS[1]) / self._scale
        self._header = header
        self._used = self._whole = heading + header
        self.breaks: list[int] = []
        self._headings: set[int] = set()

    def add(self, heights: Sequence[float], first_row: int, *, along: float = 0.0) -> None:
        """The next rows of the table; the first stays on one page with ``along`` points of what follows."""
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
        """Whether all of it, with a tail of that height, is still read well when made to fit a single page."""
        return self._scale * min(1.0, self._room / (self._whole + tail)) >= LEAST

    def end(self, tail: float, first_row: int, last_row: int) -> list[int]:
        """The rows pages end after, with a tail of that height behind the table's last row: it takes the last rows
        along where it does not fit below them."""
        breaks, apart = self.breaks, max(first_row, last_row - _COMPANIONS)
        if apart in self._headings:
            apart -= 1
        if self._used + tail > self._room * _SPARE or (breaks and breaks[-1] > apart):
            breaks = [*(one for one in breaks if one < apart), apart]
        return breaks if len(breaks) <= _MOST_BREAKS else []
