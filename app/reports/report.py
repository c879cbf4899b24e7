"""A report: sheets read in one snapshot, from which workbook, preview and paper are made."""

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
    """A report ready to be written, displayed or printed. `name`: the file's name, never taken from a request.

    `draw` writes its file if that is a PDF instead of a workbook; pages then display the sheets. `details`: ids and
    counts for the audit event. `is_provisional`: some figures may still change.
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
    """The letterhead, signers and maker of a report that belongs to no single month, by the present settings."""

    city: str
    letterhead: list[str]
    signers: dict[str, Any]
    is_demo: bool
    made_by: str
    made_at: datetime

    def titles(self, *lines: str) -> list[str]:
        """The centred lines; in a demo city with a line that says so."""
        return [*lines, DEMO_LINE] if self.is_demo else list(lines)

    def signatures(self) -> tuple[Signature, Signature]:
        """Both signature blocks, dated on the day of making."""
        return signature_pair(self.signers, self.city, clock.local_date(self.made_at))

    def footer(self, what: str, ledger_seq: int) -> str:
        """The foot line of each printed page."""
        demo = "DEMO · " if self.is_demo else ""
        return f"{demo}{self.city} · {what} · buku besar nomor {ledger_seq}"


def read_paper(made_by: str) -> Letterhead:
    """Read letterhead and signers from the present settings."""
    signers = {
        side: {name: getattr(one, name) for name in ("role", "position", "name", "rank", "nip")}
        for side, one in settings.get_signers().items()
    }
    return Letterhead(
        settings.get_city_name(), settings.get_letterhead(), signers, settings.is_demo(), made_by, clock.now()
    )


def write_report(target: str | Path | BinaryIO, report: Report, watch: Watch | None = None) -> None:
    """Write the workbook or draw the paper; `watch` gets the number of finished rows, and may raise to stop."""
    logo = settings.find_logo()
    if report.draw is not None:
        report.draw(target, logo)
        return
    sheets = _watch_rows(report.sheets, watch) if watch else report.sheets
    properties = Properties(
        title=report.title,
        creator=report.made_by,
        created_at=report.made_at,
        footer_left=report.footer,
        logo=logo,
    )
    write_workbook(target, sheets, properties=properties)


def count_rows(sheet: Sheet | FactSheet) -> int:
    """The number of rows of a sheet's table."""
    if isinstance(sheet, FactSheet) or not isinstance(sheet.rows, Sequence | StreamedRows):
        return 0
    return len(sheet.rows)


def count_all_rows(report: Report) -> int:
    """The number of rows of the whole report, for a progress bar."""
    return sum(count_rows(sheet) for sheet in report.sheets)


SEPARATORS = (
    "Titik dan koma",
    "mengikuti pengaturan komputer pembaca: Rp250.000 tampil Rp250,000 pada Windows Inggris",
)
"""Why an amount looks otherwise on another computer; in each *Keterangan* once."""


def made_facts(report_name: str, paper: Letterhead, ledger_seq: int) -> list[tuple[str, object]]:
    """The first facts of each *Keterangan*: the report, its maker, its time, and the state of the ledger."""
    return [
        ("Laporan", None),
        ("Isi", report_name),
        ("Dibuat oleh", paper.made_by),
        ("Dibuat pada", paper.made_at),
        ("Nomor urut buku besar", str(ledger_seq)),
        SEPARATORS,
    ]


def format_day(day: date) -> str:
    """Format a day with its weekday: `Sabtu, 7 November 2026`."""
    return f"{_DAYS[day.weekday()]}, {long_date(day)}"


_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_EVERY = 500


def _watch_rows(sheets: Sheets, watch: Watch) -> Sheets:
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
