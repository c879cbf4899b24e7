"""A report is a few sheets read in one snapshot. The same sheets become the workbook, the preview and the paper."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from app.excel.column_widths import FactSheet, Properties, Sheet, Signature, StreamedRows
from app.excel.writer import write_workbook
from app.reports.heading import DEMO_LINE, long_date, signature_pair
from app.settings import queries as settings
from app.shared import clock

Sheets = Sequence[Sheet | FactSheet]
Watch = Callable[[int], None]
Draw = Callable[[str | Path | BinaryIO, bytes | None], object]
"""Draws to a path or a stream; the second is the city's logo (PNG), where it has one."""


@dataclass(frozen=True, slots=True)
class Report:
    """Ready to be written, shown or printed. `name` is the file's, made here and never taken from a request.

    `draw` writes its file where that is no workbook but a paper; the sheets are then what pages show of it.
    `details` go into the trail: ids and counts only. `is_provisional`: some figure may still change.
    """

    name: str
    title: str
    sheets: Sheets
    made_by: str
    footer: str
    made_at: datetime
    is_provisional: bool
    details: dict[str, Any] = field(default_factory=dict)
    draw: Draw | None = None


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands around the rows of a report that belongs to no single month, as settings say it now."""

    city: str
    letterhead: list[str]
    signers: dict[str, Any]
    is_demo: bool
    made_by: str
    made_at: datetime

    def titles(self, *lines: str) -> list[str]:
        """The centred lines; a demo city says so on each sheet."""
        return [*lines, DEMO_LINE] if self.is_demo else list(lines)

    def signatures(self) -> tuple[Signature, Signature]:
        """Both blocks, dated on the day it was made."""
        return signature_pair(self.signers, self.city, clock.local_date(self.made_at))

    def footer(self, what: str, ledger_seq: int) -> str:
        """What each printed page says at its foot."""
        demo = "DEMO · " if self.is_demo else ""
        return f"{demo}{self.city} · {what} · buku besar nomor {ledger_seq}"


def read_paper(made_by: str) -> Letterhead:
    """Letterhead and signers as they are set today."""
    signers = {
        side: {name: getattr(one, name) for name in ("role", "position", "name", "rank", "nip")}
        for side, one in settings.get_signers().items()
    }
    return Letterhead(
        settings.get_city_name(), settings.get_letterhead(), signers, settings.is_demo(), made_by, clock.now()
    )


def write_report(target: str | Path | BinaryIO, report: Report, watch: Watch | None = None) -> None:
    """Write the workbook or draw the paper; `watch` hears how many rows are done, and may raise to stop."""
    logo = settings.find_logo()
    if report.draw is not None:
        report.draw(target, logo)
        return
    sheets = _watched(report.sheets, watch) if watch else report.sheets
    properties = Properties(
        title=report.title,
        creator=report.made_by,
        created_at=report.made_at,
        footer_left=report.footer,
        logo=logo,
    )
    write_workbook(target, sheets, properties=properties)


def count_rows(sheet: Sheet | FactSheet) -> int:
    """How many rows a sheet's table has."""
    if isinstance(sheet, FactSheet) or not isinstance(sheet.rows, Sequence | StreamedRows):
        return 0
    return len(sheet.rows)


def count_all_rows(report: Report) -> int:
    """How many rows the whole report has: what a progress bar ends with."""
    return sum(count_rows(sheet) for sheet in report.sheets)


SEPARATORS = (
    "Titik dan koma",
    "mengikuti pengaturan komputer pembaca: Rp250.000 tampil Rp250,000 pada Windows Inggris",
)
"""Why an amount looks otherwise on another computer; in each *Keterangan* once."""


def made_facts(report_name: str, paper: Letterhead, ledger_seq: int) -> list[tuple[str, object]]:
    """The first lines of each *Keterangan*: what it is, who made it when, and from which state of the ledger."""
    return [
        ("Laporan", None),
        ("Isi", report_name),
        ("Dibuat oleh", paper.made_by),
        ("Dibuat pada", paper.made_at),
        ("Nomor urut buku besar", str(ledger_seq)),
        SEPARATORS,
    ]


def format_day(day: date) -> str:
    """`Sabtu, 7 November 2026`."""
    return f"{_DAYS[day.weekday()]}, {long_date(day)}"


_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_EVERY = 500


def _watched(sheets: Sheets, watch: Watch) -> Sheets:
    done = 0

    def counted(rows: Any) -> Iterator[Sequence[object]]:
        nonlocal done
        for row in rows:
            yield row
            done += 1
            if done % _EVERY == 0:
                watch(done)

    return [
        sheet if isinstance(sheet, FactSheet) else replace(sheet, rows=counted(sheet.rows))
        for sheet in sheets
    ]
