"""The XML of one worksheet around its streamed rows: headings, notes, signatures and settings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from app.excel.cells import clean_text, text_encoder
from app.excel.column_widths import Column, Properties, Signature
from app.excel.styles import (
    LETTERHEAD,
    LETTERHEAD_FIRST,
    LETTERHEAD_LAST,
    NOTE,
    SCALE,
    SIGN,
    SIGN_NAME,
    TITLE,
    TITLE_FIRST,
    CellStyle,
    StyleBook,
)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BLANK_LINES_TO_SIGN = 4
_FIRST_LINE = 18.0
ONE_LINE = 15.0
"""Points of a row of one line, and of every row nothing is said about."""
SIGN_LINE = 27.0
"""Points of a row somebody signs in by hand: nearly a centimetre."""


@lru_cache(8_192)  # names of units and positions come again in thousands of rows
def count_lines(text: str, width: float) -> int:
    """An estimate of the lines of a wrapped text in a column of that width (in digits of the standard font; small
    letters are narrower, capitals wider). It may be one too high, so that no line is cut off."""
    most = max(4.0, (width - _AROUND) / _WIDER)
    return sum(_count_wrapped(line, most) for line in text.split("\n"))


def _count_wrapped(line: str, most: float) -> int:
    """The lines of one paragraph: a word that does not fit begins a new line, one wider than a line is broken."""
    count, used = 1, 0.0
    for word in line.split(" "):
        wide = _digits(word)
        if used and used + _BLANK + wide > most:
            count, used = count + 1, 0.0
        used += wide + (_BLANK if used else 0.0)
        if used > most:
            more = int((used - 0.01) / most)
            count, used = count + more, used - more * most
    return count


_AROUND = 1.6
"""Of a cell's width are indent and margins."""
_WIDER = 1.06
"""A digit of the standard font is that much wider than the whole points of the screen that columns are measured in."""
_BLANK = 0.5


def _digits(word: str) -> float:
    """The estimated width of a word in Calibri of 10 points: at most 2 per cent too small, mostly too large."""
    wide, narrow = sum(map(word.count, "mwMW")), sum(map(word.count, "iljIJ.,"))
    return 0.84 * len(word) + 0.25 * sum(map(str.isupper, word)) + 0.4 * wide - 0.25 * narrow


def row_height(lines: int) -> float:
    """The height of that many lines in points. Programs do not fit rows to their text on opening, so it is written."""
    return ONE_LINE if lines <= 1 else min(409.0, 13.0 * lines + 3)


class Lines:
    """Rows of text above or below a table, each merged over some columns. Counts rows, merges and points."""

    def __init__(self, styles: StyleBook, first_row: int, columns: int) -> None:
        self.row = first_row
        self.height = 0.0
        self.merges: list[str] = []
        self._styles = styles
        self._columns = columns
        self._xml: list[str] = []

    def blank(self, count: int = 1) -> None:
        """Add blank rows."""
        self.row += count
        self.height += ONE_LINE * count

    def add(self, *spans: tuple[str, CellStyle, int, int], height: float | None = None) -> None:
        """Add one row with the given (text, look, first column, last column), columns from 1, not overlapping."""
        cells: list[str] = []
        for text, look, first, last in spans:
            style = self._styles.number(look)
            letter = get_column_letter(first)
            cells.append(text_encoder(letter, style, self._quoted_style(look))(text, str(self.row)))
            for column in range(first + 1, last + 1):
                cells.append(f'<c r="{get_column_letter(column)}{self.row}" s="{style}"/>')
            if last > first:
                self.merges.append(f"{letter}{self.row}:{get_column_letter(last)}{self.row}")
        tall = f' ht="{height}" customHeight="1"' if height else ""
        self._xml.append(f'<row r="{self.row}"{tall}>{"".join(cells)}</row>')
        self.row += 1
        self.height += height or ONE_LINE

    def add_wide(self, text: str, look: CellStyle, height: float | None = None) -> None:
        """Add one row over the whole width."""
        self.add((text, look, 1, self._columns), height=height)

    def add_xml(self, xml: str, height: float) -> None:
        """Add one row of given XML, which must have the number ``self.row``; `height` in points."""
        self._xml.append(xml)
        self.row += 1
        self.height += height

    def xml(self) -> str:
        """The rows so far."""
        return "".join(self._xml)

    def _quoted_style(self, look: CellStyle) -> int:
        return self._styles.number(CellStyle(**{**look.__dict__, "quoted": True}))


def add_heading(lines: Lines, letterhead: Sequence[str], titles: Sequence[str]) -> None:
    """Add the letterhead with a double rule, then the centred title lines."""
    for index, text in enumerate(letterhead):
        last = index == len(letterhead) - 1
        look = LETTERHEAD_FIRST if index == 0 else LETTERHEAD
        if last:
            look = CellStyle(**{**look.__dict__, "double_below": True}) if index == 0 else LETTERHEAD_LAST
        lines.add_wide(text, look, height=_FIRST_LINE if index == 0 else None)
    if letterhead:
        lines.blank()
    for index, text in enumerate(titles):
        lines.add_wide(text, TITLE if index else TITLE_FIRST, height=None if index else 20)
    if titles:
        lines.blank()


def letterhead_height(letterhead: Sequence[str]) -> float:
    """The height of the letterhead in points, without the blank line below."""
    return _FIRST_LINE + ONE_LINE * (len(letterhead) - 1) if letterhead else 0.0


