"""Money approved, dismissed, reversed and answered beside another act on it: each once, and by what holds then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.extensions import db
from app.makers.models import Product
from app.settings.services import set_setting
from app.settlement.errors import PayoutAlreadyReversed, PayoutTooMuch, RemittanceAlreadyReversed
from app.settlement.models import PayoutAnswer, PayoutRequest
from app.settlement.services.payouts import (
    answer_payout,
    approve_payout,
    dismiss_payout,
    pay_statement,
    prepare_payout,
    reverse_payout,
)
from app.settlement.services.remittances import reverse_remittance
from app.settlement.services.statements import make_statements
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.transaction import begin_writing, commit
from tests.ledger import City, new_id
from tests.office import TREASURER
from tests.settlement import corner

pytestmark = [pytest.mark.real_clock, pytest.mark.postgresql]
Beside = Callable[[Callable[[], Any]], Callable[[], Any]]


@dataclass
class Paid:
    """A statement of Rp90.000 with Rp20.000 paid, and Rp40.000 prepared that wait for a second person."""

    number: str
    payout_id: int
    request_id: int

    def approve(self) -> Any:
        """By a page that read the request before."""
        shown = db.session.get_one(PayoutRequest, self.request_id)
        return approve_payout(shown.id, actor=corner.SECOND)

    def dismiss(self) -> Any:
        shown = db.session.get_one(PayoutRequest, self.request_id)
        return dismiss_payout(shown.id, "salah", actor=corner.SECOND)

    def reverse(self) -> Any:
        return reverse_payout(self.payout_id, "salah", actor=TREASURER)

    def answer(self) -> Any:
        return answer_payout(self.payout_id, "received", actor=SYSTEM)

    def pay(self) -> Any:
        return pay_statement(
            self.number, amount=40_000, way="cash", reference="K-2", actor=TREASURER, approver=corner.SECOND
        )


@pytest.fixture
def paid(city: City) -> Paid:
    """Committed."""
    corner.make_booth("Balai Kota")
    corner.sell(city.booth_id, db.session.get_one(Product, city.product_id), 9)
    (statement,) = corner.settle()
    payout = corner.pay(statement.number, 20_000)
    begin_writing()
    set_setting("payout_limit", 30_000, actor=SYSTEM)
    request = prepare_payout(
        statement.number, amount=40_000, way="cash", reference="K-1", actor=TREASURER, uuid=new_id()
    )
    commit()
    found = Paid(statement.number, payout.id, request.id)
    db.session.remove()
    return found


@pytest.mark.parametrize(
    ("first", "second", "refusal"),
    [
        ("approve", "approve", NotFound),
        ("approve", "dismiss", NotFound),
        ("dismiss", "approve", NotFound),
        ("pay", "approve", PayoutTooMuch),
        ("approve", "pay", PayoutTooMuch),
        ("reverse", "reverse", PayoutAlreadyReversed),
        ("reverse", "answer", PayoutAlreadyReversed),
    ],
)
def test_the_later_act_on_money_is_refused_by_what_the_earlier_one_did(
    paid: Paid, beside: Beside, first: str, second: str, refusal: type[Exception]
) -> None:
    begin_writing()
    getattr(paid, first)()
    other = beside(getattr(paid, second))
    commit()
    assert isinstance(other(), refusal), other()


def test_the_same_answer_twice_at_once_is_stored_once(paid: Paid, beside: Beside) -> None:
    begin_writing()
    paid.answer()
    other = beside(paid.answer)
    commit()
    assert (other(), db.session.query(PayoutAnswer).count()) == (None, 1)


@pytest.fixture
def paid_in(city: City) -> int:
    """A maker's payment of half of what it owed for a booth that only notes sales; more was sold there since."""
    product = db.session.get_one(Product, city.product_id)
    booth_id = corner.make_booth("Pasar Mardika", "record").id
    corner.agree(product, booth_id, clock.today(), 50)
    corner.sell(booth_id, product, 2)
    (statement,) = corner.settle()
    found: int = corner.receive(statement.number, 5_000).id
    corner.sell(booth_id, product, 2)
    return found


def test_a_payment_in_is_reversed_once(paid_in: int, beside: Beside) -> None:
    reverse = lambda: reverse_remittance(paid_in, "salah", actor=TREASURER)  # noqa: E731
    begin_writing()
    reverse()
    other = beside(reverse)
    commit()
    assert isinstance(other(), RemittanceAlreadyReversed), other()


def test_a_payment_in_reversed_beside_the_next_statement_is_owed_on_that_one(
    paid_in: int, beside: Beside
) -> None:
    begin_writing()
    (next_id,) = make_statements(actor=TREASURER)
    other = beside(lambda: reverse_remittance(paid_in, "salah", actor=TREASURER).statement_id)
    commit()
    assert other() == next_id
