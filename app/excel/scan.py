"""Scans a sheet's XML before the fast reader reads it.

The fast reader (calamine) hides formulas, allocates the whole extent of the cells, and *aborts the whole process* if
the memory does not suffice. The scan therefore finds the real extent of the cells (never `<dimension>`), the formulas
and errors, and the size of the text with all shared strings.

There are three ways, each slower and more exact; the first one that applies is used:

1. *box*: every cell is written as in Excel, LibreOffice and openpyxl, and is within IV9999;
2. *extent*: the same format, and the largest row and column are computed;
3. *exact*: a real XML parser, for everything unusual (prefixes, comments, cells without reference).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.excel import limits
from app.excel.errors import UnusableFile
from app.excel.exact_numbers import ExactScan
from app.excel.invisible_marks import CellMark, Marks, ensure_extent, read_column
from app.excel.zip_parts import checked_chunks

# An element c that is not `<c r="A1"` … `<c r="IV9999"`.
_OUTSIDE = re.compile(rb'<c(?=[\s/>])(?! r="(?:[A-Z]|[A-H][A-Z]|I[A-V])[1-9][0-9]{0,3}")')
_ANY_CELL = re.compile(rb"<c[\s/>]")
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"')
_FORMULA = re.compile(rb"<f[\s/>]")
_FORMULA_CELL = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"[^<>]*+>\s*+<f((?:\s[^<>]*+)?)>')
_CELL_TAG = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"([^<>]*+)>')
_ERROR_KIND = b't="e"'
# A cell as every program writes it, with the index of its shared string where it is one; each byte is read once.
_PLAIN_CELL = re.compile(rb'<c((?: [\w:.-]++="[^<>"]*+")*+) ?/?>(?:<v>([0-9]{1,9})</v>)?')
_SHARED_KIND = re.compile(rb'[ :]t="(?:s"|(?!(?:n|b|e|d|str|inlineStr)"))')
_EVERY_CELL = re.compile(rb"<(?:[\w.-]++:)?c[\s/>]")
_PREFIXED = re.compile(rb":(?:c|f|row)[\s/>]")
_SPREADING = re.compile(rb't\s*=\s*["\'](?:array|dataTable)')
_REF = re.compile(rb'\bref="([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?"')


class _UnusualError(Exception):
    """The fast ways cannot scan this sheet reliably."""


@dataclass
class Scan:
    """The scan of a sheet: its marked cells, and the size of its shared strings in bytes."""

    marks: Marks = field(default_factory=Marks)
    last_row: int = 0
    last_column: int = 0
    shared_cells: int = 0


def scan_sheet(archive: zipfile.ZipFile, part: str, string_parts: Sequence[str] = ()) -> Scan:
    """Scan one sheet; ``part`` and ``string_parts`` are member names. UnusableFile beyond the limits."""
    info = archive.getinfo(part)
    try:
        try:
            scan = _quick(archive, info, boxed=True)
        except _OutOfBoxError:
            scan = _quick(archive, info, boxed=False)
    except _UnusualError:
        scan = _exact(archive, info)
    for name in string_parts:
        _ensure_text_fits(archive, info, archive.getinfo(name), scan.shared_cells)
    return scan


class _OutOfBoxError(Exception):
    """A cell is outside IV9999 or written in another format."""


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The sheet's bytes in pieces, split only before a cell, so that no pattern of a cell is split."""
    parts: list[bytes] = []
    for chunk in checked_chunks(archive, info):
        at = chunk.rfind(b"<c ")
        if at > 0 or (at == 0 and parts):
            yield b"".join((*parts, chunk[:at]))
            parts = [chunk[at:]]
        else:
            parts.append(chunk)
    yield b"".join(parts)


def _quick(archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, boxed: bool) -> Scan:
    scan = Scan()
    cells = open_rows = 0
    first = True
    piece = b""
    for piece in _pieces(archive, info):
        _ensure_plain(piece, first=first)
        first = False
        if boxed:
            if _OUTSIDE.search(piece):
                raise _OutOfBoxError
        else:
            cells += _widen(scan, piece)
            if cells > limits.MAX_CELLS:
                raise UnusableFile("too_large", limit=limits.MAX_CELLS, unit="cells")
        if b't="e"' in piece:
            _mark_errors(scan.marks, piece)
        _mark_formulas(scan.marks, piece)
        open_rows += piece.count(b"<row ") - piece.count(b"</row>")
        # At most: numbers are counted with them, which costs nothing here.
        scan.shared_cells += piece.count(b"<v")
    if open_rows or not piece.rstrip().endswith(b"</worksheet>"):
        raise _UnusualError  # the fast reader accepts truncated or malformed XML silently
    if not boxed:
        try:
            ensure_extent(scan.last_row, scan.last_column)
        except UnusableFile:
            # Distant cells that are only styled are no reason to refuse; the exact way distinguishes them.
            raise _UnusualError from None
    return scan


