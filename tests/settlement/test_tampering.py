"""Each row of makers' goods and money, changed or deleted behind the application's back, is found by `audit verify`."""

from __future__ import annotations

import random
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, Table, select
from sqlalchemy.exc import DBAPIError

from app.audit.rules import SYSTEM
from app.audit.verify import catch_up, verify_chain
from app.booths.models import FormerMode
from app.extensions import db
from app.settings.services import set_setting
from app.settlement.models import (
    BoothMoney,
    ConsignmentTerms,
    Payout,
    PayoutAnswer,
    PayoutRequest,
    Remittance,
    Statement,
    StatementFile,
    StatementLine,
    StatementLoss,
)
from app.settlement.services.files import store_statement_files
from app.settlement.services.payouts import answer_payout, prepare_payout
from app.shared import clock
from app.shared.columns import Instant, table
from app.shared.transaction import begin_writing, commit, rollback
from app.stock.models import CountLine, CountRelease, StockCount, StockMove, SupplyLine, SupplyNote
from app.stock.services import CountEntry, enter_count, finish_count, open_count, release_till
from app.tills.services.tills import enrol_till
from tests.audit.test_tampering import behind_its_back, other_value
from tests.office import TREASURER
from tests.settlement import corner

TABLES = [
    table(model)
    for model in (
        SupplyNote, SupplyLine, StockMove, ConsignmentTerms, Statement, StatementLine, StatementLoss, StatementFile,
        Payout, PayoutRequest, PayoutAnswer, Remittance, BoothMoney, FormerMode, StockCount, CountLine, CountRelease,
    )
]  # fmt: skip


@pytest.fixture
def books(app: Flask) -> None:
    """A row in each of the tables."""
    day, booth = clock.today(), corner.make_booth()
    product = corner.make_product()
    corner.hold_qris(booth.id, "maker", day)
    corner.agree(product, booth.id, day, 15)
    corner.move(booth.id, product, "delivery", 18, stated=20)
    corner.move(booth.id, product, "broken", 1)
    corner.sell(booth.id, product, 2)
    (first,) = corner.settle()
    paid = corner.pay(first.number, 10_000)
    begin_writing()
    set_setting("payout_limit", 1_000, actor=SYSTEM)
    prepare_payout(
        first.number, amount=5_000, way="cash", reference="K-2", actor=TREASURER, uuid=str(uuid4())
    )
    answer_payout(paid.id, "missing", actor=SYSTEM)
    store_statement_files([first.id], lambda row: (f"{row.number}.xlsx", b"isi"))
    commit()
    corner.change_mode(booth, "record", day)
    corner.sell(booth.id, product, 1)
    (owing,) = corner.settle()
    corner.receive(owing.number, 500)
    count_shelf(booth.id, product.id)
    catch_up()


def count_shelf(booth_id: int, product_id: int) -> None:
    """A count that went on without a till."""
    begin_writing()
    till, _token = enrol_till(booth_id, "Tablet 1", actor=SYSTEM)
    till.last_seen_at = clock.now()
    count = open_count(booth_id, actor=SYSTEM)
    enter_count(count.id, [CountEntry(product_id, 1, "tidak ditemukan")], actor=SYSTEM)
    finish_count(count.id, actor=SYSTEM)
    release_till(count.id, till.id, "perangkat hilang", actor=SYSTEM)
    commit()


def is_found(target: Table, column: Any = None) -> bool:
    """Whether a changed column of the first row (none: the row deleted) is found, or refused by the database."""
    here = target.c.id == db.session.scalar(select(target.c.id).order_by(target.c.id).limit(1))
    with behind_its_back() as (connection, session):
        if column is None:
            act: Any = target.delete().where(here)
        else:
            value = connection.execute(select(column).where(here)).scalar_one()
            other = other_value(column, value, random.Random(7))
            if other == value:
                other = f"~{value}" if isinstance(value, str) else date(2026, 1, 2)
                other = clock.now() if isinstance(column.type, Instant) else other
            act = target.update().where(here).values({column.name: other})
        try:
            connection.execute(act)
        except DBAPIError:
            return True
        return bool(verify_chain(session).findings)


def test_a_line_put_into_a_final_count_is_found(books: None) -> None:
    before = db.session.query(CountLine).one()
    other = corner.make_product(name="Kopi")
    values = {
        "count_id": before.count_id,
        "product_id": other.id,
        "counted": 9,
        "counted_at": before.counted_at,
    }
    with behind_its_back() as (connection, session):
        connection.execute(table(CountLine).insert().values(values | {"reason": ""}))
        assert [one for one in verify_chain(session).findings if "count_line" in one]


def test_a_changed_or_deleted_row_is_found_whatever_its_column(books: None) -> None:
    assert verify_chain(db.session()).findings == []
    missed = []
    for target in TABLES:
        columns = [one for one in target.c if not one.primary_key and not isinstance(one.type, LargeBinary)]
        for column in (None, *columns):
            if not is_found(target, column):
                missed.append(f"{target.name}.{column.name if column is not None else '(gone)'}")
    rollback()
    assert not missed, " ".join(missed)
