"""Moves the demo city's dates: its three months are always the current one and the two before (decisions, end).

Pure: dates in, dates out; the files are rewritten as CSV, which the importers read like any other.
"""

import csv
import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from app.shared.period import Period

LAST_BOOK = Period(2026, 10)
FIRST_DAY = date(2026, 1, 1)
_INDONESIAN_DATE = re.compile(r"([0-9]{2})-([0-9]{2})-([0-9]{4})", re.ASCII)
_TOML_DATE = re.compile(r'"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?"', re.ASCII)


def months_to_move(running: Period) -> int:
    """The number of months by which dates move, so that the last book is that of the current month."""
    return (running.year - LAST_BOOK.year) * 12 + running.month - LAST_BOOK.month


def move_date(day: date, months: int) -> date:
    """The same day of the month so many months later; the month's last day if it is shorter."""
    target = Period.of(day).shift(months)
    return date(target.year, target.month, min(day.day, target.last_day.day))


def move_written_date(text: str, months: int) -> str:
    """A date like `07-10-2026` moved, in the same format; any other text is unchanged."""
    match = _INDONESIAN_DATE.fullmatch(text)
    if not match:
        return text
    moved = move_date(date(int(match[3]), int(match[2]), int(match[1])), months)
    return f"{moved.day:02d}-{moved.month:02d}-{moved.year:04d}"


def move_decree(text: str, months: int) -> str:
    """A decree's TOML with its dates and months moved; numbers like `Contoh 7/2026` are unchanged."""

    def replace(found: re.Match[str]) -> str:
        if found[3] is None:
            return f'"{Period(int(found[1]), int(found[2])).shift(months)}"'
        return f'"{move_date(date(int(found[1]), int(found[2]), int(found[3])), months).isoformat()}"'

    return _TOML_DATE.sub(replace, text)


def move_sheet(
    rows: Iterable[list[str]], column: str, months: int, keep: Callable[[dict[str, str]], bool] | None = None
) -> list[list[str]]:
    """A sheet (header first) with one date column moved; rows that `keep` refuses, after moving, are left out."""
    lines = iter(rows)
    header = next(lines)
    place = header.index(column)
    moved = [header]
    for line in lines:
        line = [*line]
        line[place] = move_written_date(line[place], months)
        if keep is None or keep(dict(zip(header, line, strict=True))):
            moved.append(line)
    return moved


def write_csv(rows: Iterable[list[str]], path: Path) -> Path:
    """Write rows as the semicolon CSV that offices here exchange."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path
