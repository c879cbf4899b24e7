"""What a till is answered, item by item (decisions 12-17 and JSON)."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.decisions.filters import OpenItemFilter
from app.decisions.queries import list_open_ids
from app.extensions import db
from app.months.services import set_closed
from app.sales.models import PendingVoid, Sale, SaleConflict, SaleLine
from app.sales.queries import bought_per_employee, find_sale, list_unresolved, sum_period
from app.sales.queries.open_items import list_pending_voids
from app.sales.services import list_resolution_proposals
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from app.tills.services.shifts import open_shift
from app.tills.services.tills import enrol_till
from tests.ledger import NIP, City, TillClient, a_sale, a_void, new_id, other_booth

NOVEMBER = Period(2026, 11)


def bought(employee_id: int, period: Period = NOVEMBER) -> int:
    db.session.rollback()
    part = bought_per_employee(period)
    return db.session.scalar(select(part.c.bought).where(part.c.employee_id == employee_id)) or 0


def close(period: Period) -> None:
    begin_writing()
    set_closed(period)
    commit()


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


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


def test_a_sale_in_a_closed_month_is_parked_not_lost(till: TillClient, city: City) -> None:
    close(Period(2026, 10))
    sale = a_sale(city, sold_at="2026-10-30T09:00:00+09:00")
    (first,) = till.send(sale)
    (again,) = till.send(sale)
    assert (first["result"], first["month"]) == ("parked", "2026-10")
    assert (again["result"], again["first_result"], again["month"]) == ("replayed", "parked", "2026-10")
    assert bought(city.employee_id, Period(2026, 10)) == 0
    assert bought(city.employee_id) == 0


def test_a_void_takes_the_originals_business_date_and_month(till: TillClient, city: City) -> None:
    sale = a_sale(city, sold_at="2026-10-31T23:59:00+09:00")
    till.send(sale)
    void = a_void(sale["id"], sold_at="2026-10-31T23:59:30+09:00")
    (answer,) = till.send(void)
    db.session.rollback()
    found = find_sale(void["id"])
    assert (answer["result"], answer["month"]) == ("recorded", "2026-10")
    assert found is not None
    assert (found.business_date, found.amount) == (date(2026, 10, 31), -30_000)
    assert bought(city.employee_id, Period(2026, 10)) == 0


def test_a_void_and_its_sale_in_one_batch_in_any_order(till: TillClient, city: City) -> None:
    sale = a_sale(city)
    answers = till.send(a_void(sale["id"]), sale)
    assert [answer["result"] for answer in answers] == ["recorded", "recorded"]
    assert bought(city.employee_id) == 0


def test_a_second_void_is_refused(till: TillClient, city: City) -> None:
    sale = a_sale(city)
    void = a_void(sale["id"])
    till.send(sale, void)
    (second,) = till.send(a_void(sale["id"]))
    (again,) = till.send(void)
    assert second["result"] == "refused"
    assert again["result"] == "replayed"
    assert count(Sale) == 2


def test_two_voids_of_one_sale_in_one_batch_make_one_reversal(till: TillClient, city: City) -> None:
    sale = a_sale(city)
    till.send(sale)
    answers = till.send(a_void(sale["id"]), a_void(sale["id"]))
    assert [answer["result"] for answer in answers] == ["recorded", "refused"]


def test_a_void_of_a_void_is_refused(till: TillClient, city: City) -> None:
    sale = a_sale(city)
    void = a_void(sale["id"])
    till.send(sale, void)
    (answer,) = till.send(a_void(void["id"]))
    assert answer["result"] == "refused"


def test_a_void_before_its_sale_waits_and_is_applied_when_it_comes(till: TillClient, city: City) -> None:
    sale = a_sale(city)
    void = a_void(sale["id"])
    (first,) = till.send(void)
    (again,) = till.send(void)
    till.send(sale)
    (after,) = till.send(void)
    assert (first["result"], first["month"], first["flags"]) == ("parked", None, ["waiting_for_sale"])
    assert again["result"] == after["result"] == "replayed"
    assert (
        (again["first_result"], again["month"]) == (after["first_result"], after["month"]) == ("parked", None)
    )
    assert bought(city.employee_id) == 0
    assert count(Sale) == 2
    assert db.session.scalar(select(PendingVoid.decided_at)) is not None


def test_a_void_of_a_parked_sale_waits_with_it(till: TillClient, city: City) -> None:
    close(Period(2026, 10))
    sale = a_sale(city, sold_at="2026-10-30T09:00:00+09:00")
    till.send(sale)
    (answer,) = till.send(a_void(sale["id"], sold_at="2026-10-30T09:01:00+09:00"))
    assert (answer["result"], answer["month"]) == ("parked", "2026-10")


@pytest.fixture
def elsewhere(app: Flask, city: City) -> TillClient:
    """A till of another booth."""
    booth = other_booth()
    begin_writing()
    _, token = enrol_till(booth.id, "Lain", actor=SYSTEM)
    commit()
    return TillClient(app, token)


def test_a_void_of_another_booths_sale_is_refused(
    till: TillClient, city: City, elsewhere: TillClient
) -> None:
    sale = a_sale(city)
    till.send(sale)
    (answer,) = elsewhere.send(a_void(sale["id"]))
    assert answer["result"] == "refused"
    assert bought(city.employee_id) == 30_000


def test_a_void_of_another_booths_sale_that_comes_before_it_waits_for_a_person(
    till: TillClient, city: City, elsewhere: TillClient
) -> None:
    sale = a_sale(city)
    elsewhere.send(a_void(sale["id"]))
    till.send(sale)
    assert bought(city.employee_id) == 30_000
    assert list(db.session.scalars(select(PendingVoid.decided_at))) == [None]


def test_a_batch_leaves_one_event_without_names_or_numbers(till: TillClient, city: City) -> None:
    before = count(AuditEvent)
    till.send(a_sale(city), a_sale(city), a_sale(city, lines=[]))
    db.session.rollback()
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert count(AuditEvent) == before + 1
    assert event is not None
    assert event.details == {"recorded": 2, "refused": 1}
    assert NIP not in str(event.details)


def test_sums_split_into_bought_public_and_unresolved(till: TillClient, city: City) -> None:
    till.send(a_sale(city), a_sale(city, buyer={"public": True}), a_sale(city, buyer={"name": "Siapa"}))
    db.session.rollback()
    sums = sum_period(NOVEMBER)
    assert (sums.turnover, sums.bought, sums.public, sums.unresolved) == (90_000, 30_000, 30_000, 30_000)


def test_a_sale_under_the_id_of_a_waiting_void_is_a_conflict_and_the_void_still_finds_its_sale(
    till: TillClient, city: City
) -> None:
    sale = a_sale(city)
    void = a_void(sale["id"])
    till.send(void)
    (taken,) = till.send(a_sale(city, id=void["id"]))
    assert (taken["result"], count(Sale), count(SaleConflict)) == ("conflict", 0, 1)
    assert till.send(sale)[0]["result"] == "recorded"
    assert bought(city.employee_id) == 0
    assert till.send(void)[0]["result"] == "replayed"


def test_a_sale_under_the_id_of_an_applied_void_is_a_conflict(till: TillClient, city: City) -> None:
    sale = a_sale(city)
    void = a_void(sale["id"])
    till.send(void)
    till.send(sale)
    assert till.send(a_sale(city, id=void["id"]))[0]["result"] == "conflict"
    assert count(Sale) == 2


def test_a_void_under_the_id_of_a_sale_is_a_conflict_and_kept(till: TillClient, city: City) -> None:
    sale = a_sale(city)
    till.send(sale)
    (taken,) = till.send(a_void(new_id(), id=sale["id"]))
    assert (taken["result"], count(PendingVoid), count(SaleConflict)) == ("conflict", 0, 1)


def test_a_waiting_void_may_not_be_given_another_sale(till: TillClient, city: City) -> None:
    sale = a_sale(city)
    void = a_void(new_id())
    till.send(void)
    till.send(sale)
    assert till.send(void | {"void_of": sale["id"]})[0]["result"] == "conflict"
    assert bought(city.employee_id) == 30_000


def test_of_two_voids_waiting_for_one_sale_one_is_applied_and_the_other_waits_no_more(
    till: TillClient, city: City
) -> None:
    sale = a_sale(city)
    till.send(a_void(sale["id"]))
    second = a_void(sale["id"])
    till.send(second)
    till.send(sale)
    assert (count(Sale), bought(city.employee_id)) == (2, 0)
    assert list_open_ids(list_pending_voids, OpenItemFilter()) == []
    assert till.send(second)[0]["result"] == "replayed"


def test_a_waiting_void_of_what_turns_out_to_be_a_void_waits_no_more(till: TillClient, city: City) -> None:
    sale = a_sale(city)
    void = a_void(sale["id"])
    till.send(a_void(void["id"]))
    till.send(sale)
    till.send(void)
    assert (count(Sale), list_open_ids(list_pending_voids, OpenItemFilter())) == (2, [])


@pytest.mark.parametrize("number", [int(NIP), 198001012005011008])
def test_a_nip_sent_as_a_json_number_is_nobodys_for_its_last_digits_may_be_rounded(
    till: TillClient, city: City, number: int
) -> None:
    (answer,) = till.send(a_sale(city, buyer={"nip": number}))
    assert (answer["result"], "number_damaged" in answer["flags"]) == ("recorded", True)
    (sale,) = list_unresolved(NOVEMBER)
    assert sale.buyer_number == str(number)
    assert list_resolution_proposals() == []


def test_a_good_number_beside_a_rounded_one_in_a_batch_is_still_somebodys(
    till: TillClient, city: City
) -> None:
    till.send(a_sale(city, buyer={"nip": int(NIP)}), a_sale(city))
    assert bought(city.employee_id) == 30_000
