"""`ledger check` counts goods and money in other ways than what wrote them: each planted change is found."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import text

from app.closing.check import check_books
from app.makers.profiles import join_makers
from app.sales.ledger.check import LedgerReport
from app.settlement import check as settlement_check
from app.settlement import payment_check
from app.settlement.check import check_settlement
from app.settlement.services.payouts import reverse_payout
from app.settlement.services.remittances import reverse_remittance
from app.shared import clock
from app.shared.transaction import begin_writing, commit, rollback
from app.stock import check as stock_check
from app.stock.check import check_stock
from tests.audit.test_tampering import behind_its_back
from tests.office import TREASURER
from tests.settlement.corner import agree, make_booth, make_product, move, pay, receive, sell, settle, void

pytestmark = pytest.mark.both_engines


@pytest.fixture
def books(app: Flask) -> None:
    """One maker at one booth: two statements, the second carries; payouts, one taken back; a line left to settle."""
    booth, product = make_booth().id, make_product()
    other = make_product("Kopi Tifa", "Kopi")
    agree(product, booth, clock.today(), 15)
    move(booth, product, "delivery", 18, stated=20)
    move(booth, product, "broken", 1)
    sold = [sell(booth, product, 2), sell(booth, product, 3, payment="qris"), sell(booth, other, 1)]
    first = settle()[0]
    wrong = pay(first.number, 10_000)
    begin_writing()
    reverse_payout(wrong.id, "salah orang", actor=TREASURER)
    commit()
    pay(first.number, first.payable)
    assert sold[1].sale_id is not None
    void(sold[1].sale_id)
    (owing,) = settle()
    wrong = receive(owing.number, 9_000)
    begin_writing()
    reverse_remittance(wrong.id, "salah UMKM", actor=TREASURER)
    commit()
    receive(owing.number, 500)
    sell(booth, product, 1)
    settle()
    sell(booth, product, 1)


FAULTS = {
    "a settled line of another amount": ("UPDATE statement_line SET amount = amount + 1 WHERE id = 1", "NP-"),
    "a settled line's share": ("UPDATE statement_line SET share = share - 1 WHERE id = 1", "baris 1 tidak sama"),
    "a settled line of another statement": (
        "UPDATE statement_line SET statement_id = 2 WHERE id = 1",
        "buku besar berbeda",
    ),
    "a settled line gone": ("DELETE FROM statement_line WHERE id = 1", "jumlahnya tidak sama"),
    "a ledger line of another maker": (
        "UPDATE sale_line SET maker_id = (SELECT max(id) FROM maker) WHERE id = 1",
        "buku besar berbeda",
    ),
    "a ledger line of another amount": (
        "UPDATE sale_line SET unit_price = unit_price + 1, amount = amount + quantity WHERE id = 1",
        "buku besar berbeda",
    ),
    "a statement's gross": ("UPDATE statement SET gross = gross + 1 WHERE id = 1", "jumlahnya tidak sama"),
    "a statement's sums, all in step": (
        "UPDATE statement SET losses = losses + 500, payable = payable + 500 WHERE id = 1",
        "jumlahnya tidak sama",
    ),
    "who holds the money": ("UPDATE statement SET money_with = 'maker' WHERE id = 1", "jumlahnya tidak sama"),
    "a sequence number too low": ("UPDATE statement SET to_seq = 0 WHERE id = 1", "tidak sama dengan baris"),
    "a carried sum left behind": (
        "UPDATE statement SET previous_id = NULL, carried = 0, payable = payable - carried WHERE carried < 0",
        "tidak dibawa",
    ),
    "a carried sum of another size": (
        "UPDATE statement SET carried = carried + 5, payable = payable + 5 WHERE carried < 0",
        "yang dibawa",
    ),
    "a loss of other pieces": (
        "UPDATE statement_loss SET pieces = 2, amount = 2 * unit_price WHERE id = 1",
        "kerugian 1 tidak sama",
    ),
    "a payout beyond what is payable": (
        "UPDATE payout SET amount = amount + 1 WHERE id = (SELECT max(id) FROM payout)",
        "yang harus dibayar",
    ),
    "a reversal of another amount": (
        "UPDATE payout SET amount = amount - 1 WHERE reversal_of IS NOT NULL",
        "pembatalan pembayaran",
    ),
    "more paid in than is owed": (
        "UPDATE remittance SET amount = amount + 99999 WHERE id = (SELECT max(id) FROM remittance)",
        "yang harus disetor",
    ),
    "a payment in that nobody carried": (
        "UPDATE remittance SET amount = amount + 1 WHERE id = (SELECT max(id) FROM remittance)",
        "yang dibawa",
    ),
    "a payment in gone": ("DELETE FROM remittance WHERE id = (SELECT max(id) FROM remittance)", "yang dibawa"),
    "a reversal of another payment in": (
        "UPDATE remittance SET amount = amount - 1 WHERE reversal_of IS NOT NULL",
        "pembatalan setoran",
    ),
    "a reversal gone": ("DELETE FROM payout WHERE reversal_of IS NOT NULL", "yang harus dibayar"),
    "a move of other pieces": ("UPDATE stock_move SET quantity = quantity + 1 WHERE id = 1", "gerak barang 1"),
    "a move of another time": (
        "UPDATE stock_move SET moved_at = '2026-01-01 00:00:00.000000' WHERE id = 1",
        "gerak barang 1",
    ),
    "a move gone": ("DELETE FROM stock_move WHERE id = 1", "tanpa gerak barang"),
    "a checked line's count": ("UPDATE supply_line SET counted_quantity = 19 WHERE id = 1", "gerak barang 1"),
    "a note that is not checked any more": (
        "UPDATE supply_note SET state = 'handed', checked_at = NULL WHERE id = 1",
        "gerak barang 1",
    ),
}  # fmt: skip


def findings() -> list[str]:
    report = LedgerReport()
    check_stock(report)
    check_settlement(report)
    return report.findings


def test_sound_books_have_no_finding_and_each_planted_fault_is_found(
    books: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check_books().findings == []
    for name, (statement, words) in FAULTS.items():
        with behind_its_back() as (connection, session), monkeypatch.context() as patch:
            assert connection.execute(text(statement)).rowcount == 1, name
            for module in (stock_check, settlement_check, payment_check):
                patch.setattr(module, "db", SimpleNamespace(session=session))
            found = findings()
        assert any(words in finding for finding in found), f"{name}: {found}"
    rollback()
    assert check_books().findings == []


def test_a_joined_record_is_settled_with_the_one_it_was_joined_into(books: None) -> None:
    begin_writing()
    one, other = make_product("Dapur Kenari", "Sagu").maker_id, make_product("Kopi Tifa", "Teh").maker_id
    begin_writing()
    join_makers(other, one, actor=TREASURER)
    commit()
    assert findings() == []
    settle()
    assert findings() == []


def test_what_a_joined_record_owes_is_carried_by_the_one_it_was_joined_into(app: Flask) -> None:
    booth, product, other = make_booth().id, make_product(), make_product("Dapur Kenary", "Bagea")
    sold = sell(booth, other, 2)
    (first,) = settle()
    pay(first.number, first.payable)
    assert sold.sale_id is not None
    void(sold.sale_id)
    (owing,) = settle()
    begin_writing()
    join_makers(other.maker_id, product.maker_id, actor=TREASURER)
    commit()
    sell(booth, product, 3)
    (last,) = settle()
    assert (owing.payable, last.previous_id, last.carried, last.payable) == (
        -20_000,
        owing.id,
        -20_000,
        10_000,
    )
    assert findings() == []
