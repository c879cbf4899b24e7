"""Lays out blocks on pages, one below the other, with a footer on each page. Lengths in points."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from app.pdf.text import SOFT, Style, load_fonts, measure, printable, shorten

PORTRAIT, LANDSCAPE = A4, landscape(A4)
_FOOT = Style(8, colour=SOFT)
_FOOT_HEIGHT = 22.0
_BEFORE = {"left": 0.0, "centre": 0.5, "right": 1.0}
"""How much of a text stands before the place it is aligned to."""


class Pen:
    """Draws on one page. `x` from the left edge, `y` from the top; `y` is the baseline of a text."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self._canvas = canvas
        self._height = height
        self._font: tuple[str, float] | None = None
        self._fill = ""

    def write_text(self, x: float, y: float, text: str, style: Style, *, align: str = "left") -> None:
        """Write one line; `align`: the part of it at `x` (`left`, `right` or `centre`)."""
        text = printable(text)
        x -= measure(text, style) * _BEFORE[align]
        if self._font != (style.font, style.size):
            self._font = style.font, style.size
            self._canvas.setFont(*self._font)
        self._fill_with(style.colour)
        self._canvas.drawString(round(x, 2), round(self._height - y, 2), text)

    def _fill_with(self, colour: str) -> None:
        """Set the colour only if it changes, because a page has hundreds of texts of one colour."""
        if self._fill != colour:
            self._fill = colour
            self._canvas.setFillColor(HexColor(colour))

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Draw a filled rectangle with its upper left corner at x, y."""
        self._fill_with(colour)
        self._canvas.rect(x, self._height - y - height, width, height, stroke=0, fill=1)

    def line(self, x: float, y: float, to_x: float, to_y: float, colour: str, width: float = 0.5) -> None:
        """Draw a straight line."""
        self._canvas.setStrokeColor(HexColor(colour))
        self._canvas.setLineWidth(width)
        self._canvas.line(x, self._height - y, to_x, self._height - to_y)

    def picture(self, x: float, y: float, width: float, height: float, image: Any) -> None:
        """Draw a picture, which is stored only once per file."""
        self._canvas.drawImage(image, x, self._height - y - height, width, height, mask="auto")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of fixed height. `draw` gets the pen, the left edge and the top. `keeps_next`: it is never last on a page.
    `head`: drawn again at the top of a page that begins with this block (the head of its table). `begins_page`: it
    begins a new page."""

    height: float
    draw: Callable[[Pen, float, float], None]
    keeps_next: bool = False
    head: "Block | None" = None
    begins_page: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """Size and margin of all pages, and the file's properties. The same paper with the same blocks gives the same
    bytes: the time is given, never taken from the clock."""

    title: str
    author: str
    made_at: datetime
    footer: str
    size: tuple[float, float] = PORTRAIT
    margin: float = 36.0

    @property
    def width(self) -> float:
        """The width between the margins."""
        return self.size[0] - 2 * self.margin

    @property
    def height(self) -> float:
        """The height between the margins, above the footer."""
        return self.size[1] - 2 * self.margin - _FOOT_HEIGHT


def gap(height: float) -> Block:
    """An empty block of this height."""
    return Block(height, lambda _pen, _x, _y: None)


def break_pages(blocks: Sequence[Block], height: float) -> list[list[Block]]:
    """The blocks by page, with repeated heads. A block higher than a page gets its own page."""
    pages: list[list[Block]] = [[]]
    left = height
    for run in _runs(blocks):
        needed = sum(block.height for block in run)
        if pages[-1] and (needed > left or run[0].begins_page):
            head = run[0].head
            pages.append([head] if head else [])
            left = height - (head.height if head else 0)
        pages[-1] += run
        left -= needed
    return pages


def _runs(blocks: Sequence[Block]) -> list[list[Block]]:
    """Group the blocks that must stay together because of `keeps_next`."""
    runs: list[list[Block]] = []
    joins = False
    for block in blocks:
        if joins:
            runs[-1].append(block)
        else:
            runs.append([block])
        joins = block.keeps_next
    return runs


def write_pages(target: str | Path | BinaryIO, paper: Paper, blocks: Sequence[Block]) -> int:
    """Draw the blocks to a path or a stream, with `Halaman 1 dari 9` in each footer; returns the number of pages."""
    load_fonts()
    pages = break_pages(blocks, paper.height)
    where = str(target) if isinstance(target, str | Path) else target
    canvas = Canvas(where, pagesize=paper.size, invariant=1, pageCompression=1, lang="id")
    canvas.setTitle(printable(paper.title))
    canvas.setAuthor(printable(paper.author))
    canvas.setSubject("")
    canvas.setCreator("Jiku Bata")
    stamp = paper.made_at.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")
    canvas.setDateFormatter(lambda *_date: stamp)
    for number, page in enumerate(pages, 1):
        _draw(Pen(canvas, paper.size[1]), paper, page, f"Halaman {number} dari {len(pages)}")
        canvas.showPage()
    canvas.save()
    return len(pages)


def _draw(pen: Pen, paper: Paper, page: list[Block], place: str) -> None:
    y = paper.margin
    for block in page:
        block.draw(pen, paper.margin, y)
        y += block.height
    base = paper.size[1] - paper.margin
    room = paper.width - measure(place, _FOOT) - 12
    pen.write_text(paper.margin, base, shorten(paper.footer, _FOOT, room), _FOOT)
    pen.write_text(paper.margin + paper.width, base, place, _FOOT, align="right")
