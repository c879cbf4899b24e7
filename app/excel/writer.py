"""Writes workbooks whose memory does not grow with their rows.

openpyxl builds the style table, the workbook part with its print areas and titles, charts and content types. The rows
of the sheets are written directly into the zip, 512 at a time (ten times faster than
openpyxl's write-only mode). The workbook that openpyxl saves has the same sheets without rows; their members are
replaced by ours.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.drawing.image import Image
from openpyxl.worksheet.worksheet import Worksheet

from app.excel.cells import clean_text
from app.excel.column_widths import Bars, FactSheet, Properties, Sheet, has_logo
from app.excel.facts import write_facts
from app.excel.sheet_xml import letterhead_height
from app.excel.styles import StyleBook
from app.excel.table import TablePosition, TableWriter

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
_NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


def write_workbook(
    target: str | Path | BinaryIO,
    sheets: Sequence[Sheet | FactSheet],
    *,
    properties: Properties | None = None,
    compress_level: int = 4,
) -> None:
    """Write a workbook to a path (it appears there only when complete) or to a binary stream (need not seek).

    Level 4 compresses twice as fast as 6, with files a fifth larger. Raises ValueError for rows that do not match their
    columns, and for numbers that a spreadsheet cannot store.
    """
    if not sheets:
        raise ValueError("a workbook has at least one sheet")
    properties = properties or Properties()
    if not isinstance(target, (str, Path)):
        _write(target, sheets, properties, compress_level)
        return
    path = Path(target)
    handle, unfinished = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            _write(stream, sheets, properties, compress_level)
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _write(
    stream: BinaryIO, sheets: Sequence[Sheet | FactSheet], properties: Properties, compress_level: int
) -> None:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    styles = StyleBook(workbook)
    names = _Names()
    written: list[tuple[TablePosition, Sheet | FactSheet]] = []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=compress_level) as archive:
        for sheet in sheets:
            if isinstance(sheet, FactSheet):
                member, first = _member(len(written) + 1), not written
                where = write_facts(archive, member, sheet, styles, properties, first=first)
                written.append((_with_sheet_name(where, names.take(sheet.name)), sheet))
                continue
            table = TableWriter(sheet, styles, properties)
            left, part = True, 1
            while left:
                member, first = _member(len(written) + 1), not written
                name = names.take(sheet.name, part)
                where, left = table.write_part(archive, member, name, first=first)
                written.append((where, sheet))
                part += 1
        styles.drop_sheet()
        for where, sheet in written:
            _add_frame(workbook, where, sheet, properties)
        _set_properties(workbook, properties)
        _copy_frame(workbook, archive)


def _member(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _with_sheet_name(where: TablePosition, name: str) -> TablePosition:
    return TablePosition(**{**where.__dict__, "name": name})


class _Names:
    """Makes valid and unique sheet names."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str, part: int = 1) -> str:
        """The name cleaned and shortened; a continuation is "name (2)"."""
        base = _NOT_IN_NAMES.sub(" ", clean_text(name)).strip("' ") or "Lembar"
        while True:
            ending = f" ({part})" if part > 1 else ""
            name = base[: _LONGEST_NAME - len(ending)] + ending
            if name.casefold() not in self._taken:
                self._taken.add(name.casefold())
                return name
            part += 1


def _add_frame(
    workbook: Workbook, where: TablePosition, sheet: Sheet | FactSheet, properties: Properties
) -> None:
    """Add an empty sheet for a written one, so that openpyxl writes print area, print titles, filter name, logo and
    chart."""
    twin = workbook.create_sheet(where.name)
    twin.print_area = f"A1:{where.last_column}{where.last_row}"
    if where.header_row:
        twin.print_title_rows = f"{where.header_row}:{where.header_row}"
    if where.filtered:
        twin.auto_filter.ref = where.filtered
    if properties.logo and has_logo(sheet, properties):
        _add_logo(twin, properties.logo, letterhead_height(sheet.letterhead))
    if where.chart_row is not None and isinstance(sheet, Sheet) and sheet.chart is not None:
        _add_chart(twin, where, sheet, sheet.chart)


def _add_logo(twin: Worksheet, png: bytes, points: float) -> None:
    """Add the logo at the left, so that its larger side equals the letterhead's height."""
    image = Image(io.BytesIO(png))
    scale = points / 72 * 96 / max(image.width, image.height)  # pictures are measured in points of the screen
    image.width, image.height = round(image.width * scale), round(image.height * scale)
    twin.add_image(image, "A1")


def _add_chart(twin: Worksheet, where: TablePosition, sheet: Sheet, bars: Bars) -> None:
    chart = BarChart()
    chart.type = "col" if bars.upright else "bar"
    chart.title = bars.title
    chart.legend = None
    chart.gapWidth = 40
    span = {"min_row": where.first_data_row, "max_row": where.last_data_row}
    chart.add_data(Reference(twin, min_col=bars.value + 1, **span))
    chart.set_categories(Reference(twin, min_col=bars.category + 1, **span))
    series = chart.series[0]
    series.graphicalProperties.solidFill = "0B5563"
    series.graphicalProperties.line.noFill = True
    series.dLbls = DataLabelList(showVal=True)
    for hidden in ("showSerName", "showCatName", "showLegendKey", "showPercent", "showLeaderLines"):
        setattr(series.dLbls, hidden, False)
    chart.x_axis.scaling.orientation = "minMax" if bars.upright else "maxMin"  # the first row left, or on top
    chart.x_axis.delete, chart.y_axis.delete = False, True  # the figures stand at the bars' ends
    chart.x_axis.tickLblSkip = 1
    chart.y_axis.scaling.min = 0
    chart.y_axis.numFmt, chart.y_axis.majorGridlines = None, None
    series.dLbls.numFmt = chart.y_axis.number_format = "#,##0"
    if sheet.columns[bars.value].kind == "percent":
        chart.y_axis.scaling.max = 1
        series.dLbls.numFmt, chart.y_axis.number_format = "0.0%", "0%"
    chart.width = min(30.0, 0.19 * sum(column.width for column in sheet.columns))
    chart.height = 8.0 if bars.upright else min(40.0, 3.0 + 0.6 * (where.last_data_row - where.header_row))
    twin.add_chart(chart, f"A{where.chart_row + 1 if where.chart_row is not None else 1}")


def _set_properties(workbook: Workbook, properties: Properties) -> None:
    moment = (properties.created_at or _NO_MOMENT).astimezone(UTC).replace(tzinfo=None)
    workbook.properties.title = clean_text(properties.title) or None
    workbook.properties.creator = clean_text(properties.creator) or None
    workbook.properties.created = moment
    workbook.properties.modified = moment


def _copy_frame(workbook: Workbook, archive: zipfile.ZipFile) -> None:
    """Copy the parts made by openpyxl, except the sheets, which are already written."""
    saved = io.BytesIO()
    workbook.save(saved)
    ours = set(archive.namelist())
    with zipfile.ZipFile(saved) as frame:
        for name in frame.namelist():
            if name not in ours:
                archive.writestr(name, frame.read(name))
