"""Late entries, corrections and resolutions: what waits, what is taken in, and what counts then."""

from typing import Any

import pytest
from sqlalchemy import text

from app.audit.rules import SYSTEM
from app.extensions import db
from app.months.errors import LateItemNotPending, MonthIsFixed
from app.months.queries import list_late
from app.months.services import accept_late, decline_late, move_late, set_closed, set_open
from app.sales.corrections.voids import FINANCE, Reverser, correct_sale, void_sale
from app.sales.drafts import BuyerRef, LineDraft, SaleDraft
from app.sales.errors import BuyerAlreadyIdentified, SaleAlreadyVoided, VoidNotAllowed
from app.sales.queries import find_sale
from app.sales.services import confirm_resolutions, list_resolution_proposals, resolve_buyer
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit, rollback
from tests.ledger import NIP, OTHER_NIP, City, TillClient, a_sale, a_void, bought, ensure_sound, new_id

OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)
IN_OCTOBER = "2026-10-30T09:00:00+09:00"


def close(period: Period = OCTOBER) -> None:
    begin_writing()
    set_closed(period)
    commit()


def sale_id(sale: dict[str, Any]) -> int:
    db.session.rollback()
    found = find_sale(sale["id"])
    assert found is not None
    return found.id


def act(verb: Any, *args: Any, **named: Any) -> Any:
    begin_writing()
    try:
        answer = verb(*args, actor=SYSTEM, **named)
    except BaseException:
        rollback()
        raise
    commit()
    return answer


def test_what_is_accepted_counts_in_its_own_month_as_a_supplement(till: TillClient, city: City) -> None:
    close()
    till.send(a_sale(city, sold_at=IN_OCTOBER))
    done = act(accept_late, OCTOBER, None)
    assert (done.count, done.version, done.supplement) == (1, 1, 1)
    assert (bought(city.employee_id, OCTOBER), bought(city.employee_id, NOVEMBER)) == (30_000, 0)
    till.send(a_sale(city, sold_at=IN_OCTOBER))
    assert act(accept_late, OCTOBER, None).supplement == 2
    ensure_sound()


def test_what_is_declined_never_counts(till: TillClient, city: City) -> None:
    close()
    till.send(a_sale(city, sold_at=IN_OCTOBER))
    (item,) = list_late(OCTOBER)
    act(decline_late, OCTOBER, [item.id], "tidak ada bukti")
    assert list_late(OCTOBER) == []
    assert bought(city.employee_id, OCTOBER) == 0
    with pytest.raises(LateItemNotPending):
        act(accept_late, OCTOBER, [item.id])


def test_a_sale_and_its_reversal_are_taken_in_together(till: TillClient, city: City) -> None:
    close()
    sale = a_sale(city, sold_at=IN_OCTOBER)
    till.send(sale)
    till.send(a_void(sale["id"], sold_at=IN_OCTOBER))
    first, _ = list_late(OCTOBER)
    assert act(accept_late, OCTOBER, [first.id]).count == 2
    assert bought(city.employee_id, OCTOBER) == 0


def test_a_sale_parked_for_its_clock_gets_its_month_from_finance(till: TillClient, city: City) -> None:
    (answer,) = till.send(
        a_sale(city, sold_at="1970-01-01T09:00:00+09:00"), sent_at="1970-01-01T09:05:00+09:00"
    )
    assert (answer["result"], answer["month"]) == ("parked", "2026-11")
    (item,) = list_late(NOVEMBER)
    act(move_late, NOVEMBER, [item.id], OCTOBER)
    done = act(accept_late, OCTOBER, [item.id])
    assert (done.count, done.supplement) == (1, None)  # an open month needs no supplement
    assert (bought(city.employee_id, OCTOBER), bought(city.employee_id, NOVEMBER)) == (30_000, 0)
    ensure_sound()


def test_what_waits_for_a_closed_month_is_never_moved(till: TillClient, city: City) -> None:
    close()
    till.send(a_sale(city, sold_at=IN_OCTOBER))
    (item,) = list_late(OCTOBER)
    with pytest.raises(MonthIsFixed):
        act(move_late, OCTOBER, [item.id], NOVEMBER)


def test_a_void_of_a_moved_sale_counts_in_the_month_it_was_moved_to(till: TillClient, city: City) -> None:
    sale = a_sale(city, sold_at="1970-01-01T09:00:00+09:00")
    till.send(sale, sent_at="1970-01-01T09:05:00+09:00")
    (item,) = list_late(NOVEMBER)
    act(move_late, NOVEMBER, [item.id], OCTOBER)
    act(accept_late, OCTOBER, [item.id])
    till.send(a_void(sale["id"]))
    assert (bought(city.employee_id, OCTOBER), bought(city.employee_id, NOVEMBER)) == (0, 0)
    ensure_sound()


def test_after_a_reopening_waiting_items_simply_count(till: TillClient, city: City) -> None:
    close()
    till.send(a_sale(city, sold_at=IN_OCTOBER))
    begin_writing()
    set_open(OCTOBER)
    commit()
    assert act(accept_late, OCTOBER, None).supplement is None
    assert bought(city.employee_id, OCTOBER) == 30_000


