"""Reversals as tills send them: before, beside and after their sale; and ids used twice (decisions 14)."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.decisions.filters import OpenItemFilter
from app.decisions.queries import list_open_ids
from app.extensions import db
from app.months.services import set_closed
from app.sales.models import PendingVoid, Sale, SaleConflict
from app.sales.queries import find_sale, list_unresolved, sum_period
from app.sales.queries.open_items import list_pending_voids
from app.sales.services import list_resolution_proposals
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from app.tills.services.tills import enrol_till
from tests.ledger import NIP, NOVEMBER, City, TillClient, a_sale, a_void, bought, count, new_id, other_booth


def close(period: Period) -> None:
    begin_writing()
    set_closed(period)
    commit()


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
