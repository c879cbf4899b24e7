"""Two people with one receipt or one sheet, and the tablet that comes back at that moment: one sale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.rules import SYSTEM
from app.audit.verify import catch_up
from app.extensions import db
from app.sales.corrections.reentry import read_receipt, record_from_receipt
from app.sales.errors import SheetLinesDiffer
from app.sales.ledger.check import check_ledger
from app.sales.models import Sale, SaleConflict
from app.sales.paper.sheets import TypedLine, enter_lines, read_lines
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from app.tills.queries.sheets import get_sheet
from app.tills.services.sheets import print_sheets
from tests.ledger import City, TillClient, a_sale
from tests.receipts import code_of

pytestmark = pytest.mark.real_clock


def test_a_receipt_entered_twice_beside_its_own_tablet_is_one_sale(
    app: Flask, city: City, at_once: Callable[..., list[Any]]
) -> None:
    sale = a_sale(city, buyer={"public": True})
    code = code_of(city, sale)

    def enter() -> str:
        answer = record_from_receipt(read_receipt(code), actor=SYSTEM)
        commit()
        return answer.result

    def sync() -> str:
        return str(TillClient(app, city.token).send(sale)[0]["result"])

    answers = at_once(enter, sync, enter, sync)
    assert Counter(answers) == {"recorded": 1, "replayed": 3}
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Sale)) == 1
    assert db.session.scalar(select(func.count()).select_from(SaleConflict)) == 0
    db.session.rollback()
    catch_up()
    assert check_ledger().findings == []


def test_two_people_with_one_paper_sheet_store_one_line_and_one_is_told(
    city: City, at_once: Callable[..., list[Any]]
) -> None:
    begin_writing()
    sheet_id = print_sheets(city.booth_id, clock.today(), 1, actor=SYSTEM)[0].id
    commit()

    def enter(quantity: str) -> Callable[[], int]:
        def run() -> int:
            sheet = get_sheet(sheet_id)
            line = TypedLine(1, "08.05", "umum", "Bagea", "Dapur Kenari", quantity, "15000")
            rows, faults = read_lines(sheet, [line], clock.today())
            if faults:
                raise SheetLinesDiffer(lines="1")
            done = enter_lines(sheet, rows, is_done=False, actor=SYSTEM)
            commit()
            return done.created

        return run

    answers = at_once(enter("1"), enter("2"))
    assert sorted(type(answer).__name__ for answer in answers) == ["SheetLinesDiffer", "int"], answers
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Sale)) == 1


def test_sheets_printed_at_once_never_share_a_number(city: City, at_once: Callable[..., list[Any]]) -> None:
    def run() -> list[str]:
        begin_writing()
        numbers = [one.number for one in print_sheets(city.booth_id, clock.today(), 3, actor=SYSTEM)]
        commit()
        return numbers

    answers = at_once(run, run, run)
    assert sorted(number for numbers in answers for number in numbers) == [f"P-{n:04}" for n in range(1, 10)]