def test_what_a_later_version_holds_is_in_no_supplement(till: TillClient, city: City) -> None:
    close()
    till.send(a_sale(city, sold_at=IN_OCTOBER))
    act(accept_late, OCTOBER, None)
    for change, number in ((None, 1), (set_open, None), (set_closed, None)):
        if change:
            begin_writing()
            change(OCTOBER)
            commit()
        (item,) = list_late(OCTOBER, undecided_only=False)
        assert (item.decision, item.supplement) == ("accepted", number)
        db.session.rollback()


def test_a_void_of_what_was_accepted_counts_at_once_after_a_reopening(till: TillClient, city: City) -> None:
    close()
    sale = a_sale(city, sold_at=IN_OCTOBER)
    till.send(sale)
    act(accept_late, OCTOBER, None)
    begin_writing()
    set_open(OCTOBER)
    commit()
    (answer,) = till.send(a_void(sale["id"], sold_at=IN_OCTOBER))
    assert (answer["result"], "month_closed" in answer["flags"]) == ("recorded", False)
    assert bought(city.employee_id, OCTOBER) == 0
    ensure_sound()


def test_a_decided_item_stays_decided_in_the_database(till: TillClient, city: City) -> None:
    close()
    till.send(a_sale(city, sold_at=IN_OCTOBER))
    act(accept_late, OCTOBER, None)
    begin_writing()
    with pytest.raises(Exception, match="late_item|late item|append-only"):
        db.session.execute(text("UPDATE late_item SET decision = 'declined'"))


def draft(city: City, nip: str, quantity: int = 1) -> SaleDraft:
    lines = (LineDraft(quantity, 15_000, city.product_id),)
    return SaleDraft(new_id(), clock.now(), BuyerRef("nip", nip), lines, "cash", "rina")


def test_a_correction_reverses_and_replaces_on_the_originals_date(till: TillClient, city: City) -> None:
    sale = a_sale(city, sold_at=IN_OCTOBER)
    till.send(sale)
    right = draft(city, OTHER_NIP)
    done = act(correct_sale, sale_id(sale), right, "salah pembeli", by=FINANCE)
    again = act(correct_sale, sale_id(sale), right, "salah pembeli", by=FINANCE)
    assert (done.result, done.period, again.result) == ("recorded", "2026-10", "replayed")
    assert (bought(city.employee_id, OCTOBER), bought(city.other_id, OCTOBER)) == (0, 15_000)
    with pytest.raises(SaleAlreadyVoided):
        act(correct_sale, sale_id(sale), draft(city, NIP), "lagi", by=FINANCE)
    ensure_sound()


def test_a_correction_in_a_closed_month_waits_as_one(till: TillClient, city: City) -> None:
    sale = a_sale(city, sold_at=IN_OCTOBER)
    till.send(sale)
    close()
    act(correct_sale, sale_id(sale), draft(city, OTHER_NIP), "salah pembeli", by=FINANCE)
    assert bought(city.employee_id, OCTOBER) == 30_000
    first, _ = list_late(OCTOBER)
    assert act(accept_late, OCTOBER, [first.id]).count == 2
    assert (bought(city.employee_id, OCTOBER), bought(city.other_id, OCTOBER)) == (0, 15_000)
    ensure_sound()


def test_a_cashier_may_not_void_yesterdays_sale(till: TillClient, city: City) -> None:
    sale = a_sale(city, sold_at="2026-11-06T09:00:00+09:00")
    till.send(sale)
    with pytest.raises(VoidNotAllowed):
        act(void_sale, sale_id(sale), "salah", by=Reverser(city.cashier_id, city.booth_id))


def test_the_last_resolution_wins_and_a_reversal_follows_it(till: TillClient, city: City) -> None:
    sale = a_sale(city, buyer={"name": "Ibu Ani"})
    till.send(sale)
    act(resolve_buyer, sale_id(sale), city.employee_id, "ditanya")
    act(resolve_buyer, sale_id(sale), city.other_id, "keliru tadi")
    assert (bought(city.employee_id, NOVEMBER), bought(city.other_id, NOVEMBER)) == (0, 30_000)
    till.send(a_void(sale["id"]))
    assert bought(city.other_id, NOVEMBER) == 0
    ensure_sound()


def test_a_resolution_in_a_closed_month_waits(till: TillClient, city: City) -> None:
    sale = a_sale(city, sold_at=IN_OCTOBER, buyer={"name": "Ibu Ani"})
    till.send(sale)
    close()
    assert act(resolve_buyer, sale_id(sale), city.employee_id, "ditanya").result == "parked"
    assert bought(city.employee_id, OCTOBER) == 0
    act(accept_late, OCTOBER, None)
    assert bought(city.employee_id, OCTOBER) == 30_000


def test_only_an_unresolved_buyer_is_resolved(till: TillClient, city: City) -> None:
    sale = a_sale(city)
    till.send(sale)
    with pytest.raises(BuyerAlreadyIdentified):
        act(resolve_buyer, sale_id(sale), city.other_id, "coba")


def test_a_number_that_became_somebodys_is_proposed_and_confirmed_once(till: TillClient, city: City) -> None:
    till.send(a_sale(city, buyer={"code": "K-7", "name": "Ani"}))
    assert list_resolution_proposals() == []
    begin_writing()
    db.session.execute(text("UPDATE employee SET code = 'K-7' WHERE id = :id"), {"id": city.employee_id})
    commit()
    (proposal,) = list_resolution_proposals()
    assert proposal.employee_id == city.employee_id
    assert act(confirm_resolutions) == 1
    assert list_resolution_proposals() == []
    assert bought(city.employee_id, NOVEMBER) == 30_000
