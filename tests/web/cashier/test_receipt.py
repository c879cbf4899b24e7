"""The receipt printed from the ledger: its QR proves the sale as the till's own would, or carries the number alone."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.sales.models import Sale
from app.sales.queries.receipt_reprint import find_receipt_code
from tests.counter import Counter, at_the_till, make_counter, sale_of, sell
from tests.ledger import NIP, OTHER_NIP, City, TillClient, a_sale, make_city, new_id
from tests.receipts import code_of, number_of


@pytest.fixture
def city(session: Any) -> City:
    return make_city()


@pytest.mark.parametrize(
    "changes",
    [{"buyer": {"employee": 1}}, {"buyer": {"public": True}, "payment": "none"}, {"buyer": {"nip": NIP}},
     {"buyer": {"name": "Ibu Ema"}}, {"buyer": {"nip": "199901012020011001", "name": "Siapa"}},
     {"lines": [{"maker": "Kopi Salahutu", "name": "Kopi", "quantity": 3, "unit_price": 9_000}]}],
)  # fmt: skip
def test_the_ledger_prints_the_code_the_till_printed(app: Flask, city: City, changes: dict[str, Any]) -> None:
    sale = a_sale(city, **changes)
    TillClient(app, city.token).send(sale)
    assert find_receipt_code(sale["id"]) == code_of(city, sale) != ""


@pytest.mark.parametrize(
    "changes",
    [
        {"shift": "11111111-2222-4333-8444-555555555555"},
        {"buyer": {"nip": f"{OTHER_NIP[:8]} {OTHER_NIP[8:]}"}},
    ],
)
def test_what_cannot_be_put_together_exactly_is_not_signed(
    app: Flask, city: City, changes: dict[str, Any]
) -> None:
    sale = a_sale(city, **changes)
    TillClient(app, city.token).send(sale)
    assert find_receipt_code(sale["id"]) == ""
    assert find_receipt_code(new_id()) == ""


def test_the_receipt_names_its_number_and_leads_to_the_check_page(app: Flask, session: Any) -> None:
    counter: Counter = make_counter()
    cashier = at_the_till(app, counter)
    sent = sale_of(cashier, 1, [{"product": counter.bagea, "quantity": 2, "unit_price": 25_000}])
    sell(cashier, sent)
    page = cashier.get(f"/kasir/nota/{sent['sale']['id']}")
    assert number_of(sent["sale"]) in page.text and "Rp50.000" in page.text
    assert f"<title>Kode QR untuk mengecek nota {number_of(sent['sale'])}</title>" in page.body
    assert "localhost/cek" in page.text and "hanya memuat nomor" not in page.text


def test_a_corrected_receipt_no_till_signed_carries_its_number_alone(app: Flask, session: Any) -> None:
    counter: Counter = make_counter()
    cashier = at_the_till(app, counter)
    sent = sale_of(cashier, 1, [{"product": counter.bagea, "quantity": 2, "unit_price": 25_000}])
    sell(cashier, sent)
    cashier.get(f"/kasir/nota/{sent['sale']['id']}/perbaiki")
    cashier.form().submit(payment="qris", reason="Dibayar QRIS").follow()
    right = db.session.query(Sale).filter(Sale.correction_of.is_not(None)).one()
    page = cashier.get(f"/kasir/nota/{right.uuid}")
    assert "localhost/cek" in page.text and "hanya memuat nomor" in page.text
