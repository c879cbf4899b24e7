"""Reads cells as text, whole numbers, rupiah, dates and times. Each raises RowRefused with the column. Pure."""

import re
from datetime import date, datetime, time, timedelta

from app.excel.invisible_marks import CellMark
from app.imports.faults import RowRefused
from app.shared.money import MAX_AMOUNT, NotRupiah, parse_rupiah
from app.shared.text import normalize

_MONTHS = ("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober",
           "november", "desember")  # fmt: skip
_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2}))?", re.ASCII)
_ZONE = re.compile(r" ?wi(?:ta?|b)$", re.IGNORECASE)
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2}|[a-z]+)[-/. ]([0-9]{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", re.ASCII)


def read_text(cell: object, column: str, longest: int) -> str:
    """A cell as clean text, empty for a blank; whole numbers as their digits. RowRefused for formulas and marks."""
    if cell is None:
        return ""
    if isinstance(cell, CellMark):
        raise RowRefused("formula", column)
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    if not isinstance(cell, str):
        raise RowRefused("not_text", column, cell)
    text = " ".join(normalize(cell).split())
    if not text.isprintable():
        raise RowRefused("characters", column)
    if len(text) > longest:
        raise RowRefused("too_long", column)
    return text


def read_needed(cell: object, column: str, longest: int) -> str:
    """A cell as clean text that must not be blank. RowRefused otherwise."""
    text = read_text(cell, column, longest)
    if not text:
        raise RowRefused("missing", column)
    return text


def read_whole(cell: object, column: str, most: int) -> int:
    """A whole number from 1, as a number cell or as digits. RowRefused otherwise."""
    if isinstance(cell, CellMark):
        raise RowRefused("formula", column)
    if isinstance(cell, str) and re.fullmatch(r"\s*[0-9]{1,7}\s*", cell, re.ASCII):
        cell = int(cell)
    if cell is None:
        raise RowRefused("missing", column)
    if not isinstance(cell, int) or isinstance(cell, bool) or not 1 <= cell <= most:
        raise RowRefused("number", column, cell)
    return cell


def read_rupiah(cell: object, column: str) -> int:
    """Whole rupiah from 1, as a number cell or as typed money. RowRefused otherwise."""
    if isinstance(cell, str):
        try:
            cell = parse_rupiah(cell)
        except NotRupiah:
            raise RowRefused("number", column, cell) from None
    return read_whole(cell, column, MAX_AMOUNT)


def read_day(cell: object, column: str) -> date:
    """A date cell, `01-08-2026`, `1/8/2026`, `2026-08-01` or `1 Agustus 2026`, from 2000 on. RowRefused otherwise."""
    if isinstance(cell, datetime):
        made = cell.date()
    else:
        made = cell if isinstance(cell, date) else _typed_day(cell, column)
    if not 2000 <= made.year <= 2199:
        raise RowRefused("date", column, cell)
    return made


def _typed_day(cell: object, column: str) -> date:
    text = read_needed(cell, column, 40).lower()
    match = _YEAR_FIRST.fullmatch(text)
    parts = (match[1], match[2], match[3]) if match else _split_day_first(text, column)
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        raise RowRefused("date", column, cell) from None


def _split_day_first(text: str, column: str) -> tuple[str, str, str]:
    match = _DAY_FIRST.fullmatch(text)
    if not match:
        raise RowRefused("date", column, text)
    month = match[2]
    if not month.isdigit():
        names = [place for place, name in enumerate(_MONTHS, 1) if name == month or name[:3] == month]
        month = str(names[0]) if names else "0"
    return match[3], month, match[1]


def read_time(cell: object, column: str) -> time | None:
    """A time cell, `16:18`, `7.05 WIT`, or None for a blank. RowRefused otherwise."""
    if cell is None:
        return None
    if isinstance(cell, datetime):
        return cell.time().replace(microsecond=0)
    if isinstance(cell, time):
        return cell.replace(microsecond=0, tzinfo=None)
    if isinstance(cell, timedelta) and timedelta() <= cell < timedelta(days=1):
        return (datetime.min + cell).time().replace(microsecond=0)  # noqa: DTZ901  (only its wall clock is used)
    text = read_text(cell, column, 20)
    if not text:
        return None
    match = _CLOCK.fullmatch(_ZONE.sub("", text))
    try:
        return time(int(match[1]), int(match[2]), int(match[3] or 0)) if match else _no_time(cell, column)
    except ValueError:
        return _no_time(cell, column)


def _no_time(cell: object, column: str) -> time:
    raise RowRefused("time", column, cell)
