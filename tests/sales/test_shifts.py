"""The drawer of a shift and the slips of a day, on both engines."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask

from app.audit.rules import SYSTEM
from app.booths.models import Booth
from app.extensions import db
from app.sales.cash_count import DrawerSums, sum_drawer
from app.sales.corrections.voids import FINANCE, correct_sale, void_sale
from app.sales.drafts import BuyerRef, LineDraft, SaleDraft
from app.sales.errors import CountMissing, DrawerDiffers
from app.sales.paper.supplier_day_statement import DayStatementTotal, make_day_statements, total_of
from app.sales.queries import find_sale, list_day_statement_lines, list_drawer_rows, sum_unmatched
from app.sales.shifts import close_counted_shift, close_forgotten_shift
from app.shared.errors import ReasonMissing
from app.shared.transaction import begin_writing, commit, rollback
from app.tills.models import Shift
from app.tills.services.shifts import open_shift
from tests.ledger import City, TillClient, a_sale, a_void, new_id

DAY = date(2026, 11, 7)


@pytest.fixture
def shift(city: City) -> str:
    """rina's open shift with 100.000 change money in a booth that takes cash."""
    begin_writing()
    db.session.get_one(Booth, city.booth_id).mode = "cash"
    made = open_shift(city.booth_id, city.cashier_id, actor=SYSTEM, float_amount=100_000).uuid
    commit()
    return made


def drawer(uuid: str) -> DrawerSums:
    rollback()
    shift = db.session.query(Shift).filter_by(uuid=uuid).one()
    return sum_drawer(
        list_drawer_rows([shift.id]).get(shift.id, []),
        float_amount=shift.float_amount,
        counted=shift.counted_amount,
        closed_at=shift.closed_at,
    )


def close(uuid: str, counted: int | None, reason: str = "") -> None:
    begin_writing()
    shift = db.session.query(Shift).filter_by(uuid=uuid).one()
    close_counted_shift(shift.id, actor=SYSTEM, counted_amount=counted, reason=reason)
    commit()


def test_only_cash_lies_in_the_drawer_and_what_was_taken_back_does_not(
    city: City, till: TillClient, shift: str
) -> None:
    first, second = a_sale(city, shift=shift), a_sale(city, shift=shift)
    till.send(first, second, a_sale(city, shift=shift, payment="qris"), a_sale(city))
    assert drawer(shift).expected == 160_000
    till.send(a_void(second["id"]))
    sums = drawer(shift)
    assert (sums.expected, sums.cash.receipts, sums.cash.voids, sums.cash.voided) == (130_000, 2, 1, 30_000)
    assert (sums.total, sums.later, sums.difference) == (60_000, 0, None)
    assert [one.payment for one in sums.payments] == ["cash", "qris"]


def test_a_count_that_fits_needs_no_reason_and_another_does(city: City, till: TillClient, shift: str) -> None:
    till.send(a_sale(city, shift=shift))
    with pytest.raises(CountMissing):
        close(shift, None)
    rollback()
    with pytest.raises(DrawerDiffers):
        close(shift, 129_000, "  ")
    rollback()
    close(shift, 129_000, " salah  kembalian ")
    stored = db.session.query(Shift).one()
    assert (stored.counted_amount, stored.difference_reason) == (129_000, "salah kembalian")
    assert drawer(shift).difference == -1_000


def test_a_right_count_keeps_no_reason(city: City, till: TillClient, shift: str) -> None:
    till.send(a_sale(city, shift=shift))
    close(shift, 130_000, "tidak perlu")
    assert db.session.query(Shift).one().difference_reason == "" and drawer(shift).difference == 0


