"""Hostile, broken and merely odd files, made on the spot: name → (bytes, what must happen).

What must happen is a reason code of UnusableFile, or the number of rows that must be read.
"""

from __future__ import annotations

import io
import random
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable

from tests.excel.packages import (
    CONTENT_TYPES,
    DECLARATION,
    MAIN,
    OFFICE,
    ROOT_RELATIONS,
    pack,
    parts,
    relations,
    rows,
    shared_strings,
    sheet,
    text_cell,
    workbook_part,
    xlsx,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
SOUND = parts(sheet(rows(3)))
HUGE = "4294967295"


def _with_doctype(part: str, doctype: str, inside: str = "") -> bytes:
    content = str(SOUND.get(part) or f"{DECLARATION}<styleSheet xmlns='{MAIN}'></styleSheet>")
    return pack(
        SOUND | {part: content.replace(DECLARATION, DECLARATION + doctype).replace("baris 1", inside)}
    )


def _heavy() -> bytes:
    """More than 50 MB unpacked, at a ratio a real file may have."""
    noise = random.Random(1)
    return xlsx(sheet("".join(noise.randbytes(800).hex() + " " * 60_000 for _ in range(860))))


def _many_members(count: int) -> bytes:
    return pack(SOUND | {f"xl/media/{i}.png": b"" for i in range(count)}, zipfile.ZIP_STORED)


def _long_directory() -> bytes:
    """Few members with names so long that reading the directory alone would take megabytes."""
    names = {f"xl/media/{i}{'n' * 60_000}.png": b"" for i in range(12)}
    return pack(SOUND | names, zipfile.ZIP_STORED)


def _lying(*, honest_checksum: bool) -> bytes:
    """The directory says the sheet is small; another reader would unpack all of it."""
    told = len(sheet(rows(3)).encode())  # where it ends, as far as one believes the directory
    whole = sheet(rows(3)).encode() + b" " * 250_000
    data = bytearray(pack(SOUND | {"xl/worksheets/sheet1.xml": whole}))
    name = b"xl/worksheets/sheet1.xml"
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(name))
    struct.pack_into("<L", data, at + 24, told)
    if honest_checksum:
        struct.pack_into("<L", data, at + 16, zlib.crc32(whole[:told]))
    return bytes(data)


def _doubled(first: str, second: str) -> bytes:
    out = io.BytesIO(pack(SOUND))
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(second, archive.read(first))
    return out.getvalue()


def _with_end_record_in_comment() -> bytes:
    out = io.BytesIO(pack(SOUND))
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"PK\x05\x06" + bytes(18)
    return out.getvalue()


def _password_flag() -> bytes:
    data = bytearray(pack(SOUND))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(sign, at + 4)
    return bytes(data)


def _one_cell(reference: str, *, row: str | None = None) -> bytes:
    return xlsx(sheet(f'<row r="{row or 1}">{text_cell(reference, "x")}</row>'))


def _formulas(count: int) -> bytes:
    cells = (f'<row r="{i}"><c r="A{i}"><f>{i}+1</f><v>{i}</v></c></row>' for i in range(1, count + 1))
    return xlsx(sheet("".join(cells)))


def _unfolding_strings() -> bytes:
    cells = (f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(1, 20_001))
    return xlsx(sheet("".join(cells)), **{"xl__sharedStrings.xml": shared_strings("abcdefgh" * 4_000)})


def _strings_announced() -> bytes:
    text = shared_strings("a", attributes=f'count="{HUGE}" uniqueCount="{HUGE}"')
    return xlsx(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), **{"xl__sharedStrings.xml": text})


def _styles_announced() -> bytes:
    styles = (
        f'{DECLARATION}<styleSheet xmlns="{MAIN}"><numFmts count="{HUGE}"/><cellXfs count="{HUGE}">'
        '<xf numFmtId="0"/></cellXfs></styleSheet>'
    )
    return xlsx(sheet(rows(3)), **{"xl__styles.xml": styles})


