"""Goods and money at the same moment: nothing is settled, paid or moved twice, and no sum misses its line."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.audit.verify import catch_up
from app.closing.check import check_books
from app.extensions import db
from app.makers.models import Product
from app.settlement.errors import PayoutTooMuch
from app.settlement.models import Payout, Statement, StatementLine
from app.settlement.queries.due import list_due
from app.settlement.queries.statements import StatementRow, list_statements
from app.settlement.services import statements
from app.shared.transaction import begin_writing, commit, rollback
from app.stock.errors import NoteAlreadyChecked
from app.stock.models import StockMove
from app.stock.queries.shelf import list_shelf
from app.stock.services import LineCount, NoteLine, check_note, open_note
from tests.ledger import City, TillClient, a_sale, count, new_id
from tests.office import TREASURER
from tests.settlement import corner

pytestmark = pytest.mark.real_clock
AtOnce = Callable[..., list[Any]]


@pytest.fixture
def booth(city: City) -> int:
    """The city's booth, which takes money itself."""
    corner.make_booth("Balai Kota")
    return city.booth_id


@pytest.fixture
def product(city: City) -> Product:
    """Its one product."""
    return db.session.get_one(Product, city.product_id)


def ensure_sound() -> None:
    db.session.rollback()
    catch_up()
    assert check_books().findings == []


def rows() -> list[StatementRow]:
    """The statements as they are now, newest first."""
    rollback()
    return list_statements()


def settle_numbers() -> list[str]:
    return [one.number for one in corner.settle()]


def test_statements_made_twice_at_once_settle_each_line_once(
    booth: int, product: Product, at_once: AtOnce
) -> None:
    for _ in range(5):
        corner.sell(booth, product)
    answers = at_once(*[settle_numbers] * 4)
    assert sorted(map(len, answers)) == [0, 0, 0, 1]
    assert (count(Statement), count(StatementLine), list_due()) == (1, 5, [])
    ensure_sound()


def test_sales_beside_statements_are_settled_once_and_whole(
    app: Flask, city: City, booth: int, at_once: AtOnce
) -> None:
    """Six tills keep sending while two people make statements again and again; at the end nothing is left."""

    def send() -> list[str]:
        till = TillClient(app, city.token)
        return [one["result"] for _ in range(6) for one in till.send(a_sale(city), a_sale(city))]

    def settle() -> list[str]:
        return [number for _ in range(5) for number in settle_numbers()]

    answers = at_once(*[send] * 6, settle, settle)
    assert [answer for answer in answers if isinstance(answer, BaseException)] == []
    settle_numbers()
    assert (count(StatementLine), list_due()) == (72, [])
    assert sum(one.gross for one in rows()) == 72 * 2 * 15_000
    ensure_sound()


def test_a_sale_with_a_lower_number_that_commits_between_sums_and_lines_is_in_both_or_none(
    app: Flask, engine_name: str, booth: int, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL gives numbers before rows are committed: the first sale may appear after the second one did."""
    if engine_name == "sqlite":
        pytest.skip("one writer: no sale can overtake another")
    written, go_on = threading.Event(), threading.Event()

    def sell_slowly() -> None:
        with app.app_context():
            corner.sell(booth, product, 1, before_commit=lambda: (written.set(), go_on.wait(3)))
            db.session.remove()

    slow = threading.Thread(target=sell_slowly)
    insert_statements = statements._insert_statements

    def insert_and_wait(*arguments: Any) -> Any:
        made = insert_statements(*arguments)
        go_on.set()
        slow.join(20)
        return made

    corner.sell(booth, product)  # the month's row is there: sales share its lock
    slow.start()
    assert written.wait(20)
    corner.sell(booth, product, 2)  # a higher number, committed first
    monkeypatch.setattr(statements, "_insert_statements", insert_and_wait)
    settle_numbers()
    ensure_sound()
    settle_numbers()
    assert (count(StatementLine), list_due()) == (3, [])


def test_one_payout_sent_eight_times_at_once_is_paid_once(
    booth: int, product: Product, at_once: AtOnce
) -> None:
    corner.sell(booth, product, 3)
    (number,) = settle_numbers()
    payout_id = new_id()
    answers = at_once(*[lambda: corner.pay(number, 20_000, payout_id).id] * 8)
    assert len(set(answers)) == 1 and isinstance(answers[0], int)
    assert (count(Payout), rows()[0].unpaid) == (1, 10_000)
    ensure_sound()


def test_payouts_at_once_are_together_never_more_than_is_payable(
    booth: int, product: Product, at_once: AtOnce
) -> None:
    corner.sell(booth, product, 5)
    (number,) = settle_numbers()
    answers = at_once(*[lambda: corner.pay(number, 20_000).amount] * 6)
    refused = [one for one in answers if isinstance(one, PayoutTooMuch)]
    assert (answers.count(20_000), len(refused)) == (2, 4)
    assert rows()[0].paid == 40_000
    ensure_sound()


def test_a_void_beside_its_payout_and_the_next_statement_is_taken_back_once(
    booth: int, product: Product, at_once: AtOnce
) -> None:
    sold = corner.sell(booth, product, 3)
    (number,) = settle_numbers()
    assert sold.sale_id is not None
    answers = at_once(
        lambda: corner.pay(number, 30_000).amount, lambda: corner.void(sold.sale_id or 0), settle_numbers
    )
    assert answers[0] == 30_000 and not isinstance(answers[1], BaseException)
    settle_numbers()
    owing, paid = rows()
    assert (paid.number, paid.paid, owing.payable) == (number, 30_000, -30_000)
    assert (count(StatementLine), list_due()) == (2, [])
    ensure_sound()


def test_one_note_checked_by_two_at_once_moves_goods_once(
    booth: int, product: Product, at_once: AtOnce
) -> None:
    begin_writing()
    note_id = open_note(
        booth, product.maker_id, "delivery", [NoteLine(product.id, 20, 10_000)], actor=TREASURER
    ).id
    commit()

    def check(pieces: int) -> Callable[[], int]:
        def run() -> int:
            begin_writing()
            check_note(note_id, [LineCount(pieces, "dihitung")], actor=TREASURER)
            commit()
            return pieces

        return run

    answers = at_once(*[check(pieces) for pieces in (17, 18, 19, 20)])
    counted = [one for one in answers if isinstance(one, int)]
    assert len(counted) == 1
    assert all(isinstance(one, (int, NoteAlreadyChecked)) for one in answers), answers
    rollback()
    assert count(StockMove) == 1 and [row.shelf for row in list_shelf([booth])] == counted
    ensure_sound()
