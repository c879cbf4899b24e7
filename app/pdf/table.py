"""Tables on paper: repeated heads, rows as high as their text, groups with sums. Lengths in points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.pdf.page import Block, Pen
from app.pdf.text import INK, LINE, PALE, TEAL, Style, shorten, wrap

_CELL, _BOLD = Style(8), Style(8, is_bold=True)
_GROUP = Style(8.5, is_bold=True, colour=TEAL)
_SIDE, _ABOVE, _BELOW = 3.0, 2.5, 2.5
_GROUP_HEIGHT = 17.0


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its title, its width, and whether it is right-aligned."""

    title: str
    width: float
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A group of rows: a heading above (none if empty), and their sums below (none if empty)."""

    title: str
    rows: Iterable[Sequence[str]]
    total: Sequence[str] = ()


def table_blocks(fields: Sequence[Field], parts: Iterable[Part], total: Sequence[str] = ()) -> list[Block]:
    """The table; a page that begins within it begins with its head and the heading of the present part. A sum is always
    on the page of the row above it."""
    head = _head(fields)
    blocks = [head]
    for part in parts:
        going_on = head
        if part.title:
            blocks.append(_group(fields, part.title, head))
            going_on = _under(head, _group(fields, f"{part.title} (lanjutan)", head))
        rows = list(part.rows)
        for place, row in enumerate(rows, 1):
            keeps = place == len(rows) and bool(part.total or total)
            blocks.append(_row(fields, row, _CELL, going_on, keeps_next=keeps))
        if part.total:
            blocks.append(_row(fields, part.total, _BOLD, going_on, is_sum=True))
    if total:
        blocks.append(_row(fields, total, _BOLD, head, is_sum=True, ground=PALE))
    return blocks


def _width(fields: Sequence[Field]) -> float:
    return sum(field.width for field in fields)


def _head(fields: Sequence[Field]) -> Block:
    titles = [wrap(field.title, _BOLD, field.width - 2 * _SIDE) for field in fields]
    height = max(map(len, titles)) * _BOLD.leading + _ABOVE + _BELOW + 2

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.box(x, y, _width(fields), height, PALE)
        pen.line(x, y + height, x + _width(fields), y + height, INK, 0.8)
        for field, lines in zip(fields, titles, strict=True):
            _write_cell(pen, x, y + _ABOVE + 1, field, lines, _BOLD)
            x += field.width

    return Block(height, draw, keeps_next=True)


def _group(fields: Sequence[Field], title: str, head: Block) -> Block:
    def draw(pen: Pen, x: float, y: float) -> None:
        pen.write_text(x + _SIDE, y + 12, shorten(title, _GROUP, _width(fields) - 2 * _SIDE), _GROUP)
        pen.line(x, y + _GROUP_HEIGHT - 1, x + _width(fields), y + _GROUP_HEIGHT - 1, TEAL, 0.6)

    return Block(_GROUP_HEIGHT, draw, keeps_next=True, head=head)


def _under(first: Block, second: Block) -> Block:
    def draw(pen: Pen, x: float, y: float) -> None:
        first.draw(pen, x, y)
        second.draw(pen, x, y + first.height)

    return Block(first.height + second.height, draw)


def _row(
    fields: Sequence[Field],
    cells: Sequence[str],
    style: Style,
    head: Block,
    *,
    keeps_next: bool = False,
    is_sum: bool = False,
    ground: str = "",
) -> Block:
    lines = [wrap(text, style, field.width - 2 * _SIDE) for field, text in zip(fields, cells, strict=True)]
    height = max(map(len, lines)) * style.leading + _ABOVE + _BELOW

    def draw(pen: Pen, x: float, y: float) -> None:
        right = x + _width(fields)
        if ground:
            pen.box(x, y, right - x, height, ground)
        pen.line(x, y + height, right, y + height, INK if is_sum else LINE, 0.6 if is_sum else 0.3)
        for field, cell in zip(fields, lines, strict=True):
            _write_cell(pen, x, y + _ABOVE, field, cell, style)
            x += field.width

    return Block(height, draw, keeps_next=keeps_next, head=head)


def _write_cell(pen: Pen, x: float, y: float, field: Field, lines: Sequence[str], style: Style) -> None:
    for place, line in enumerate(lines):
        if line:
            at = x + field.width - _SIDE if field.is_figure else x + _SIDE
            down = y + style.size + place * style.leading
            pen.write_text(at, down, line, style, align="right" if field.is_figure else "left")
