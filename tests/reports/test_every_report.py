"""What holds for each report there is: read back it is its query, its sums are its rows, its text never calculates."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest

from app.accounts.models import User
from app.audit.rules import SYSTEM
from app.booths.models import Booth
from app.compliance.models import Exemption
from app.directory.models import Employee, Posting, Unit
from app.excel.cells import clean_text
from app.excel.column_widths import Column, Sheet
from app.extensions import db
from app.messages.ledger import FLAG_WORDS as PAGE_WORDS
from app.reports.labels import FLAG_WORDS
from app.reports.registry import list_kinds
from app.settings.services import mark_as_demo, set_setting
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from app.web.reports.sheet_labels import LABELS
from tests.audit.test_chain import forge
from tests.excel.written import read_back
from tests.reports.every import OF_THEIR_OWN, Everything, make_everything, opened, table_of, tables, written
from tests.reports.test_compliance import FORMULAS

NUMBERS = ("rupiah", "integer")


@pytest.fixture
def everything(session: Any) -> Everything:
    return make_everything()


def as_read(value: object, column: Column) -> object:
    """A value as a spreadsheet gives it back."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, datetime):
        return clock.local(value).replace(tzinfo=None)
    return value


def is_same(cell: object, value: object) -> bool:
    if isinstance(value, datetime) and isinstance(cell, datetime):
        return abs((cell - value).total_seconds()) < 1
    if isinstance(value, datetime) and isinstance(cell, date):
        return cell == value.date()
    if isinstance(value, float):
        return isinstance(cell, int | float) and abs(cell - value) < 1e-9
    return cell == value


def places(columns: Any) -> list[int]:
    return [place for place, column in enumerate(columns) if column.kind != "number_no"]


def test_every_report_is_tried_here_and_its_tabs_and_columns_have_labels(everything: Everything) -> None:
    tried = {order.kind for order in everything.orders.values()}
    untried = {kind.slug for kind in list_kinds()} - tried - set(OF_THEIR_OWN)
    assert not untried, f"add a request of each to orders_of in tests/reports/every.py: {untried}"
    shown = [sheet for order in everything.orders.values() for sheet in opened(order).sheets]
    titles = {one.title for sheet in shown if isinstance(sheet, Sheet) for one in sheet.columns}
    unlabelled = {*titles, *(sheet.name for sheet in shown)} - LABELS
    assert not unlabelled, f"add N_(…) of each to app/web/reports/sheet_labels.py: {unlabelled}"


def test_each_cell_read_back_is_the_value_of_the_query(everything: Everything) -> None:
    for name, order in everything.orders.items():
        report = opened(order)
        content = written(report)
        for sheet in tables(report):
            rows, total = table_of(content, sheet)
            expected = [list(row) for row in sheet.rows]
            assert len(rows) == len(expected), (name, sheet.name)
            if sheet.total is not None and total is not None:
                summed = dict(zip(places(sheet.columns), sheet.total(), strict=True))
                assert {place: total[place] for place, value in summed.items() if value is not None} == {
                    place: value for place, value in summed.items() if value is not None
                }
            for number, (cells, values) in enumerate(zip(rows, expected, strict=True), 1):
                for place, value in zip(places(sheet.columns), values, strict=True):
                    column = sheet.columns[place]
                    where = (name, sheet.name, number, column.title)
                    assert is_same(cells[place], as_read(value, column)), where


def test_each_sum_is_the_sum_of_its_rows(everything: Everything) -> None:
    for name, order in everything.orders.items():
        report = opened(order)
        content, checked = written(report), 0
        for sheet in tables(report):
            rows, total = table_of(content, sheet)
            for place, column in enumerate(sheet.columns):
                if total is None or column.kind not in NUMBERS or not isinstance(total[place], int | float):
                    continue
                figures = [
                    row[place] or 0 for row in rows if not isinstance(row[place], str) or not row[place]
                ]
                assert total[place] == sum(figures), (name, sheet.name, column.title)
                checked += 1
        assert checked, name


