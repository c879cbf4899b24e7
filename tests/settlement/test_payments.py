"""Who may pay how much with what: each rule of a payment refuses what only it forbids, and nothing is stored."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.rules import SYSTEM, Actor
from app.extensions import db
from app.settings.services import set_setting
from app.settlement.errors import (
    ApproverIsPayer,
    ApproverMissing,
    PayoutAlreadyReversed,
    PayoutIdTaken,
    PayoutTooMuch,
    ReferenceMissing,
    RemittanceIdTaken,
    TermsUnusable,
)
from app.settlement.models import Payout, PayoutAnswer, PayoutRequest, Remittance, Statement
from app.settlement.rules import Terms
from app.settlement.services.payouts import (
    answer_payout,
    approve_payout,
    pay_or_prepare,
    pay_statement,
    prepare_payout,
    reverse_payout,
)
from app.settlement.services.remittances import receive_remittance
from app.settlement.services.terms import agree_terms
from app.shared import clock
from app.shared.errors import NotFound, ReasonMissing
from app.shared.transaction import begin_writing, commit, rollback
from tests.ledger import new_id
from tests.office import TREASURER
from tests.settlement import corner

SECOND = Actor("user", 99, "kepala")
LIMIT = 30_000


@pytest.fixture
def statement(app: Flask) -> Statement:
    """100.000 payable; one person alone pays 30.000 at most."""
    begin_writing()
    set_setting("payout_limit", LIMIT, actor=SYSTEM)
    commit()
    corner.sell(corner.make_booth().id, corner.make_product(), 10)
    (made,) = corner.settle()
    return made


def count(model: type) -> int:
    rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def pay(statement: Statement, amount: int, **more: Any) -> Payout:
    begin_writing()
    said: dict[str, Any] = {"way": "cash", "reference": "K-1", "actor": TREASURER} | more
    done = pay_statement(statement.number, amount=amount, **said)
    commit()
    return done


def ask(statement: Statement, amount: int, uuid: str = "", actor: Actor = TREASURER) -> bool:
    begin_writing()
    said: dict[str, Any] = {"way": "cash", "reference": "K-1", "actor": actor, "uuid": uuid or new_id()}
    done = pay_or_prepare(statement.number, amount=amount, **said)
    commit()
    return done


def test_each_rule_of_a_payout_refuses_what_only_it_forbids(statement: Statement) -> None:
    refused: tuple[tuple[type[Exception], int, dict[str, Any]], ...] = (
        (PayoutTooMuch, 100_001, {"approver": SECOND}),
        (PayoutTooMuch, 0, {}),
        (PayoutTooMuch, -1, {}),
        (ReferenceMissing, 1_000, {"reference": "  "}),
        (ApproverMissing, LIMIT + 1, {}),
        (ApproverIsPayer, LIMIT + 1, {"approver": TREASURER}),
    )
    for error, amount, more in refused:
        with pytest.raises(error):
            pay(statement, amount, **more)
        assert count(Payout) == 0, (error, amount)
    with pytest.raises(NotFound):
        pay(Statement(number="NP-9-2026-0001"), 1_000)
    pay(statement, LIMIT)
    pay(statement, 70_000, approver=SECOND)
    assert count(Payout) == 2


def test_an_id_that_stands_for_another_payment_pays_nothing(statement: Statement) -> None:
    uuid = new_id()
    pay(statement, 1_000, uuid=uuid)
    for amount, more in ((2_000, {}), (1_000, {"way": "transfer"})):
        with pytest.raises(PayoutIdTaken):
            pay(statement, amount, uuid=uuid, **more)
        rollback()
    waiting = new_id()
    assert not ask(statement, LIMIT + 1, waiting)
    with pytest.raises(PayoutIdTaken):  # it waits for its approval
        pay(statement, LIMIT + 1, uuid=waiting, approver=SECOND)
    assert count(Payout) == 1


def test_paying_in_parts_needs_the_second_person_too(statement: Statement) -> None:
    first = new_id()
    assert ask(statement, 20_000, first)
    assert not ask(statement, 10_001)
    assert ask(statement, 20_000, first)  # sent again: the answer it got
    with pytest.raises(ApproverMissing):
        pay(statement, 10_001)
    rollback()
    assert ask(statement, 10_000)
    assert not ask(statement, 1)
    assert (count(Payout), count(PayoutRequest)) == (2, 2)


def test_what_was_approved_or_taken_back_does_not_count_towards_the_limit(statement: Statement) -> None:
    pay(statement, 40_000, approver=SECOND)
    wrong = pay(statement, LIMIT)
    begin_writing()
    reverse_payout(wrong.id, "salah orang", actor=TREASURER)
    commit()
    assert ask(statement, LIMIT)
    assert not ask(statement, 1)


def test_a_prepared_payout_is_approved_once_by_somebody_else_within_what_is_left(
    statement: Statement,
) -> None:
    begin_writing()
    said: dict[str, Any] = {"way": "cash", "reference": "K-1", "actor": TREASURER}
    made = [prepare_payout(statement.number, amount=60_000, uuid=new_id(), **said).id for _ in range(2)]
    commit()
    begin_writing()
    with pytest.raises(ApproverIsPayer):
        approve_payout(made[0], actor=TREASURER)
    rollback()
    begin_writing()
    approve_payout(made[0], actor=SECOND)
    commit()
    for request_id, error in ((made[0], NotFound), (made[1], PayoutTooMuch)):
        begin_writing()
        with pytest.raises(error):
            approve_payout(request_id, actor=SECOND)
        rollback()
    assert count(Payout) == 1


def test_a_reversal_needs_its_reason_and_an_id_of_a_payment(statement: Statement) -> None:
    paid = pay(statement, 1_000)
    for payout_id, reason, error in ((paid.id, "  ", ReasonMissing), (paid.id + 9, "salah", NotFound)):
        begin_writing()
        with pytest.raises(error):
            reverse_payout(payout_id, reason, actor=TREASURER)
        rollback()
    assert count(Payout) == 1


def test_an_id_that_stands_for_another_payment_of_a_maker_records_nothing(app: Flask) -> None:
    booth, product = corner.make_booth("Pasar Mardika", "record"), corner.make_product()
    corner.agree(product, booth.id, clock.today(), 50)
    corner.sell(booth.id, product, 2)
    (owing,) = corner.settle()
    uuid = new_id()
    corner.receive(owing.number, 1_000, uuid)
    with pytest.raises(RemittanceIdTaken):
        corner.receive(owing.number, 2_000, uuid)
    rollback()
    begin_writing()
    with pytest.raises(ReferenceMissing):
        receive_remittance(owing.number, amount=1_000, way="cash", reference=" ", actor=TREASURER)
    assert count(Remittance) == 1


@pytest.mark.parametrize("terms", [Terms(51), Terms(-1), Terms(due_days=16), Terms(due_days=-1)])
def test_terms_that_no_city_may_agree_are_refused(app: Flask, terms: Terms) -> None:
    booth, product = corner.make_booth(), corner.make_product()
    begin_writing()
    with pytest.raises(TermsUnusable):
        agree_terms(product.maker_id, booth.id, clock.today(), terms, actor=TREASURER)
    rollback()


def test_an_answer_given_twice_is_one_and_a_payment_taken_back_takes_none(statement: Statement) -> None:
    begin_writing()
    payout = pay_statement(statement.number, amount=1, way="cash", reference="K-1", actor=TREASURER)
    for _ in range(2):
        answer_payout(payout.id, "missing", actor=SYSTEM)
    assert [one.answer for one in db.session.scalars(select(PayoutAnswer))] == ["missing"]
    back = reverse_payout(payout.id, "keliru", actor=TREASURER)
    for one in (payout, back):
        with pytest.raises(PayoutAlreadyReversed):
            answer_payout(one.id, "received", actor=SYSTEM)
    rollback()
