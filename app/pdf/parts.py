"""The parts of papers: letterhead, titles, paragraphs, bars, QR codes, signatures. Lengths in points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

import segno
from reportlab.lib.utils import ImageReader

from app.excel.column_widths import Signature
from app.pdf.page import Block, Pen, gap
from app.pdf.text import ACCENT, INK, LINE, PALE, SOFT, TEAL, Style, measure, shorten, wrap

BODY, STRONG, QUIET = Style(9), Style(9, is_bold=True), Style(8, colour=SOFT)
_FIRST_LINE, _NEXT_LINE = Style(12, is_bold=True), Style(9)
_TITLE, _SUBTITLE = Style(12, is_bold=True), Style(10, is_bold=True)
_HEADING = Style(10, is_bold=True, colour=TEAL)
_BAR_ROW, _BAR, _LABEL_SHARE, _COUNT_WIDTH = 17.0, 8.0, 0.42, 118.0
_LOGO = 46.0
"""Points of paper of the logo's longer side."""
_SIGN_SPACE, _SIGN_WIDTH = 50.0, 220.0


def letterhead(lines: Sequence[str], width: float, logo: bytes | None = None) -> list[Block]:
    """The city's centred lines, the first one larger, its logo (PNG) at the left, and a double rule below."""
    found: list[Block] = []
    room = width - (2 * (_LOGO + 10) if logo else 20)
    for place, line in enumerate(lines):
        style = _FIRST_LINE if place == 0 else _NEXT_LINE
        found += _centre_lines(line, style, width, room)
    if logo:
        found = [_beside_logo(found, logo)]

    def rule(pen: Pen, x: float, y: float) -> None:
        pen.line(x, y + 4, x + width, y + 4, INK, 1.5)
        pen.line(x, y + 6.5, x + width, y + 6.5, INK, 0.5)

    return [*found, Block(16, rule)]


def _beside_logo(lines: list[Block], logo: bytes) -> Block:
    """The lines as one block at least as high as the logo; the lower of both is centred vertically."""
    picture = ImageReader(BytesIO(logo))
    across, down = picture.getSize()
    scale = _LOGO / max(across, down)
    text = sum(line.height for line in lines)
    height = max(text, _LOGO)

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.picture(x, y + (height - down * scale) / 2, across * scale, down * scale, picture)
        below = y + (height - text) / 2
        for line in lines:
            line.draw(pen, x, below)
            below += line.height

    return Block(height + 2, draw)


def titles(lines: Sequence[str], width: float) -> list[Block]:
    """The centred title lines of a paper, the first one larger."""
    blocks: list[Block] = []
    for place, line in enumerate(lines):
        blocks += _centre_lines(line, _TITLE if place == 0 else _SUBTITLE, width, width)
    return [*blocks, gap(8)]


def _centre_lines(text: str, style: Style, width: float, room: float) -> list[Block]:
    def of(line: str) -> Block:
        return Block(
            style.leading,
            lambda pen, x, y: pen.write_text(x + width / 2, y + style.size, line, style, align="centre"),
        )

    return [of(line) for line in wrap(text, style, room)]


def heading(text: str, width: float) -> Block:
    """A heading with a hairline below; it is never last on a page."""

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.write_text(x, y + 16, shorten(text, _HEADING, width), _HEADING)
        pen.line(x, y + 20, x + width, y + 20, LINE)

    return Block(25, draw, keeps_next=True)


def paragraph(text: str, width: float, style: Style = BODY, *, indent: float = 0) -> Block:
    """A text in as many lines as it needs, which stay together."""
    lines = wrap(text, style, width - indent)

    def draw(pen: Pen, x: float, y: float) -> None:
        for place, line in enumerate(lines):
            pen.write_text(x + indent, y + style.size + place * style.leading, line, style)

    return Block(len(lines) * style.leading + 2, draw)


