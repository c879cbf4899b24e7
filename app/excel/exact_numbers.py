"""Scans a sheet's XML with a real parser: slow but exact, for sheets with unusual XML."""

from __future__ import annotations

import re
from xml.parsers import expat

from app.excel import limits
from app.excel.errors import UnusableFile
from app.excel.invisible_marks import CellMark, Marks, read_reference

_AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")


class ExactScan:
    """Parses with expat; collects marks, the extent of *filled* cells, and the number of cells with shared strings.

    Names are compared without their prefix, as in the fast reader. A cell without a reference is right of the previous
    one, a row without a number is below the previous one.
    """

    def __init__(self) -> None:
        self.marks = Marks()
        self.last_row = 0
        self.last_column = 0
        self.shared_cells = 0
        self._fed = 0
        self._cells = 0
        self._row = 0
        self._column = 0
        self._in_cell = False
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, chunk: bytes) -> None:
        """Parse one more piece. ExpatError if it is no XML.

        UnusableFile for a tag or comment of megabytes, because the parser rereads it from its start with each piece.
        """
        self._fed += len(chunk)
        self._parser.Parse(chunk, False)
        if self._fed - self._parser.CurrentByteIndex > limits.MAX_SMALL_PART:
            raise UnusableFile("damaged", part="sheet")

    def close(self) -> None:
        """Finish parsing the sheet."""
        self._parser.Parse(b"", True)

    def _doctype(self, *_args: object) -> None:
        raise UnusableFile("dtd")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "c":
            self._start_cell(attributes)
        elif local == "row":
            number = attributes.get("r")
            self._row = read_reference("A" + number)[0] if number else self._row + 1
            self._column = 0
        elif self._in_cell:
            self._start_content(local, attributes)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cells += 1
        if self._cells > limits.MAX_CELLS:
            raise UnusableFile("too_large", limit=limits.MAX_CELLS, unit="cells")
        reference = attributes.get("r")
        if reference:
            row, self._column = read_reference(reference)
            if row != self._row:
                raise UnusableFile("damaged", part="sheet")  # two readers could read it as different cells
        else:
            self._column += 1
        self._in_cell = True
        kind = attributes.get("t")
        self.shared_cells += kind == "s"
        if kind == "e":
            self.marks.add(self._row, self._column, CellMark.ERROR)

    def _start_content(self, local: str, attributes: dict[str, str]) -> None:
        if local in ("v", "is", "t", "f"):
            self.last_row = max(self.last_row, self._row)
            self.last_column = max(self.last_column, self._column)
        if local == "f":
            self.marks.add(self._row, self._column, CellMark.FORMULA)
            if attributes.get("t") in ("array", "dataTable"):
                area = _AREA.fullmatch(attributes.get("ref", ""))
                if area:
                    self.marks.add_area(area.groups())

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] == "c":
            self._in_cell = False