def _ensure_plain(piece: bytes, *, first: bool) -> None:
    """Raise for comments, CDATA, instructions and prefixes, which only the exact way can scan."""
    if b"!" in piece and b"<!" in piece:
        raise _UnusualError
    if b"?" in piece and b"<?" in (piece[5:] if first else piece):
        raise _UnusualError
    if _PREFIXED.search(piece):
        raise _UnusualError


def _widen(scan: Scan, piece: bytes) -> int:
    cells = _CELL.findall(piece)
    if len(cells) != len(_ANY_CELL.findall(piece)):
        raise _UnusualError
    if cells:
        scan.last_row = max(scan.last_row, max(int(row) for _column, row in cells))
        scan.last_column = max(
            scan.last_column, max(read_column(c) for c in {column for column, _row in cells})
        )
    return len(cells)


def _mark_errors(marks: Marks, piece: bytes) -> None:
    cells = [
        (column, row) for column, row, rest in _CELL_TAG.findall(piece) if rest.count(b" " + _ERROR_KIND) == 1
    ]
    if len(cells) != piece.count(_ERROR_KIND):
        raise _UnusualError
    for column, row in cells:
        marks.add(int(row), read_column(column), CellMark.ERROR)


def _mark_formulas(marks: Marks, piece: bytes) -> None:
    expected = len(_FORMULA.findall(piece))
    if not expected:
        return
    cells = _FORMULA_CELL.findall(piece)
    if len(cells) != expected:
        raise _UnusualError
    for column, row, attributes in cells:
        marks.add(int(row), read_column(column), CellMark.FORMULA)
        if _SPREADING.search(attributes) and (reference := _REF.search(attributes)):
            marks.add_area(reference.groups())


def _exact(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Scan:
    parser = ExactScan()
    parser.feed(
        b"".join(checked_chunks(archive, info))
    )  # in one piece: expat restarts an unfinished tag with each piece
    parser.close()
    ensure_extent(parser.last_row, parser.last_column)
    return Scan(parser.marks, parser.last_row, parser.last_column, parser.shared_cells)


def _ensure_text_fits(
    archive: zipfile.ZipFile, sheet: zipfile.ZipInfo, strings: zipfile.ZipInfo, shared_cells: int
) -> None:
    """Refuse too much text: one long shared string used by all cells of a sheet could expand to gigabytes."""
    texts = b"".join(checked_chunks(archive, strings))
    _ensure_honest_count(texts)
    sizes = [len(text) for text in texts.split(b"</si>")]
    del texts
    if max(sizes) * shared_cells <= limits.MAX_TEXT:
        return
    total = 0
    for piece in _pieces(archive, sheet):
        total += _shared_text(piece, sizes)
        if total > limits.MAX_TEXT:
            raise UnusableFile("too_large", limit=limits.MAX_TEXT, unit="text")


def _shared_text(piece: bytes, sizes: Sequence[int]) -> int:
    """An upper limit for the size in bytes of these cells' shared strings. A cell in an unusual format, or with an
    unknown string, counts as the longest string."""
    total, unclear = 0, len(_EVERY_CELL.findall(piece))
    for attributes, index in _PLAIN_CELL.findall(piece):
        is_shared = _SHARED_KIND.search(attributes) is not None
        if is_shared and not index:
            continue
        unclear -= 1
        if is_shared and int(index) < len(sizes):
            total += sizes[int(index)]
    return total + max(sizes) * unclear


def _ensure_honest_count(texts: bytes) -> None:
    """Refuse a false number of strings: the fast reader allocates memory for the announced number, and aborts if it
    cannot."""
    start = re.search(rb"<(?:[\w.-]++:)?sst\b[^<>]*+>", texts)
    if start is None:
        raise UnusableFile("damaged", part="sharedStrings")
    declared = re.findall(rb"ount\s*=\s*[\"']([^\"']*)[\"']", start[0])
    most = max(texts.count(b"<si"), texts.count(b":si"))
    for number in declared:
        if not re.fullmatch(rb"[0-9]{1,9}", number):
            raise UnusableFile("damaged", part="sharedStrings")
    unique = re.search(rb"uniqueCount\s*=\s*[\"']([0-9]+)[\"']", start[0])
    if unique and int(unique[1]) > most + 1000:
        raise UnusableFile("damaged", part="sharedStrings")