def test_what_finance_takes_back_or_corrects_later_changes_no_count(
    city: City, till: TillClient, shift: str, clock: Any
) -> None:
    first, second = a_sale(city, shift=shift), a_sale(city, shift=shift)
    till.send(first, second)
    close(shift, 160_000)
    clock.move_to("2026-11-07 15:00")
    begin_writing()
    void_sale(find_sale(first["id"]).id, "salah", by=FINANCE, actor=SYSTEM)  # type: ignore[union-attr]
    fewer = SaleDraft(
        new_id(), datetime.fromisoformat(second["sold_at"]), BuyerRef("employee", str(city.employee_id)),
        (LineDraft(1, 15_000, city.product_id, "", ""),), "cash", "rina",
    )  # fmt: skip
    correct_sale(find_sale(second["id"]).id, fewer, "satu saja", by=FINANCE, actor=SYSTEM)  # type: ignore[union-attr]
    commit()
    sums = drawer(shift)
    assert (sums.expected, sums.difference) == (160_000, 0)
    assert (sums.later, sums.later_acts) == (-45_000, 3)


def test_a_void_made_before_the_closing_counts_in_the_drawer_whenever_it_arrives(
    city: City, till: TillClient, shift: str, clock: Any
) -> None:
    sale = a_sale(city, shift=shift)
    till.send(sale)
    close(shift, 100_000, "satu nota dibatalkan, belum terkirim")
    clock.move_to("2026-11-07 10:00")
    till.send(a_void(sale["id"], sold_at="2026-11-07T09:14:00+09:00"))
    sums = drawer(shift)
    assert (sums.expected, sums.difference, sums.later) == (100_000, 0, 0)


def test_a_sale_that_arrives_after_the_closing_belongs_to_its_shift(
    city: City, till: TillClient, shift: str
) -> None:
    close(shift, 130_000, "satu nota belum terkirim")
    till.send(a_sale(city, shift=shift))
    assert drawer(shift).difference == 0


def test_a_forgotten_shift_wants_a_reason_and_counts_only_where_money_is(city: City, shift: str) -> None:
    made = db.session.query(Shift).one()
    with pytest.raises(ReasonMissing):
        close_forgotten_shift(made.id, actor=SYSTEM, reason=" ")
    begin_writing()
    db.session.get_one(Booth, city.booth_id).mode = "record"
    close_forgotten_shift(made.id, actor=SYSTEM, reason="lupa", counted_amount=5)
    assert (made.counted_amount, made.difference_reason) == (None, "lupa") and made.closed_at is not None


def test_a_booth_that_only_notes_counts_nothing(city: City, shift: str) -> None:
    begin_writing()
    db.session.get_one(Booth, city.booth_id).mode = "record"
    made = db.session.query(Shift).one()
    close_counted_shift(made.id, actor=SYSTEM, counted_amount=77, reason="tidak ada")
    assert (made.counted_amount, made.difference_reason) == (None, "")


def test_a_slip_holds_the_day_s_goods_and_nothing_that_was_taken_back(
    app: Flask, city: City, till: TillClient
) -> None:
    typed = {"maker": "DAPUR  kenari", "name": "Kue", "quantity": 1, "unit_price": 5_000}
    lines = [{"product": city.product_id, "quantity": 3, "unit_price": 15_000}, typed]
    cheaper = a_sale(city, lines=[{"product": city.product_id, "quantity": 2, "unit_price": 10_000}])
    wrong, yesterday = a_sale(city), a_sale(city, sold_at="2026-11-06T09:10:00+09:00")
    till.send(a_sale(city, lines=lines), a_sale(city), wrong, a_void(wrong["id"]), yesterday)
    till.send(cheaper)
    rollback()
    slips = make_day_statements(list_day_statement_lines(city.booth_id, DAY))
    assert [(one.maker, one.quantity, one.amount) for one in slips] == [("Dapur Kenari", 7, 95_000)]
    assert total_of(slips) == DayStatementTotal(7, 95_000) and total_of([]) == DayStatementTotal(0, 0)
    found = [(line.product, line.unit_price, line.quantity) for line in slips[0].lines]
    assert found == [("Bagea", 10_000, 2), ("Bagea", 15_000, 5)], (
        "what was typed is left out, two prices are two"
    )
    assert sum_unmatched(city.booth_id, DAY) == 5_000
    assert list_day_statement_lines(city.booth_id + 1, DAY) == []
