"""The cell styles of all workbooks. openpyxl writes the styles; the rows only have their numbers."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.protection import Protection

from app.excel.column_widths import Kind

TEAL = "FF0B5563"
PALE = "FFE3EEF0"
LINE = "FF9DB4B9"
SCALE = ("FFFFFFFF", "FFF6DDB5", "FF7FBFC4")
"""Nothing, half, all: readable under black type, and told apart in grey."""
FONT = "Calibri"
# Excel and LibreOffice put the thousands mark of the reader's own language: Rp1.234.567 where Indonesian
# is set.
RUPIAH = "[$Rp-421]#,##0;-[$Rp-421]#,##0"
FORMATS: dict[Kind, str] = {
    "text": "General",
    "nip": "@",
    "rupiah": RUPIAH,
    "integer": "#,##0",
    "ordinal": "0",
    "percent": "0.0%",
    "date": "dd/mm/yyyy",
    "datetime": "dd/mm/yyyy hh:mm",
    "number_no": "0",
}
_ALIGNED: dict[Kind, str] = {"number_no": "center", "nip": "center", "date": "center", "datetime": "center"}
_NUMBERS = ("rupiah", "integer", "ordinal", "percent")


@dataclass(frozen=True)
class CellStyle:
    """The formatting of a cell; equal values share one style."""

    size: float = 10
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    colour: str = "FF1B1B1B"
    fill: str | None = None
    lined: bool = False
    double_below: bool = False
    across: str | None = None
    wrapped: bool = False
    shrunk: bool = False
    number_format: str = "General"
    quoted: bool = False
    upright: str = "center"
    indent: int = 0


class StyleBook:
    """Numbers the styles of a workbook; each is created once."""

    def __init__(self, workbook: Workbook) -> None:
        self._sheet = workbook.create_sheet("style book")
        self._workbook = workbook
        self._numbers: dict[CellStyle, int] = {}

    def number(self, look: CellStyle) -> int:
        """The number (``s`` of a cell) of this style."""
        if look not in self._numbers:
            self._numbers[look] = self._make(look)
        return self._numbers[look]

    def drop_sheet(self) -> None:
        """Remove the temporary sheet on which the styles were made; the styles stay."""
        self._workbook.remove(self._sheet)

    def _make(self, look: CellStyle) -> int:
        # A separate cell for each, because openpyxl stores its style by reference.
        cell = self._sheet.cell(len(self._numbers) + 1, 1)
        cell.font = Font(
            name=FONT,
            size=look.size,
            bold=look.bold,
            italic=look.italic,
            color=look.colour,
            underline="single" if look.underlined else None,
        )
        cell.fill = PatternFill("solid", fgColor=look.fill) if look.fill else PatternFill()
        cell.border = _border(look)
        wrap = look.wrapped or None
        cell.alignment = Alignment(
            horizontal=look.across,
            vertical=look.upright,
            wrap_text=wrap,
            indent=look.indent,
            shrink_to_fit=look.shrunk or None,
        )
        cell.number_format = look.number_format
        cell.protection = Protection()
        cell.quotePrefix = int(look.quoted)
        return int(cell.style_id)


def _border(look: CellStyle) -> Border:
    if look.double_below:
        return Border(bottom=Side("double", color=TEAL))
    if not look.lined:
        return Border()
    thin = Side("thin", color=LINE)
    return Border(left=thin, right=thin, top=thin, bottom=thin)


def body_look(kind: Kind, *, total: bool = False, quoted: bool = False) -> CellStyle:
    """The style of a table's cells: in rows, and in the row of sums."""
    across = "right" if kind in _NUMBERS else _ALIGNED.get(kind, "left")
    return CellStyle(
        lined=True,
        bold=total,
        fill=PALE if total else None,
        across=across,
        indent=0 if across == "center" else 1,  # otherwise an amount touches the text of the next column
        wrapped=kind == "text",
        shrunk=kind in _NUMBERS,  # a sum wider than its column would be printed as ###
        number_format=FORMATS[kind],
        quoted=quoted,
    )


LETTERHEAD_FIRST = CellStyle(size=13, bold=True, across="center")
LETTERHEAD = CellStyle(size=10, across="center")
LETTERHEAD_LAST = CellStyle(size=10, across="center", double_below=True)
TITLE_FIRST = CellStyle(size=13, bold=True, colour=TEAL, across="center")
TITLE = CellStyle(size=11, bold=True, across="center")
HEADER = CellStyle(bold=True, colour="FFFFFFFF", fill=TEAL, lined=True, across="center", wrapped=True)
TOTAL_LABEL = CellStyle(bold=True, fill=PALE, lined=True, across="center")
EMPTY = CellStyle(italic=True, lined=True, across="center")
GROUP = CellStyle(bold=True, colour=TEAL, lined=True, across="left", indent=1)
NOTE = CellStyle(size=10, italic=True, across="left", wrapped=True, upright="top")
SIGN = CellStyle(across="center")
SIGN_NAME = CellStyle(across="center", bold=True, underlined=True)
FACT_HEADING = CellStyle(size=11, bold=True, colour=TEAL, fill=PALE, across="left", indent=1)
FACT_KEY = CellStyle(bold=True, lined=True, across="left", upright="center", wrapped=True, indent=1)