def add_notes(lines: Lines, notes: Sequence[str], width: float) -> None:
    """Add small lines below the table; their height is computed, because merged cells do not grow."""
    for text in notes:
        needed = max(1, -(-len(text) // max(20, int(width * 1.15))))
        lines.add_wide(text, NOTE, height=12.5 * needed)


def add_signatures(lines: Lines, pair: tuple[Signature, Signature], widths: Sequence[float]) -> None:
    """Add two blocks side by side, with four blank lines for the signatures."""
    left, right = _signature_columns(widths, [_longest(block) for block in pair])
    heads = [[block.place_date, *block.role] for block in pair]
    tallest = max(map(len, heads))
    # The roles end on one line, so that both signatures have the same height.
    heads = [[head[0], *[""] * (tallest - len(head)), *head[1:]] for head in heads]
    for texts in zip(*heads, strict=True):
        lines.add((texts[0], SIGN, *left), (texts[1], SIGN, *right))
    lines.blank(_BLANK_LINES_TO_SIGN)
    lines.add((pair[0].name, SIGN_NAME, *left), (pair[1].name, SIGN_NAME, *right))
    feet = [[text for text in (block.rank, block.nip) if text] for block in pair]
    for index in range(max(map(len, feet))):
        texts = [foot[index] if index < len(foot) else "" for foot in feet]
        lines.add((texts[0], SIGN, *left), (texts[1], SIGN, *right))


def _longest(block: Signature) -> float:
    """The width of a block's widest line in characters, with some room because it is bold and centred."""
    return 1.1 * max(map(len, (block.place_date, *block.role, block.name, block.rank, block.nip))) + 2


def _signature_columns(
    widths: Sequence[float], needed: Sequence[float]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """(first, last) column of the left and of the right block: at least a third of the width each, wide enough for the
    text if the table allows it, with a gap between them."""
    if len(widths) < 2:
        raise ValueError("two signatures need two columns")
    whole = sum(widths)
    sums = [sum(widths[: count + 1]) for count in range(len(widths))]
    last = len(widths) - 1
    left = next((i for i, passed in enumerate(sums) if passed >= max(whole * 0.3, needed[0])), last)
    left = min(left, last - 1)
    rights = [i for i in range(left + 1, last + 1) if sums[i - 1] >= whole * 0.56]
    enough = [i for i in range(left + 1, last + 1) if whole - sums[i - 1] >= needed[1]]
    right = min(rights[0] if rights else last, enough[-1] if enough else left + 1)
    return (1, left + 1), (right + 1, last + 1)


_FOLDED = ' hidden="1" outlineLevel="1"'


def sheet_start(columns: Sequence[Column], frozen_rows: int, *, first_sheet: bool) -> str:
    """The XML before the first row, without the optional extent, which is not known yet."""
    cols = "".join(
        f'<col min="{i}" max="{i}" width="{column.width}" customWidth="1"{_FOLDED if column.is_detail else ""}/>'
        for i, column in enumerate(columns, 1)
    )
    outline = ' outlineLevelCol="1"' if any(column.is_detail for column in columns) else ""
    selected = ' tabSelected="1"' if first_sheet else ""
    below = f"A{frozen_rows + 1}"
    pane = (
        f'<pane ySplit="{frozen_rows}" topLeftCell="{below}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="{below}" sqref="{below}"/>'
        if frozen_rows
        else '<selection activeCell="A1" sqref="A1"/>'
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0"{selected} workbookViewId="0">{pane}</sheetView>'
        "</sheetViews>"
        f'<sheetFormatPr defaultRowHeight="15"{outline}/><cols>{cols}</cols><sheetData>'
    )


def sheet_end(
    merges: Sequence[str],
    filtered: str | None,
    properties: Properties,
    *,
    breaks: Sequence[int] = (),
    paper: int = 9,
    has_drawing: bool = False,
    is_one_page: bool = False,
    landscape: bool = True,
    coloured: str = "",
) -> str:
    """The XML after the last row, in the order that the format requires."""
    label = _footer("R", properties.page_label).replace("{page}", "&amp;P").replace("{pages}", "&amp;N")
    left = _footer("L", properties.footer_left)
    broken = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in breaks)
    if breaks:
        broken = f'<rowBreaks count="{len(breaks)}" manualBreakCount="{len(breaks)}">{broken}</rowBreaks>'
    drawing = '<drawing r:id="rId1"/>' if has_drawing else ""  # which part that is, is openpyxl's doing
    orientation = "landscape" if landscape else "portrait"
    merged = "".join(f'<mergeCell ref="{reference}"/>' for reference in merges)
    return "".join(
        (
            "</sheetData>",
            f'<autoFilter ref="{filtered}"/>' if filtered else "",
            f'<mergeCells count="{len(merges)}">{merged}</mergeCells>' if merges else "",
            coloured,
            '<printOptions horizontalCentered="1"/>',
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>',
            f'<pageSetup paperSize="{paper}" orientation="{orientation}" fitToHeight="{int(is_one_page)}"/>',
            f'<headerFooter scaleWithDoc="0"><oddFooter>{left}{label}</oddFooter></headerFooter>',
            broken,
            drawing,
            "</worksheet>",
        )
    )


def colour_scale(reference: str, full: float) -> str:
    """A colour scale over a range: white at 0, amber at half, teal from ``full`` on; text is not coloured."""
    stops = "".join(f'<cfvo type="num" val="{value:g}"/>' for value in (0, full / 2, full))
    colours = "".join(f'<color rgb="{colour}"/>' for colour in SCALE)
    return (
        f'<conditionalFormatting sqref="{reference}"><cfRule type="colorScale" priority="1"><colorScale>'
        f"{stops}{colours}</colorScale></cfRule></conditionalFormatting>"
    )


def _footer(side: str, text: str) -> str:
    """One side of the footer in 8 points. A digit directly after the size would be read as part of it."""
    if not text:
        return ""
    text = clean_text(text).replace("&", "&&")
    return f"&amp;{side}&amp;8{' ' if text[:1].isdigit() else ''}{escape(text)}"