def fact(name: str, value: str, width: float, *, share: float = 0.3) -> Block:
    """A name on the left, and its value on the right."""
    left = share * width
    names, values = wrap(name, QUIET, left - 8), wrap(value, BODY, width - left)

    def draw(pen: Pen, x: float, y: float) -> None:
        for place, line in enumerate(names):
            pen.write_text(x, y + BODY.size + place * BODY.leading, line, QUIET)
        for place, line in enumerate(values):
            pen.write_text(x + left, y + BODY.size + place * BODY.leading, line, BODY)

    return Block(max(len(names), len(values)) * BODY.leading + 2, draw)


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the large figures side by side: its title, the figure, its explanation, and the previous figure."""

    title: str
    large: str
    small: str
    before_title: str
    before: str


def figures(shown: Sequence[Figure], width: float) -> Block:
    """Large figures side by side on a pale ground."""
    space = 10.0
    each = (width - space * (len(shown) - 1)) / len(shown)
    large = Style(_largest([one.large for one in shown], each - 20), is_bold=True, colour=TEAL)

    def draw(pen: Pen, x: float, y: float) -> None:
        for place, one in enumerate(shown):
            left = x + place * (each + space)
            pen.box(left, y, each, 86, PALE)
            pen.box(left, y, 3, 86, TEAL)
            rows = [(one.title, STRONG, 15), (one.large, large, 38), (one.small, BODY, 52)]
            rows += [(one.before_title, QUIET, 67), (one.before, QUIET, 78)]
            for text, style, down in rows:
                pen.write_text(left + 11, y + down, shorten(text, style, each - 16), style)

    return Block(96, draw)


def _largest(texts: Iterable[str], room: float) -> float:
    widest = max(texts, key=len)
    return next(
        (size for size in (20.0, 17.0, 14.0, 12.0) if measure(widest, Style(size, True)) <= room), 10.0
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """One horizontal bar: its name, a share from 0 to 1, and the text at its end."""

    label: str
    share: float
    text: str


def bars(shown: Sequence[Bar], width: float, mark: Bar) -> list[Block]:
    """Horizontal bars of shares, with a labelled line for the total share."""
    label = _LABEL_SHARE * width
    scale = width - label - _COUNT_WIDTH
    at = label + mark.share * scale

    def top(pen: Pen, x: float, y: float) -> None:
        text = shorten(f"{mark.label} {mark.text}", QUIET, width - label)
        half = measure(text, QUIET) / 2
        centre = min(max(at, label + half), width - half)
        pen.write_text(x + centre, y + 9, text, QUIET, align="centre")

    def draw_of(bar: Bar) -> Block:
        lines = wrap(bar.label, BODY, label - 8)
        lines = lines if len(lines) <= 2 else (lines[0], shorten(" ".join(lines[1:]), BODY, label - 8))
        height = _BAR_ROW + (len(lines) - 1) * BODY.leading

        def draw(pen: Pen, x: float, y: float) -> None:
            down = y + (height - _BAR) / 2
            for place, line in enumerate(lines):
                pen.write_text(x, y + 11.5 + place * BODY.leading, line, BODY)
            pen.box(x + label, down, scale, _BAR, PALE)
            pen.box(x + label, down, bar.share * scale, _BAR, TEAL)
            pen.line(x + at, y, x + at, y + height, ACCENT, 1.2)
            pen.write_text(x + label + scale + 6, down + 7.5, shorten(bar.text, BODY, _COUNT_WIDTH - 6), BODY)

        return Block(height, draw)

    return [Block(13, top, keeps_next=True), *map(draw_of, shown)]


def signatures(pair: Sequence[Signature], width: float) -> Block:
    """Both signers side by side, with room to sign."""
    columns = [_signer(one) for one in pair]
    tallest = max(len(column[0]) for column in columns)

    def draw(pen: Pen, x: float, y: float) -> None:
        for place, (above, below) in enumerate(columns):
            centre = x + (width * 0.25 if place == 0 else width * 0.75)
            start = y + 14 + (tallest - len(above)) * BODY.leading
            for row, line in enumerate(above):
                pen.write_text(centre, start + row * BODY.leading, line, BODY, align="centre")
            start = y + 14 + tallest * BODY.leading + _SIGN_SPACE
            for row, (line, style) in enumerate(below):
                pen.write_text(centre, start + row * BODY.leading, line, style, align="centre")

    return Block(
        14 + tallest * BODY.leading + _SIGN_SPACE + max(len(one[1]) for one in columns) * BODY.leading, draw
    )


def _signer(one: Signature) -> tuple[list[str], list[tuple[str, Style]]]:
    above = [line for text in (one.place_date, *one.role) if text for line in wrap(text, BODY, _SIGN_WIDTH)]
    below = [(line, STRONG) for line in wrap(one.name, STRONG, _SIGN_WIDTH)]
    more = (one.rank, f"NIP. {one.nip}" if one.nip else "")
    below += [(line, BODY) for text in more if text for line in wrap(text, BODY, _SIGN_WIDTH)]
    return above, below


def draw_qr(pen: Pen, x: float, y: float, side: float, text: str) -> None:
    """Draw a QR code with its quiet zone in a square of this side, as rectangles."""
    rows = [list(row) for row in segno.make_qr(text, error="m").matrix_iter(border=4)]
    unit = side / len(rows)
    pen.box(x, y, side, side, "#ffffff")
    for down, row in enumerate(rows):
        start = None
        for place, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = place
            elif not dark and start is not None:
                pen.box(x + start * unit, y + down * unit, (place - start) * unit, unit * 1.02, "#000000")
                start = None
