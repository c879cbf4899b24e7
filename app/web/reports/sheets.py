"""A report's sheets for pages: the same rows as in the workbook, a page of them at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from babel.numbers import format_decimal
from flask_babel import get_locale

from app.excel.column_widths import Bars, Column, FactSheet, Sheet, StreamedRows
from app.reports.report import Report, count_rows
from app.shared import clock
from app.web.reports.sheet_labels import CODED, report_label
from app.web.ui.filters import angka, nip_samar, rupiah
from app.web.ui.paging import pages_of

PER_PAGE = 25
MOST_PAPER = 3_000
"""The largest number of rows of one sheet that the page prints; more are printed from the workbook."""
MOST_BARS = 60
SHADES = 4
WIDE = 26
"""Text columns of at least so many characters get the width of a name."""
SHORT = 14
"""Narrower text columns stay on one line on the screen, so that a receipt's number is not broken."""
_NUMBERS = ("rupiah", "integer", "ordinal", "percent", "number_no")


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One value as text; `style` is num, tight (one line), short (one line on the screen), wide or "", `shade` 0 to
    deep."""

    text: str
    style: str
    shade: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: its share of the longest one (of 1 for shares), and its texts."""

    label: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """One sheet. `rows` are those of this page, each cell below its column; `facts` are set only if it has no table."""

    name: str
    titles: Sequence[str]
    letterhead: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[ShownCell]]
    total: Sequence[ShownCell]
    notes: Sequence[str]
    signatures: Any
    facts: Sequence[tuple[str, str | None]]
    bars: Sequence[Bar]
    bars_title: str
    upright: bool
    has_shades: bool
    empty_text: str
    count: int
    page: int
    pages: int
    has_room_to_sign: bool = False


def shown_sheet(report: Report, place: int, page: int, *, on_paper: bool = False) -> ShownSheet:
    """Return the sheet at a position (from 0) with one page of its rows; on paper all rows, up to `MOST_PAPER`."""
    sheet = report.sheets[place]
    if isinstance(sheet, FactSheet):
        return _facts(sheet)
    count = count_rows(sheet)
    pages = 1 if on_paper else pages_of(count, PER_PAGE)
    page = min(page, pages)
    first = (page - 1) * PER_PAGE
    rows = _rows(sheet, first, MOST_PAPER if on_paper else PER_PAGE)
    masked = not on_paper
    notes = sheet.notes() if callable(sheet.notes) else sheet.notes
    return ShownSheet(
        name=sheet.name if on_paper else report_label(sheet.name),
        titles=sheet.titles,
        letterhead=sheet.letterhead,
        columns=sheet.columns
        if on_paper
        else [replace(one, title=report_label(one.title)) for one in sheet.columns],
        rows=[_cells(sheet, row, first + number, masked) for number, row in enumerate(rows, 1)],
        total=_cells(sheet, sheet.total(), None, masked) if sheet.total and count else [],
        notes=notes,
        signatures=sheet.signatures,
        facts=(),
        bars=_bars(sheet, sheet.chart) if sheet.chart else (),
        bars_title=sheet.chart.title if sheet.chart else "",
        upright=bool(sheet.chart and sheet.chart.upright),
        has_shades=sheet.scale is not None,
        empty_text=sheet.empty_text,
        count=count,
        page=page,
        pages=pages,
        has_room_to_sign=sheet.has_room_to_sign,
    )


def _rows(sheet: Sheet, first: int, most: int) -> list[Sequence[object]]:
    if isinstance(sheet.rows, StreamedRows):
        return list(islice(sheet.rows.start(first), most))
    return list(islice(sheet.rows, first, first + most))


def _cells(sheet: Sheet, values: Sequence[object], number: int | None, masked: bool) -> list[ShownCell]:
    """Return a row's cells; a column of running numbers gets `number`, and stays empty in the row of sums."""
    left = iter(values)
    cells = []
    for place, column in enumerate(sheet.columns):
        value: Any = number if column.kind == "number_no" else next(left)
        cells.append(
            ShownCell(_shown(value, column, masked), _cell_style(column), _shade(sheet, place, value, number))
        )
    return cells


def _shown(value: object, column: Column, masked: bool) -> str:
    """Return the value as text; on the screen (`masked`) coded words are in the reader's language, and NIPs are
    masked."""
    text = _format(value, column, masked)
    return report_label(text) if masked and column.title in CODED else text


def _cell_style(column: Column) -> str:
    if column.kind in _NUMBERS:
        return "num"
    if column.kind != "text":
        return "tight"
    return "wide" if column.width >= WIDE else "short" if column.width < SHORT else ""


def _shade(sheet: Sheet, place: int, value: object, number: int | None) -> int:
    scale = sheet.scale
    is_figure = isinstance(value, int | float) and not isinstance(value, bool)
    if scale is None or number is None or not is_figure or not scale.first <= place <= scale.last:
        return 0
    share = float(value) / scale.full  # type: ignore[arg-type]
    return max(0, min(SHADES, int(share * SHADES + 1e-9) if share < 1 else SHADES))


def _format(value: object, column: Column, masked: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{clock.local(value):%d-%m-%Y %H.%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, int | float):
        return _figure(value, column.kind)
    text = str(value)
    is_nip = column.kind == "nip" and len(text) == 18 and text.isdigit()
    return nip_samar(text) if masked and is_nip else text


def _figure(value: int | float, kind: str) -> str:
    if kind == "rupiah":
        return rupiah(int(value))
    if kind == "ordinal":
        return str(value)
    if kind == "percent":
        return f"{format_decimal(round(100 * value, 1), format='#,##0.0', locale=get_locale())}\u00a0%"
    return angka(value)


def _bars(sheet: Sheet, chart: Bars) -> list[Bar]:
    """Return the chart's bars; none if there are too many to read."""
    rows = list(islice(sheet.rows, MOST_BARS + 1))
    if not rows or len(rows) > MOST_BARS:
        return []
    offset = sum(column.kind == "number_no" for column in sheet.columns[: chart.value])
    column = sheet.columns[chart.value]
    values = [row[chart.value - offset] for row in rows]
    figures = [float(value) if isinstance(value, int | float) else 0.0 for value in values]
    top = 1.0 if column.kind == "percent" else max(*figures, 1.0)
    return [
        Bar(str(row[chart.category - offset]), figure / top, _format(value, column, masked=True) or "–")
        for row, value, figure in zip(rows, values, figures, strict=True)
    ]


def _facts(sheet: FactSheet) -> ShownSheet:
    facts = [(name, None if value is None else _fact(value)) for name, value in sheet.facts]
    return ShownSheet(
        sheet.name,
        sheet.titles,
        sheet.letterhead,
        (),
        (),
        (),
        (),
        None,
        facts,
        (),
        "",
        False,
        False,
        "",
        0,
        1,
        1,
    )


def _fact(value: object) -> str:
    if isinstance(value, tuple):
        amount, kind = value
        return _figure(amount, kind)
    if isinstance(value, int):
        return angka(value)
    return _format(value, Column(""), masked=False)
