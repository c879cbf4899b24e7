"""What a till is answered, item by item (decisions 12-17 and JSON)."""

import pytest

from app.audit.rules import SYSTEM
from app.extensions import db
from app.sales.models import Sale, SaleConflict, SaleLine
from app.sales.queries import find_sale, list_unresolved
from app.shared.transaction import begin_writing, commit
from app.tills.services.shifts import open_shift
from tests.ledger import NOVEMBER, City, TillClient, a_sale, bought, count, new_id


def test_a_sale_is_recorded_with_receipt_and_month(till: TillClient, city: City) -> None:
    (answer,) = till.send(a_sale(city))
    assert answer["result"] == "recorded"
    assert answer["month"] == "2026-11"
    assert answer["flags"] == []
    assert len(answer["receipt"]) == 9
    assert bought(city.employee_id) == 30_000


def test_the_same_sale_again_is_replayed_and_booked_once(till: TillClient, city: City) -> None:
    sale = a_sale(city)
    (first,) = till.send(sale)
    (again,) = till.send(sale | {"sold_at": "2026-11-07T00:10:00Z"})  # the same instant, spelled otherwise
    assert again["result"] == "replayed"
    assert (again["receipt"], again["month"], again["first_result"]) == (
        first["receipt"],
        "2026-11",
        "recorded",
    )
    assert count(Sale) == 1
    assert count(SaleLine) == 1


def test_the_same_id_with_other_content_is_a_conflict_and_kept(till: TillClient, city: City) -> None:
    sale = a_sale(city)
    till.send(sale)
    (answer,) = till.send(sale | {"payment": "qris"})
    till.send(sale | {"payment": "qris"})
    assert answer["result"] == "conflict"
    assert count(Sale) == 1
    assert count(SaleConflict) == 1


def test_an_id_twice_in_one_batch_is_booked_once(till: TillClient, city: City) -> None:
    sale = a_sale(city)
    answers = till.send(sale, sale, sale | {"payment": "none"})
    assert [answer["result"] for answer in answers] == ["recorded", "replayed", "conflict"]
    assert count(Sale) == 1
    assert count(SaleConflict) == 1


def test_a_refusal_is_not_remembered(till: TillClient, city: City) -> None:
    wrong = a_sale(city, lines=[{"product": city.product_id, "quantity": 0, "unit_price": 15_000}])
    (refused,) = till.send(wrong)
    (corrected,) = till.send(a_sale(city, id=wrong["id"]))
    assert refused["result"] == "refused"
    assert "lines[0].quantity" in refused["errors"]
    assert corrected["result"] == "recorded"


def test_one_poisoned_item_stops_no_other(till: TillClient, city: City) -> None:
    poisons = [
        None,
        7,
        [],
        {"id": "x"},
        a_sale(city, lines=[]),
        a_sale(city, lines=[{"product": 999, "quantity": 1, "unit_price": 5}]),
    ]
    answers = till.send(a_sale(city), *poisons, a_sale(city))
    results = [answer["result"] for answer in answers]
    assert results == ["recorded", *["refused"] * len(poisons), "recorded"]
    assert count(Sale) == 2


@pytest.mark.parametrize(
    ("buyer", "kind"),
    [
        ({"nip": "199912312024121999"}, "unresolved"),
        ({"nip": "bukan nip"}, "unresolved"),
        ({"nip": 198001012005011009}, "unresolved"),
        ({"nip": "198001 01 200501 1 009"}, "employee"),
        ({"code": "K-1"}, "unresolved"),
        ({"employee": 99_999}, "unresolved"),
        ({"name": "Ibu Ani"}, "unresolved"),
        ({"card": "tidak-ada"}, "unresolved"),
        ({"public": True}, "public"),
    ],
)
def test_a_sale_is_never_refused_for_its_buyer(till: TillClient, city: City, buyer: dict, kind: str) -> None:
    sale = a_sale(city, buyer=buyer)
    (answer,) = till.send(sale)
    db.session.rollback()
    found = find_sale(sale["id"])
    assert answer["result"] == "recorded"
    assert found is not None
    assert found.buyer_kind == kind


def test_what_nobody_knows_is_kept_as_typed(till: TillClient, city: City) -> None:
    till.send(a_sale(city, buyer={"nip": " 1998-x ", "name": "Ibu Ani"}))
    db.session.rollback()
    (row,) = list_unresolved(NOVEMBER)
    assert (row.buyer_number, row.buyer) == ("1998-x", "Ibu Ani")


def test_an_unknown_cashier_is_flagged_and_the_name_is_kept(till: TillClient, city: City) -> None:
    sale = a_sale(city, cashier="Siapa Ya")
    (answer,) = till.send(sale)
    db.session.rollback()
    found = find_sale(sale["id"])
    assert answer["flags"] == ["unknown_cashier"]
    assert found is not None
    assert found.cashier == "Siapa Ya"


def test_another_price_is_flagged_never_recomputed(till: TillClient, city: City) -> None:
    (answer,) = till.send(
        a_sale(city, lines=[{"product": city.product_id, "quantity": 3, "unit_price": 14_000}])
    )
    assert answer["flags"] == ["price_differs"]
    assert bought(city.employee_id) == 42_000


def test_a_line_without_a_product_is_kept_as_typed(till: TillClient, city: City) -> None:
    sale = a_sale(city, lines=[{"maker": "Mama Ocha", "name": "Sagu", "quantity": 1, "unit_price": 5_000}])
    till.send(sale)
    db.session.rollback()
    found = find_sale(sale["id"])
    assert found is not None
    assert (found.lines[0].maker, found.lines[0].product, found.amount) == ("Mama Ocha", "Sagu", 5_000)


def test_a_shift_of_this_booth_is_linked_another_is_flagged(till: TillClient, city: City) -> None:
    begin_writing()
    shift = open_shift(city.booth_id, city.cashier_id, actor=SYSTEM)
    uuid, shift_id = shift.uuid, shift.id
    commit()
    known, unknown = a_sale(city, shift=uuid), a_sale(city, shift=new_id())
    answers = till.send(known, unknown)
    db.session.rollback()
    found = find_sale(known["id"])
    assert found is not None
    assert found.shift_id == shift_id
    assert [answer["flags"] for answer in answers] == [[], ["unknown_shift"]]
