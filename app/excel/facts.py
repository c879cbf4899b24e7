"""Writes a sheet of names and values (*Keterangan*)."""

from __future__ import annotations

import zipfile
from datetime import date, datetime

from app.excel.cells import encoder_for, text_encoder
from app.excel.column_widths import Column, FactSheet, Kind, Properties, has_logo
from app.excel.sheet_xml import Lines, add_heading, count_lines, row_height, sheet_end, sheet_start
from app.excel.styles import FACT_HEADING, FACT_KEY, FORMATS, CellStyle, StyleBook
from app.excel.table import TablePosition

_COLUMNS = (Column("", 36), Column("", 84))
_BOLD = 0.9  # usable part of the width for bold text


def write_facts(
    archive: zipfile.ZipFile,
    member: str,
    sheet: FactSheet,
    styles: StyleBook,
    properties: Properties,
    *,
    first: bool,
) -> TablePosition:
    """Write the sheet as one zip member; a fact with the value None is a heading for those below it."""
    lines = Lines(styles, 1, len(_COLUMNS))
    add_heading(lines, sheet.letterhead, sheet.titles)
    start = lines.row
    for key, value in sheet.facts:
        if value is None:
            if lines.row > start:
                lines.blank()
            lines.add_wide(key, FACT_HEADING, height=18)
        else:
            lines.add_xml(*_fact_row(lines.row, key, value, styles))
    end = sheet_end(lines.merges, None, properties, landscape=False, has_drawing=has_logo(sheet, properties))
    with archive.open(member, "w", force_zip64=True) as stream:
        stream.write(sheet_start(_COLUMNS, 0, first_sheet=first).encode())
        stream.write(lines.xml().encode())
        stream.write(end.encode())
    return TablePosition(sheet.name, 0, start, lines.row - 1, max(lines.row - 1, 1), "B", None, None)


def _fact_row(row: int, key: str, value: object, styles: StyleBook) -> tuple[str, float]:
    kind, value = _kind_of(value)
    key_style = styles.number(FACT_KEY)
    look = _value_look(kind)
    quoted = styles.number(_value_look("text", quoted=True))
    encode = encoder_for(kind, "B", styles.number(look), styles.number(_value_look("text")), quoted)
    quoted_key = styles.number(CellStyle(**{**FACT_KEY.__dict__, "quoted": True}))
    cells = text_encoder("A", key_style, quoted_key)(key, str(row)) + encode(value, str(row))
    lines = max(count_lines(key, _BOLD * _COLUMNS[0].width), count_lines(str(value), _COLUMNS[1].width))
    height = row_height(lines)
    return f'<row r="{row}" ht="{height}" customHeight="1">{cells}</row>', height


def _kind_of(value: object) -> tuple[Kind, object]:
    if isinstance(value, tuple):
        amount, kind = value
        return kind, amount
    if isinstance(value, bool):
        return "text", "ya" if value else "tidak"
    if isinstance(value, int):
        return "integer", value
    if isinstance(value, datetime):
        return "datetime", value
    return ("date" if isinstance(value, date) else "text"), value


def _value_look(kind: Kind, *, quoted: bool = False) -> CellStyle:
    return CellStyle(
        lined=True,
        across="left",
        indent=1,
        wrapped=kind == "text",
        number_format=FORMATS[kind],
        quoted=quoted,
    )
