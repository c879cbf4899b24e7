"""The database's own last word on makers' money: each check and unique key refuses what only it forbids."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import CheckConstraint, Table, UniqueConstraint, func, insert, select
from sqlalchemy.exc import IntegrityError

from app.audit.rules import SYSTEM
from app.booths.models import FormerMode
from app.extensions import db
from app.sales.models import SaleLine
from app.settings.services import set_setting
from app.settlement.models import (
    BoothMoney,
    ConsignmentTerms,
    Payout,
    PayoutAnswer,
    PayoutRequest,
    Remittance,
    Statement,
    StatementLine,
    StatementLoss,
)
from app.settlement.services.payouts import answer_payout, prepare_payout, reverse_payout
from app.settlement.services.remittances import reverse_remittance
from app.shared import clock
from app.shared.columns import table
from app.shared.transaction import begin_writing, commit, rollback
from app.stock.models import StockMove
from tests.office import TREASURER
from tests.settlement import corner

pytestmark = pytest.mark.both_engines
LATER = date(2030, 1, 1)
NEW_UUID = "5f0c7f2e-9d3a-4f6b-8a51-00000000000f"
REVERSIBLE: dict[str, dict[str, Any]] = {
    "sign": {"amount": -5},
    "cap": {"amount": 1_000_000_000_000},
    "way": {"way": "barter"},
    "uuid": {"uuid": "same"},
    "reversal_of": {"reversal_of": "taken", "amount": -5},
}
CASES: dict[Any, tuple[dict[str, Any], dict[str, dict[str, Any]]]] = {
    ConsignmentTerms: (
        {"effective_from": LATER},
        {
            "maker_id booth_id effective_from": {"effective_from": "same"},
            "share_percent": {"share_percent": 51},
            "loss_bearer": {"loss_bearer": "kota"},
            "expiry_bearer": {"expiry_bearer": "kota"},
            "due_days": {"due_days": 16},
        },
    ),
    BoothMoney: (
        {"effective_from": LATER},
        {"booth_id effective_from": {"effective_from": "same"}, "qris_holder": {"qris_holder": "bank"}},
    ),
    FormerMode: ({"until": LATER}, {"booth_id until": {"until": "same"}, "mode": {"mode": "pinjam"}}),
    Statement: (
        {"number": "NP-X", "year": 2030, "previous_id": None, "carried": 0, "payable": "sum"},
        {
            "number": {"number": "same"},
            "booth_id year sequence": {"year": "same"},
            "sequence": {"sequence": 0},
            "payable": {"payable": 7},
            "carried": {"carried": 5, "payable": "sum+5", "previous_id": "free"},
            "carried_from": {"carried": -5, "payable": "sum-5"},
            "previous_before": {"previous_id": "itself"},
            "previous_id": {"previous_id": "taken"},
            "money_with": {"money_with": "bank"},
            "not_empty": {"line_count": 0, "loss_count": 0},
        },
    ),
    StatementLine: (
        {"sale_line_id": "free"},
        {
            "sale_line_id": {"sale_line_id": "same"},
            "percent": {"percent": 51},
            "share": {"share": 999_999},
            "money_with": {"money_with": "bank"},
        },
    ),
    StatementLoss: (
        {"move_id": "free"},
        {
            "move_id": {"move_id": "same"},
            "pieces": {"pieces": 0, "amount": 0, "share": 0},
            "amount": {"amount": 1, "share": 0},
            "share": {"share": -1},
        },
    ),
    Payout: (
        {"uuid": NEW_UUID},
        REVERSIBLE | {"two_people": {"paid_by": 4, "approved_by": 4}},
    ),
    Remittance: ({"uuid": NEW_UUID}, REVERSIBLE),
    PayoutRequest: (
        {"uuid": NEW_UUID},
        {
            "uuid": {"uuid": "same"},
            "amount": {"amount": 0},
            "way": {"way": "barter"},
            "decision": {"decision": "maybe", "decided_at": "now"},
            "decided": {"decision": "approved"},
            "two_people": {"decision": "approved", "decided_at": "now", "prepared_by": 4, "decided_by": 4},
        },
    ),
    PayoutAnswer: ({}, {"answer": {"answer": "later"}}),
}  # fmt: skip


@pytest.fixture
def books(app: Flask) -> None:
    """A row in each of the tables, and a sale line and a loss that nobody settled."""
    day, booth, product = clock.today(), corner.make_booth(), corner.make_product()
    corner.hold_qris(booth.id, "maker", day)
    corner.agree(product, booth.id, day, 15)
    corner.move(booth.id, product, "delivery", 20)
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
    reverse_payout(paid.id, "salah orang", actor=TREASURER)
    commit()
    corner.change_mode(booth, "record", day)
    corner.sell(booth.id, product, 1)
    (owing,) = corner.settle()
    wrong = corner.receive(owing.number, 500)
    begin_writing()
    reverse_remittance(wrong.id, "salah UMKM", actor=TREASURER)
    commit()
    corner.sell(booth.id, product, 1)
    corner.settle()
    corner.sell(booth.id, product, 1)
    corner.move(booth.id, product, "broken", 1)


def constraints(target: Table) -> set[str]:
    """The checks by their names, the unique keys by their columns; the primary key apart."""
    checks = {str(one.name).removeprefix(f"ck_{target.name}_") for one in target.constraints
              if isinstance(one, CheckConstraint)}  # fmt: skip
    keys = {" ".join(one.columns.keys()) for one in target.constraints if isinstance(one, UniqueConstraint)}
    return checks | keys


def values_of(target: Table, changes: dict[str, Any], like: dict[str, Any]) -> dict[str, Any]:
    """The first row of the table with these changes; their words stand for values that only the books know."""
    values = {name: value for name, value in like.items() if name != "id"} | changes
    spare = {"sale_line_id": SaleLine, "move_id": StockMove, "previous_id": Statement}
    for name, word in changes.items():
        last = db.session.scalar(select(func.max(table(spare[name]).c.id))) if name in spare else 0
        taken = select(target.c[name]).where(target.c[name].is_not(None)).limit(1)
        known = {"same": like[name], "free": last, "itself": (last or 0) + 1, "now": clock.now()}
        if isinstance(word, str) and word in known:
            values[name] = known[word]
        elif word == "taken":
            values[name] = db.session.scalar(taken)
    if str(changes.get("payable", "")).startswith("sum"):
        values["payable"] = values["held_gross"] - values["share"] + values["losses"] + values["carried"]
    return values


def is_refused(target: Table, values: dict[str, Any]) -> bool:
    begin_writing()
    try:
        db.session.execute(insert(target).values(values))
    except IntegrityError:
        return True
    finally:
        rollback()
    return False


def test_each_check_and_key_refuses_what_only_it_forbids(books: None) -> None:
    for model, (valid, cases) in CASES.items():
        target = table(model)
        assert constraints(target) == set(cases), target.name
        like = dict(db.session.execute(select(target).order_by(target.c.id).limit(1)).mappings().one())
        assert not is_refused(target, values_of(target, valid, like)), f"{target.name}: the sound row"
        for name, changes in cases.items():
            assert is_refused(target, values_of(target, valid | changes, like)), f"{target.name}: {name}"