def spoil(text: str) -> None:
    """Put the text wherever somebody's typing reaches a report."""
    begin_writing()
    for model, names in (
        (Employee, ("name", "front_title", "back_title")),
        (Posting, ("position", "grade")),
        (Unit, ("name",)),
        (Booth, ("name",)),
        (User, ("display_name",)),
        (Exemption, ("letter_number",)),
    ):
        for number, row in enumerate(db.session.query(model)):
            for name in names:
                unique = f"{text} {number}" if (model, name) == (Booth, "name") else text
                setattr(row, name, unique[:8] if name == "grade" else unique)
    for side in ("left", "right"):
        signer = {"role": text, "position": text, "name": text, "rank": text, "nip": ""}
        set_setting(f"signer_{side}", signer, actor=SYSTEM)
    set_setting("letterhead", [text, text], actor=SYSTEM)
    commit()
    forge(
        "UPDATE sale SET reason = :text, cashier_name = :text, buyer_name = :text, buyer_number = :text",
        text=text,
    )
    forge("UPDATE sale_line SET maker_name = :text, product_name = :text", text=text)
    forge("UPDATE sale_resolution SET reason = :text", text=text)
    forge(
        "UPDATE snapshot_row SET name = :text, position = :text, unit = :text, opd = :text, note = :text",
        text=text,
    )
    forge("UPDATE minimum_tier SET name = :text", text=text)
    db.session.remove()


SUM = re.compile(r"<f>SUBTOTAL\(109,[A-Z]+\d+:[A-Z]+\d+\)</f>")
"""The one formula there is."""


def test_no_text_becomes_a_formula_in_any_report(everything: Everything, is_long: bool) -> None:
    """Each report with two of the texts in turn, each text in many reports; `make faults` has all in all."""
    for number, text in enumerate(FORMULAS):
        spoil(text)
        for place, (name, order) in enumerate(everything.orders.items()):
            if not is_long and (place + number) % len(FORMULAS) > 1:
                continue
            report = opened(order)
            content = written(report)
            for sheet in sheets_of(content):
                formulas = re.findall("<f.*?</f>", sheet)
                assert all(SUM.fullmatch(one) for one in formulas), (name, text)
            said = {
                str(cell).strip()
                for sheet in tables(report)
                for row in read_back(content, sheet.name)
                for cell in row
            }
            assert clean_text(text).strip() in said, (name, text)


def sheets_of(content: bytes) -> list[str]:
    """The XML of each sheet."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return [
            archive.read(one).decode() for one in archive.namelist() if one.startswith("xl/worksheets/sheet")
        ]


def test_each_sheet_is_set_up_for_paper(everything: Everything) -> None:
    for name, order in everything.orders.items():
        report = opened(order)
        content = written(report)
        for sheet, xml in zip(report.sheets, sheets_of(content), strict=True):
            assert re.search('paperSize="(9|14)"', xml)  # A4 or F4
            assert "&amp;P dari &amp;N" in xml
            assert sheet.letterhead[0] in xml.partition("</row>")[0], (name, sheet.name)
        with zipfile.ZipFile(BytesIO(content)) as archive:
            book = archive.read("xl/workbook.xml").decode()
        assert book.count("_xlnm.Print_Titles") == len(tables(report)), name


def test_a_nip_is_text_in_each_report_and_masked_where_it_leaves_finance(everything: Everything) -> None:
    nip = "196801012000031009"
    begin_writing()
    db.session.get_one(Employee, everything.october.budi).nip = nip
    commit()
    forge("UPDATE snapshot_row SET nip = :nip WHERE name LIKE 'Budi%'", nip=nip)
    db.session.remove()
    for name, order in everything.orders.items():
        xml = "".join(sheets_of(written(opened(order))))
        assert f"<v>{nip}</v>" not in xml, name
        is_shown = name not in ("compliance without names", "event day", "settlement", "opd", "goods card")
        assert (f"<t>{nip}</t>" in xml) is is_shown, name
        assert (nip in xml) is is_shown, name
        assert ("····1009" in xml) is (name == "opd"), name


def test_a_demo_city_says_so_on_each_sheet(everything: Everything) -> None:
    begin_writing()
    mark_as_demo(actor=SYSTEM)
    commit()
    for name, order in everything.orders.items():
        for sheet in opened(order).sheets:
            assert any("DEMO" in line for line in sheet.titles), (name, sheet.name)


@pytest.mark.parametrize(
    ("name", "is_open"),
    [("compliance", True), ("compliance with supplement", False), ("event day", True), ("year", True),
     ("ledger", True), ("ledger of a closed month", False), ("opd", True), ("statement of a month", True)],
)  # fmt: skip
def test_what_may_still_change_says_so(everything: Everything, name: str, is_open: bool) -> None:
    report = opened(everything.orders[name])
    assert report.is_provisional is is_open
    assert any("SEMENTARA" in line for line in report.sheets[0].titles) is is_open


def test_flags_are_called_alike_on_pages_and_in_workbooks(everything: Everything) -> None:
    assert {flag: str(words) for flag, words in PAGE_WORDS.items()} == FLAG_WORDS
