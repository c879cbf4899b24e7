"""Writes one sheet's table into an open zip, row by row, and returns the positions of its parts."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from openpyxl.utils import get_column_letter

from app.excel.batch import BatchEncoder, batch_encoder
from app.excel.cells import Encoder, encoder_for, text_encoder
from app.excel.column_widths import Column, Properties, Sheet, has_logo
from app.excel.pages import Pages
from app.excel.sheet_xml import (
    ONE_LINE,
    SIGN_LINE,
    Lines,
    add_heading,
    add_notes,
    add_signatures,
    colour_scale,
    count_lines,
    row_height,
    sheet_end,
    sheet_start,
)
from app.excel.styles import EMPTY, HEADER, StyleBook, body_look
from app.excel.sums import ColumnSums

ROWS_AT_ONCE = 512
LAST_ROW = 1_048_576  # of the format; tests lower it
TAIL_ROWS = 200  # kept free below the rows for sums, notes, signatures and chart


@dataclass(frozen=True)
class TablePosition:
    """The positions of one sheet's parts: rows from 1, ``last_row`` of everything printed (a chart below it is only for
    the screen, because no page may follow the signatures), ``filtered`` as a range.
    """

    name: str
    header_row: int
    first_data_row: int
    last_data_row: int
    last_row: int
    last_column: str
    chart_row: int | None
    filtered: str | None


class TableWriter:
    """Writes one ``Sheet`` as one worksheet or, beyond the format's last row, as several with the same heading."""

    def __init__(self, sheet: Sheet, styles: StyleBook, properties: Properties) -> None:
        self._sheet = sheet
        self._styles = styles
        self._properties = properties
        self._columns: Sequence[Column] = sheet.columns
        self._rows: Iterator[Sequence[object]] = iter(sheet.rows)
        self._ahead: list[Sequence[object]] = []
        self._counter = 0
        self._data = [column for column in self._columns if column.kind != "number_no"]
        made = [(i, column, self._batch_encoder(i, column)) for i, column in enumerate(self._columns)]
        self._widths = [0.0 if column.is_detail else column.width for column in self._columns]
        self._sums = ColumnSums(self._columns, styles, self._column_encoder)
        self._groups = list(sheet.groups)
        self._encoders = [encode for _i, column, encode in made if column.kind != "number_no"]
        self._counters = [(i, encode) for i, column, encode in made if column.kind == "number_no"]

    def write_part(
        self, archive: zipfile.ZipFile, member: str, name: str, *, first: bool
    ) -> tuple[TablePosition, bool]:
        """Write the next worksheet. Returns the positions, and whether rows are left for another one."""
        lines = Lines(self._styles, 1, len(self._columns))
        add_heading(lines, self._sheet.letterhead, self._sheet.titles)
        header_row, above = lines.row, lines.height
        self._add_header(lines)
        pages = Pages(self._columns, above, lines.height - above)
        with archive.open(member, "w", force_zip64=True) as stream:
            stream.write(sheet_start(self._columns, header_row, first_sheet=first).encode())
            stream.write(lines.xml().encode())
            self._sums.begin(header_row + 1)
            last_data_row = self._stream_rows(stream.write, header_row + 1, pages)
            left = bool(self._ahead)
            tail = Lines(self._styles, last_data_row + 1, len(self._columns))
            chart_row = (
                None if left else self._add_tail(tail, last_data_row, empty=last_data_row == header_row)
            )
            stream.write(tail.xml().encode())
            last_column = get_column_letter(len(self._columns))
            filtered = f"A{header_row}:{last_column}{max(last_data_row, header_row)}"
            is_one, breaks = self._pages(pages, tail.height, header_row + 1, last_data_row, left=left)
            end = sheet_end(
                lines.merges + tail.merges,
                filtered,
                self._properties,
                breaks=breaks,
                paper=pages.paper.code,
                has_drawing=chart_row is not None or has_logo(self._sheet, self._properties),
                is_one_page=is_one,
                coloured=self._colours(header_row + 1, last_data_row),
            )
            stream.write(end.encode())
        written = TablePosition(
            name, header_row, header_row + 1, last_data_row, tail.row - 1, last_column, chart_row, filtered
        )
        return written, left

    def _pages(
        self, pages: Pages, tail: float, first_row: int, last_row: int, *, left: bool
    ) -> tuple[bool, Sequence[int]]:
        """(whether all is fitted to one page, else the rows after which pages end)."""
        if left:
            return False, pages.breaks
        if first_row <= last_row and pages.is_one(tail):
            return True, ()
        return False, pages.end(tail, first_row, last_row)

    def _colours(self, first_row: int, last_row: int) -> str:
        scale = self._sheet.scale
        if scale is None or last_row < first_row:
            return ""
        first, last = get_column_letter(scale.first + 1), get_column_letter(scale.last + 1)
        return colour_scale(f"{first}{first_row}:{last}{last_row}", scale.full)

    def _stream_rows(self, write: Callable[[bytes], object], first_row: int, pages: Pages) -> int:
        """Write rows until they end or the sheet is full; returns the last row written (first_row - 1 if none)."""
        row = first_row
        if self._groups:
            return self._stream_groups(write, row, pages)
        # Whether these are the last rows is known only one row later, and the tail must fit below the last.
        most = LAST_ROW - first_row + 1 - TAIL_ROWS
        while most > 0:
            size = min(ROWS_AT_ONCE, most)
            batch = self._ahead + list(islice(self._rows, size - len(self._ahead)))
            self._ahead = []
            if not batch:
                return row - 1
            write(self._encode(batch, row, pages).encode())
            row += len(batch)
            most -= len(batch)
        self._ahead = list(islice(self._rows, 1))
        return row - 1

    def _stream_groups(self, write: Callable[[bytes], object], row: int, pages: Pages) -> int:
        """Write all groups: a heading that stays with its first row, the rows, their sums. They must fit one sheet,
        which has more rows than any city has people; ValueError otherwise."""
        for group in self._groups:
            pages.add([ONE_LINE], row, along=2 * ONE_LINE)
            write(self._sums.heading(row, group.title).encode())
            first = row = row + 1
            for start in range(0, group.count, ROWS_AT_ONCE):
                batch = list(islice(self._rows, min(ROWS_AT_ONCE, group.count - start)))
                write(self._encode(batch, row, pages).encode())
                row += len(batch)
            if group.total:
                pages.add([ONE_LINE], row)
                write(self._sums.row(row, f"Jumlah {group.title}", group.total, first, row - 1).encode())
                row += 1
        if row > LAST_ROW - TAIL_ROWS or next(self._rows, None) is not None:
            raise ValueError("the groups are not all rows, or more than a sheet holds")
        return row - 1

    def _encode(self, batch: Sequence[Sequence[object]], first_row: int, pages: Pages) -> str:
        """The XML of some rows, made column by column."""
        if set(map(len, batch)) != {len(self._data)}:
            raise ValueError(f"each row must have {len(self._data)} values, one per column")
        rows = [str(number) for number in range(first_row, first_row + len(batch))]
        columns = list(zip(*batch, strict=True))
        cells = [encode(values, rows) for encode, values in zip(self._encoders, columns, strict=True)]
        for index, encode in self._counters:
            numbers = range(self._counter + 1, self._counter + 1 + len(batch))
            cells.insert(index, encode(numbers, rows))
        self._counter += len(batch)
        self._sums.add(columns)
        heights = self._heights(columns, len(batch))
        pages.add(heights, first_row)
        tall = {one: "" if one == ONE_LINE else f' ht="{one}" customHeight="1"' for one in set(heights)}
        return "".join(
            [
                f'<row r="{row}"{tall[height]}>{"".join(parts)}</row>'
                for row, height, parts in zip(rows, heights, zip(*cells, strict=True), strict=True)
            ]
        )

    def _heights(self, columns: Sequence[Sequence[object]], count: int) -> list[float]:
        """The height of each row in points, by its printed text. Nearly all rows have one line."""
        lines = [1] * count
        for column, values in zip(self._data, columns, strict=True):
            most = 0.75 * column.width - 1  # of the widest letters, capitals
            if column.kind != "text" or column.is_detail or _are_short(values, most):
                continue
            for index, value in enumerate(values):
                if value.__class__ is str and (len(value) > most or "\n" in value):  # type: ignore[arg-type, operator]
                    lines[index] = max(lines[index], count_lines(value, column.width))  # type: ignore[arg-type]
        least = SIGN_LINE if self._sheet.has_room_to_sign else ONE_LINE
        return [least if most == 1 else max(least, row_height(most)) for most in lines]

    def _batch_encoder(self, index: int, column: Column) -> BatchEncoder:
        style = self._styles.number(body_look(column.kind))
        one = self._column_encoder(index, column, total=False)
        return batch_encoder(column.kind, get_column_letter(index + 1), style, one)

    def _column_encoder(self, index: int, column: Column, *, total: bool) -> Encoder:
        plain = self._styles.number(body_look(column.kind, total=total))
        as_text = "nip" if column.kind == "nip" else "text"
        text = plain
        if column.kind not in ("text", "nip"):
            text = self._styles.number(body_look("text", total=total))
        quoted = self._styles.number(body_look(as_text, total=total, quoted=True))
        return encoder_for(column.kind, get_column_letter(index + 1), plain, text, quoted)

    def _add_header(self, lines: Lines) -> None:
        style = self._styles.number(HEADER)
        cells = [
            text_encoder(get_column_letter(i), style, style)(column.title, str(lines.row))
            for i, column in enumerate(self._columns, 1)
        ]
        most = max(count_lines(column.title, column.width) for column in self._columns)
        height = max(33.0, row_height(most) + 4)
        lines.add_xml(f'<row r="{lines.row}" ht="{height}" customHeight="1">{"".join(cells)}</row>', height)

    def _add_tail(self, lines: Lines, last_data_row: int, *, empty: bool) -> int | None:
        """Add sums, notes and signatures; returns the first row of the chart, None without a chart or data."""
        sheet = self._sheet
        widths = self._widths
        if empty:
            lines.add_wide(sheet.empty_text, EMPTY)
        if sheet.total is not None:
            xml = self._sums.total(lines.row, sheet.total_label, sheet.total(), last_data_row)
            lines.merges += self._sums.merges
            lines.add_xml(xml, 18.0)
        notes = sheet.notes() if callable(sheet.notes) else sheet.notes
        if notes:
            lines.blank()
            add_notes(lines, notes, sum(widths))
        if sheet.signatures is not None:
            lines.blank(2)
            add_signatures(lines, sheet.signatures, widths)
        if sheet.chart is None or empty:
            return None
        return lines.row + 2


def _are_short(values: Sequence[object], most: float) -> bool:
    """Whether all texts of these values fit one line; for most columns without checking each."""
    texts = [value for value in values if value.__class__ is str]
    return max(map(len, texts), default=0) <= most and "\n" not in "".join(texts)  # type: ignore[arg-type]
