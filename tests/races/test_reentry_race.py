"""Two people with one receipt, and the tablet that comes back at that moment: one sale."""

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
from app.sales.check import check_ledger
from app.sales.models import Sale, SaleConflict
from app.sales.reentry import read_receipt, record_from_receipt
from app.shared.transaction import commit
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
