"""Payments at the same moment and across a crash: paid once, paid in once, never past a limit in parts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.rules import SYSTEM
from app.audit.verify import catch_up
from app.closing.check import check_books
from app.extensions import db
from app.makers.models import Product
from app.settings.services import set_setting
from app.settlement.errors import RemittanceTooMuch, TermsSettled
from app.settlement.models import Payout, PayoutRequest, Remittance, StatementLine
from app.settlement.queries.due import list_due
from app.settlement.queries.statements import StatementRow, list_statements
from app.settlement.services.payouts import pay_or_prepare
from app.shared import clock
from app.shared.transaction import begin_writing, commit, rollback
from tests.ledger import City, new_id
from tests.office import TREASURER
from tests.settlement import corner

pytestmark = pytest.mark.real_clock
AtOnce = Callable[..., list[Any]]
KILLED = """
import os, signal, sys
from pathlib import Path
from app import create_app
from app.shared import transaction
from tests.conftest import settings_for
from tests.settlement import corner

url, folder, moment, number, payout_id = sys.argv[1:]
app = create_app(settings_for(url, Path(folder)))
with app.app_context():
    setattr(transaction._Hooks, moment, lambda _session: os.kill(os.getpid(), signal.SIGKILL))
    corner.pay(number, 20_000, payout_id)
"""
"""A server that is killed when its payout is written and not committed (`before`), or committed and not answered."""


@pytest.fixture
def product(city: City) -> Product:
    """The city's one product."""
    return db.session.get_one(Product, city.product_id)


@pytest.fixture
def booth(city: City) -> int:
    """The city's booth, which takes money itself."""
    corner.make_booth("Balai Kota")
    return city.booth_id


@pytest.fixture
def noting(product: Product) -> int:
    """A booth that only notes, where the booth has half of what makers sell."""
    booth_id: int = corner.make_booth("Pasar Mardika", "record").id
    corner.agree(product, booth_id, clock.today(), 50)
    return booth_id


def count(model: type) -> int:
    rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def rows() -> list[StatementRow]:
    """The statements as they are now, oldest first."""
    rollback()
    return list_statements()[::-1]


def ensure_sound() -> None:
    rollback()
    catch_up()
    assert check_books().findings == []


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_server_killed_between_payout_and_answer_pays_once(
    app: Flask, database_url: str, booth: int, product: Product, moment: str
) -> None:
    corner.sell(booth, product, 3)
    (statement,) = corner.settle()
    payout_id = new_id()
    words = [database_url, app.instance_path, moment, statement.number, payout_id]
    killed = subprocess.run([sys.executable, "-c", KILLED, *words], capture_output=True, text=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert count(Payout) == (1 if moment == "after" else 0)
    for _again in range(2):
        corner.pay(statement.number, 20_000, payout_id)
    assert (count(Payout), rows()[0].paid, rows()[0].unpaid) == (1, 20_000, 10_000)


def test_payouts_at_once_do_not_pass_the_limit_in_parts(
    booth: int, product: Product, at_once: AtOnce
) -> None:
    begin_writing()
    set_setting("payout_limit", 30_000, actor=SYSTEM)
    commit()
    corner.sell(booth, product, 9)
    (statement,) = corner.settle()
    number, same = statement.number, new_id()

    def pay(payout_id: str) -> Callable[[], bool]:
        def run() -> bool:
            begin_writing()
            is_paid = pay_or_prepare(
                number, amount=20_000, way="cash", reference="K-1", actor=TREASURER, uuid=payout_id
            )
            commit()
            return is_paid

        return run

    answers = at_once(*[pay(same)] * 4, *[pay(new_id()) for _ in range(3)])
    assert all(isinstance(one, bool) for one in answers), answers
    assert (count(Payout), count(PayoutRequest), rows()[0].paid) == (1, 3, 20_000)
    assert len(set(answers[:4])) == 1
    ensure_sound()


def test_what_a_maker_pays_in_at_once_is_recorded_once_and_never_more_than_is_owed(
    noting: int, product: Product, at_once: AtOnce
) -> None:
    corner.sell(noting, product, 10)
    (statement,) = corner.settle()
    number, same = statement.number, new_id()
    answers = at_once(*[lambda: corner.receive(number, 10_000, same).id] * 4)
    assert len(set(answers)) == 1 and isinstance(answers[0], int)
    answers = at_once(*[lambda: corner.receive(number, 20_000).amount] * 4)
    assert (answers.count(20_000), sum(isinstance(one, RemittanceTooMuch) for one in answers)) == (2, 2)
    assert (count(Remittance), rows()[0].received, rows()[0].owed) == (3, 50_000, 0)
    ensure_sound()


def test_what_is_paid_in_beside_the_next_statement_is_not_carried_as_well(
    noting: int, product: Product, at_once: AtOnce
) -> None:
    corner.sell(noting, product, 2)
    (first,) = corner.settle()
    corner.sell(noting, product, 2)
    answers = at_once(
        lambda: corner.receive(first.number, 10_000).amount, lambda: [one.number for one in corner.settle()]
    )
    assert isinstance(answers[1], list)
    before, after = rows()
    if isinstance(answers[0], RemittanceTooMuch):
        assert (before.received, after.carried, before.owed + after.owed) == (0, -10_000, 20_000)
    else:
        assert (before.received, after.carried, before.owed + after.owed) == (10_000, 0, 10_000)
    ensure_sound()


def test_terms_beside_statements_hold_for_them_or_are_refused(
    booth: int, product: Product, at_once: AtOnce
) -> None:
    corner.sell(booth, product, 2)
    answers = at_once(
        lambda: corner.agree(product, booth, clock.today(), 20),
        lambda: [one.number for one in corner.settle()],
    )
    assert isinstance(answers[1], list) and list_due() == []
    percent = db.session.scalars(select(StatementLine.percent)).one()
    if isinstance(answers[0], TermsSettled):
        assert percent == 0
    else:
        assert (answers[0], percent) == (None, 20)
    ensure_sound()