def _old_word() -> bytes:
    return pack({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<document/>"})


def _without(part: str) -> bytes:
    return pack({name: content for name, content in SOUND.items() if name != part})


def _external() -> bytes:
    where = 'Target="http://x/s.xml" TargetMode="External"'
    outside = f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" {where}/>'
    return pack(SOUND | {"xl/_rels/workbook.xml.rels": relations([], outside)})


def _far_style() -> bytes:
    """Excel writes such rows when a whole sheet was coloured: they hold nothing."""
    return xlsx(sheet(rows(3) + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'))


BUILDERS: dict[str, tuple[Callable[[], bytes], str | int]] = {
    "empty.xlsx": (lambda: b"", "empty"),
    "page.xlsx": (lambda: b"<html><table><tr><td>NIP</td></tr></table></html>", "html_disguised"),
    "page.xls": (lambda: b"\xef\xbb\xbf\n<!DOCTYPE html><html></html>", "html_disguised"),
    "spreadsheet2003.xls": (lambda: b"<?xml version='1.0'?><Workbook/>", "html_disguised"),
    "text.xlsx": (lambda: b"NIP;NAMA\n1;2\n", "csv_renamed"),
    "letter.xlsx": (_old_word, "not_excel"),
    "paper.xlsx": (lambda: b"%PDF-1.7\n", "not_excel"),
    "picture.xlsx": (lambda: b"\x89PNG\r\n\x1a\n\0\0", "not_excel"),
    "noise.xlsx": (lambda: bytes(range(256)) * 20, "not_excel"),
    "old.xls": (lambda: OLE, "binary_xls"),
    "locked.xlsx": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "password.xlsx": (_password_flag, "encrypted"),
    "binary.xlsb": (lambda: pack(SOUND | {"xl/workbook.bin": b"x"}), "binary_xls"),
    "macro.xlsm": (lambda: pack(SOUND | {"xl/vbaProject.bin": b"x"}), "macro"),
    "macro_type.xlsx": (
        lambda: pack(
            SOUND
            | {"[Content_Types].xml": CONTENT_TYPES.replace("application/xml", "x.macroEnabled.main+xml")}
        ),
        "macro",
    ),
    "half.xlsx": (lambda: pack(SOUND)[: len(pack(SOUND)) // 2], "truncated"),
    "last_bytes_missing.xlsx": (lambda: pack(SOUND)[:-7], "truncated"),
    "bomb.xlsx": (lambda: xlsx(sheet(" " * 300_000_000)), "bomb"),
    "heavy.xlsx": (_heavy, "bomb"),
    "ratio.xlsx": (lambda: xlsx(sheet(rows(3) + " " * 20_000_000)), "bomb"),
    "members_60000.xlsx": (lambda: _many_members(60_000), "too_many_members"),
    "members_201.xlsx": (lambda: _many_members(201 - len(SOUND)), "too_many_members"),
    "members_200.xlsx": (lambda: _many_members(200 - len(SOUND)), 3),
    "long_directory.xlsx": (_long_directory, "too_many_members"),
    "lying_size.xlsx": (lambda: _lying(honest_checksum=False), "damaged"),
    "lying_size_true_checksum.xlsx": (lambda: _lying(honest_checksum=True), "damaged"),
    "two_ends.xlsx": (_with_end_record_in_comment, "damaged"),
    "more_after_the_end.xlsx": (lambda: pack(SOUND) + b"more", "damaged"),
    "doubled_part.xlsx": (
        lambda: _doubled("xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        "duplicate_members",
    ),
    "doubled_by_case.xlsx": (
        lambda: _doubled("xl/worksheets/sheet1.xml", "xl/worksheets/SHEET1.xml"),
        "duplicate_members",
    ),
    "outside.xlsx": (lambda: pack(SOUND | {"../../etc/passwd": "x"}), "bad_member_name"),
    "absolute.xlsx": (lambda: pack(SOUND | {"/etc/passwd": "x"}), "bad_member_name"),
    "packed_otherwise.xlsx": (lambda: pack(SOUND, zipfile.ZIP_BZIP2), "damaged"),
    "corner.xlsx": (lambda: _one_cell("XFD1048576", row="1048576"), "too_large"),
    "last_row.xlsx": (lambda: _one_cell("A1048576", row="1048576"), "too_large"),
    "last_column.xlsx": (lambda: _one_cell("XFD1"), "too_large"),
    "wide_and_high.xlsx": (lambda: _one_cell("IV199999", row="199999"), "too_large"),
    "no_such_column.xlsx": (lambda: _one_cell("ZZZZZZZ1"), "damaged"),
    "row_zero.xlsx": (lambda: _one_cell("A0"), "damaged"),
    "row_beyond_count.xlsx": (
        lambda: xlsx(sheet(f'<row r="{HUGE}"><c><v>1</v></c></row>')),
        "damaged",
    ),
    "two_minds.xlsx": (lambda: xlsx(sheet('<!-- --><row r="9"><c r="A1"><v>1</v></c></row>')), "damaged"),
    "far_style.xlsx": (_far_style, 3),
    "dimension_too_small.xlsx": (lambda: xlsx(sheet(rows(3_000), before='<dimension ref="A1:B2"/>')), 3_000),
    "dimension_too_large.xlsx": (lambda: xlsx(sheet(rows(3), before='<dimension ref="A1:XFD1048576"/>')), 3),
    "outside_entity.xlsx": (lambda: _with_doctype("xl/worksheets/sheet1.xml", XXE, "&a;"), "dtd"),
    "laughs_sheet.xlsx": (lambda: _with_doctype("xl/worksheets/sheet1.xml", LAUGHS, "&b;"), "dtd"),
    "laughs_workbook.xlsx": (lambda: _with_doctype("xl/workbook.xml", LAUGHS), "dtd"),
    "laughs_styles.xlsx": (lambda: _with_doctype("xl/styles.xml", LAUGHS), "dtd"),
    "laughs_relations.xlsx": (lambda: _with_doctype("xl/_rels/workbook.xml.rels", XXE), "dtd"),
    "laughs_types.xlsx": (lambda: _with_doctype("[Content_Types].xml", LAUGHS), "dtd"),
    "utf16.xlsx": (lambda: xlsx(sheet(rows(3)).encode("utf-16")), "bad_encoding"),  # type: ignore[arg-type]
    "other_code.xlsx": (lambda: xlsx(sheet(rows(3)).replace("UTF-8", "UTF-7")), "bad_encoding"),
    "no_sheets.xlsx": (lambda: pack(SOUND | {"xl/workbook.xml": workbook_part([])}), "no_sheet"),
    "no_sheet_part.xlsx": (lambda: _without("xl/worksheets/sheet1.xml"), "no_sheet"),
    "all_hidden.xlsx": (lambda: xlsx(sheet(rows(3)), names=[("A", "hidden")]), "no_sheet"),
    "no_workbook.xlsx": (lambda: _without("xl/workbook.xml"), "not_excel"),
    "other_workbook.xlsx": (
        lambda: pack(SOUND | {"_rels/.rels": ROOT_RELATIONS.replace("workbook.xml", "other.xml")}),
        "damaged",
    ),
    "no_relations.xlsx": (lambda: _without("xl/_rels/workbook.xml.rels"), "damaged"),
    "sheet_elsewhere.xlsx": (_external, "damaged"),
    "broken_xml.xlsx": (lambda: xlsx(sheet(rows(3)).replace("</row>", "</wor>", 1)), "damaged"),
    "cut_off_xml.xlsx": (lambda: xlsx(sheet(rows(3)).replace("</sheetData></worksheet>", "")), "damaged"),
    "broken_workbook.xlsx": (lambda: pack(SOUND | {"xl/workbook.xml": "<workbook"}), "damaged"),
    "strings_announced.xlsx": (_strings_announced, "damaged"),
    "styles_announced.xlsx": (_styles_announced, 3),
    "merges_announced.xlsx": (lambda: xlsx(sheet(rows(3), after=f'<mergeCells count="{HUGE}"/>')), 3),
    "strings_unfold.xlsx": (_unfolding_strings, "too_large"),
    "formulas_150000.xlsx": (lambda: _formulas(150_000), "too_many_formulas"),
    "nul.csv": (lambda: b"NIP;NAMA\n1;a\0b\n", "bad_encoding"),
    "late_nul.csv": (lambda: b"NIP;NAMA\n" + b"1;abc\n" * 2_000 + b"2;\0\n", "bad_encoding"),
    "wide.csv": (lambda: b"a," * 300 + b"\n", "too_large"),
    "long.csv": (lambda: b"a,b\n" * 200_001, "too_large"),
    "one_field.csv": (lambda: b"a,b\n" + b"x" * 1_000_000, "damaged"),
    "blank.csv": (lambda: b"\n \n\n", "empty"),
}
