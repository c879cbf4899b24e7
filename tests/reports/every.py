"""A city with one of everything a report can meet, and every report there is of it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.audit.rules import SYSTEM
from app.excel.column_widths import FactSheet, Sheet
from app.excel.sheet_xml import SIGN_LINE
from app.extensions import db
from app.months.services import accept_late
from app.reports.catalogue import open_report
from app.reports.registry import ReportRequest
from app.reports.report import Report, write_report
from app.sales.corrections.voids import FINANCE, void_sale
from app.sales.services import resolve_buyer
from app.shared.period import Period
from app.shared.transaction import commit
from tests.excel.written import read_back
from tests.office import TREASURER, October, close, lines_of, make_october, sell
from tests.standing import OCTOBER, bagea, make_sale

SEPTEMBER = Period(2026, 9)
DAY = date(2026, 10, 28)


@dataclass
class Everything:
    """October is open; September is closed, with a supplement."""

    october: October
    orders: dict[str, ReportRequest]


def make_everything() -> Everything:
    """Sales, a reversal, a resolution, a supplement, something that waits; committed."""
    october = make_october()
    lines_of(make_sale(None, 2_000, "2026-09-07"))
    sell(october, october.ani, 12_000, "2026-09-08")
    close(SEPTEMBER)
    sell(october, october.budi, 9_000, "2026-09-09")
    accept_late(SEPTEMBER, None, actor=TREASURER)
    sell(october, october.ani, 5_000, "2026-09-10")
    for amount in (4_000, 7_000):
        sell(october, october.budi, amount, DAY.isoformat())
    wrong = sell(october, october.ani, 6_000, DAY.isoformat())
    void_sale(db.session.execute(db.text("SELECT id FROM sale WHERE uuid = :uuid"), {"uuid": wrong.uuid}).scalar_one(),
              "salah orang", by=FINANCE, actor=TREASURER)  # fmt: skip
    resolve_buyer(october.unknown, october.budi, "ditelepon", actor=SYSTEM)
    commit()
    return Everything(october, orders_of(october))


def orders_of(october: October) -> dict[str, ReportRequest]:
    """Each kind of report, by a name a test can show."""
    return {
        "compliance": ReportRequest("compliance", period=OCTOBER, content="lengkap"),
        "compliance without names": ReportRequest("compliance", period=OCTOBER, content="tanpa-nama"),
        "compliance with supplement": ReportRequest(
            "compliance", period=SEPTEMBER, content="dengan-suplemen"
        ),
        "supplement": ReportRequest("compliance", period=SEPTEMBER, content="suplemen"),
        "event day": ReportRequest("event-day", day=DAY),
        "year": ReportRequest("year", year=2026),
        "year of an OPD": ReportRequest("year", year=2026, opd_id=october.opd),
        "ledger": ReportRequest("ledger", period=OCTOBER),
        "ledger of a closed month": ReportRequest("ledger", period=SEPTEMBER),
        "settlement": ReportRequest("settlement", period=Period(2026, 11)),
        "opd": ReportRequest("opd", period=OCTOBER, roots=(october.opd,)),
        "statement of a month": ReportRequest("statement", period=OCTOBER, employee_id=october.budi),
        "statement of a year": ReportRequest("statement", year=2026, employee_id=october.budi),
        "goods card": ReportRequest(
            "goods-card", year=2026, booth_id=october.booth, product_id=bagea()["product_id"]
        ),
    }


OF_THEIR_OWN = {
    "readiness": "tests/visits",
    "attendance": "tests/reports/test_training.py",
    "training": "tests/reports/test_training.py",
}
"""Kinds that need other people and goods than this city has, and where they are tried."""


def opened(order: ReportRequest) -> Report:
    """The report, read now."""
    return open_report(order, "Bendahara")


def written(report: Report) -> bytes:
    """Its workbook."""
    stream = io.BytesIO()
    write_report(stream, report)
    return stream.getvalue()


def tables(report: Report) -> list[Sheet]:
    """Its sheets with a table."""
    return [sheet for sheet in report.sheets if not isinstance(sheet, FactSheet)]


def table_of(content: bytes, sheet: Sheet) -> tuple[list[list[Any]], list[Any] | None]:
    """(rows, row of sums) of a sheet's table as the file has them, cut to its columns."""
    cells = [list(row[: len(sheet.columns)]) for row in read_back(content, sheet.name)]
    titles = [column.title for column in sheet.columns]
    top = next(place for place, row in enumerate(cells) if row == titles)
    count = len(sheet.rows)  # type: ignore[arg-type]
    height = count + sum(2 if group.total else 1 for group in sheet.groups)
    rows = [
        row
        for row in cells[top + 1 : top + 1 + height]
        if not sheet.groups or isinstance(row[0], float | int)
    ]
    if sheet.total is None:
        return rows, None
    return rows, cells[top + 1 + max(height, 1)]


def is_within_signing_rows(content: bytes, sheet: Sheet) -> bool:
    """Whether every row of the table in the first worksheet is at least `SIGN_LINE` points high."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    rows = re.findall(r'<row r="\d+"(?: ht="([\d.]+)" customHeight="1")?><c [^>]*><v>\d+</v>', xml)
    return len(rows) == len(list(sheet.rows)) and all(float(one or 0) >= SIGN_LINE for one in rows)
