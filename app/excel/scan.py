"""Looks through a sheet's XML before the fast reader gets it.

The fast reader (calamine) hides formulas, trusts no one about the extent but allocates all of it, and
*aborts the whole process* when that memory is not there. So, before: how far do the cells really reach
(never `<dimension>`), which of them are formulas or errors, and how much text will the shared strings become.

Three ways, each more exact and slower; the first that can prove its answer wins:
1. *box*: every cell is spelled as Excel, LibreOffice and openpyxl spell it and lies within IV9999;
2. *extent*: the same spelling, and the largest row and column are computed;
3. *exact*: a real XML parser; whatever is unusual (prefixes, comments, cells without reference) ends here.
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
    """The cheap ways cannot vouch for this sheet."""


@dataclass
class Scan:
    """The scan of a sheet: its marked cells, and the bytes its shared strings will fill."""

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
    """Some cell lies outside IV9999 or is spelled otherwise."""


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The sheet's bytes, cut only in front of a cell, so that no pattern of one cell is ever cut in two."""
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
        raise _UnusualError  # the fast reader takes cut off or crooked XML without a word
    if not boxed:
        try:
            ensure_extent(scan.last_row, scan.last_column)
        except UnusableFile:
            # Far cells that are only styled, not filled, are no reason to refuse: the exact way can tell.
            raise _UnusualError from None
    return scan


def _ensure_plain(piece: bytes, *, first: bool) -> None:
    """Comments, CDATA, instructions and prefixes may hold or hide anything: the exact way looks at those."""
    if b"!" in piece and b"<!" in piece:
        raise _UnusualError
    if b"?" in piece and b"<?" in (piece[5:] if first else piece):
        raise _UnusualError
    if _PREFIXED.search(piece):
        raise _UnusualError


def _widen(scan: Scan, piece: bytes) -> int:
    found = _CELL.findall(piece)
    if len(found) != len(_ANY_CELL.findall(piece)):
        raise _UnusualError
    if found:
        scan.last_row = max(scan.last_row, max(int(row) for _column, row in found))
        scan.last_column = max(
            scan.last_column, max(read_column(c) for c in {column for column, _row in found})
        )
    return len(found)


def _mark_errors(marks: Marks, piece: bytes) -> None:
    found = [
        (column, row) for column, row, rest in _CELL_TAG.findall(piece) if rest.count(b" " + _ERROR_KIND) == 1
    ]
    if len(found) != piece.count(_ERROR_KIND):
        raise _UnusualError
    for column, row in found:
        marks.add(int(row), read_column(column), CellMark.ERROR)


def _mark_formulas(marks: Marks, piece: bytes) -> None:
    expected = len(_FORMULA.findall(piece))
    if not expected:
        return
    found = _FORMULA_CELL.findall(piece)
    if len(found) != expected:
        raise _UnusualError
    for column, row, attributes in found:
        marks.add(int(row), read_column(column), CellMark.FORMULA)
        if _SPREADING.search(attributes) and (reference := _REF.search(attributes)):
            marks.add_area(reference.groups())


def _exact(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Scan:
    parser = ExactScan()
    parser.feed(
        b"".join(checked_chunks(archive, info))
    )  # in one: expat begins an unfinished tag anew with each piece
    parser.close()
    ensure_extent(parser.last_row, parser.last_column)
    return Scan(parser.marks, parser.last_row, parser.last_column, parser.shared_cells)


def _ensure_text_fits(
    archive: zipfile.ZipFile, sheet: zipfile.ZipInfo, strings: zipfile.ZipInfo, shared_cells: int
) -> None:
    """One long shared string used by each cell of a sheet becomes gigabytes: count before it is unfolded."""
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
    """At most how many bytes the shared strings of these cells unfold to. A cell spelled in an unusual way, or whose
    string cannot be told, counts as the longest string."""
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
    """The fast reader reserves memory for as many strings as the part announces, and aborts when it
    cannot.
    """
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
