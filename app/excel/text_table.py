"""Reads .csv files with any usual delimiter and encoding, and with unclosed quotes."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from app.excel import limits
from app.excel.errors import UnusableFile
from app.excel.invisible_marks import SPELLED_MARKS

DELIMITERS = ",;\t|"
_SAMPLE_LINES = 50
_LONGEST_RECORD = 30  # physical lines of one record; a longer one comes from an unclosed quote


def read_text_table(path: Path) -> Iterator[tuple[int, list[object]]]:
    """Yield (physical line where the record starts, cells); a cell is text or None. UnusableFile if unreadable."""
    encoding = _find_encoding(path)
    delimiter = _find_delimiter(path, encoding)
    quoting = csv.QUOTE_MINIMAL if _quotes_are_sound(path, encoding, delimiter) else csv.QUOTE_NONE
    try:
        for number, record in _records(path, encoding, delimiter, quoting):
            if number > limits.MAX_ROWS:
                raise UnusableFile("too_large", limit=limits.MAX_ROWS, unit="rows")
            if len(record) > limits.MAX_COLUMNS:
                raise UnusableFile("too_large", limit=limits.MAX_COLUMNS, unit="columns")
            if quoting == csv.QUOTE_NONE:
                record = [_unquote(text) for text in record]
            yield number, [SPELLED_MARKS.get(text.strip(), text) or None for text in record]
    except csv.Error as error:
        raise UnusableFile("damaged", part="csv") from error


def _records(path: Path, encoding: str, delimiter: str, quoting: int) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding=encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter, quoting=quoting, strict=quoting != csv.QUOTE_NONE)
        start = 1
        for record in reader:
            yield start, record
            start = reader.line_num + 1


def _find_encoding(path: Path) -> str:
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    problem = _decoding_problem(path, encoding)
    if problem == "undecodable" and encoding == "utf-8-sig":
        encoding = "cp1252"  # the encoding of "CSV" in Indonesian Excel
        problem = _decoding_problem(path, encoding)
    if problem is not None:
        raise UnusableFile("bad_encoding")
    return encoding


def _decoding_problem(path: Path, encoding: str) -> str | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as stream:
        try:
            while chunk := stream.read(1 << 20):
                if "\0" in decoder.decode(chunk):
                    return "nul"
            decoder.decode(b"", True)
        except UnicodeError:
            return "undecodable"
    return None


def _find_delimiter(path: Path, encoding: str) -> str:
    """The delimiter that splits most lines into the same number of fields, two or more."""
    lines: list[str] = []
    with path.open(encoding=encoding, newline="") as stream:
        while len(lines) < _SAMPLE_LINES and (line := stream.readline(100_000)):
            if line.strip():
                lines.append(line)
    if not lines:
        raise UnusableFile("empty")

    def score(delimiter: str) -> tuple[int, int]:
        widths = Counter(_count_fields(line, delimiter) for line in lines)
        return max((lines_so * (width > 1), width) for width, lines_so in widths.items())

    return max(DELIMITERS, key=score)


def _count_fields(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:
        return 0


def _quotes_are_sound(path: Path, encoding: str, delimiter: str) -> bool:
    """Whether quotes are reliable: each closes before a delimiter within a few lines, and records over several lines
    have as many fields as the others. Otherwise an unclosed quote would silently swallow rows."""
    widths: Counter[int] = Counter()
    spanning: set[int] = set()
    try:
        for _start, record in _records(path, encoding, delimiter, csv.QUOTE_MINIMAL):
            widths[len(record)] += 1
            newlines = sum(text.count("\n") or text.count("\r") for text in record)
            if newlines >= _LONGEST_RECORD:
                return False
            if newlines:
                spanning.add(len(record))
    except csv.Error:
        return False
    usual = widths.most_common(1)[0][0] if widths else 0
    return spanning <= {usual}


def _unquote(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"')
    return text
