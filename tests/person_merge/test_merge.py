"""Two records of one person: everything leads to the one that stays, no sum moves, and it can be taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import LoginSession, User
from app.accounts.services import create_user, start_session
from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM, Actor
from app.audit.verify import catch_up
from app.closing.queries import list_months_of_person
from app.compliance.models import Exemption
from app.compliance.queries import find_standing, list_standings
from app.directory.errors import PeopleAlreadyMerged, TwoPnsIds
from app.directory.models import Employee, FormerNumber, Posting
from app.directory.purging import erase_people
from app.directory.queries import find_employee_id, search_employees
from app.disputes.models import Dispute
from app.extensions import db
from app.months.models import LateItem
from app.months.services import accept_late
from app.person_merge.errors import MergeReasonMissing, MergeUndoPrevented, OwnRecord
from app.person_merge.models import PersonMerge
from app.person_merge.purging import erase_merges_of
from app.person_merge.queries import find_obstacle, get_merge_preview
from app.person_merge.services import merge_people, undo_merge
from app.sales.corrections.voids import FINANCE, void_sale
from app.sales.drafts import BuyerRef
from app.sales.intake.lookups import find_people
from app.sales.ledger.check import check_ledger
from app.sales.queries import sum_period
from app.sales.services import resolve_buyer
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from tests.people import Staff, buy, close, make_staff
from tests.standing import post

NIP = "198001012005011009"
OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)
WHY = "orang yang sama, terdaftar dua kali"


@pytest.fixture
def staff(session: Any) -> Staff:
    """Ani is the record with a NIP; Budi is Ani again, by a code and without one."""
    found = make_staff()
    found.ani.nip, found.ani.code = NIP, None
    db.session.flush()
    return found


def bought(person: Employee, period: Period = NOVEMBER) -> int:
    row = find_standing(person.id, period)
    return row.bought if row else 0


def money(period: Period) -> tuple[int, ...]:
    sums = sum_period(period)
    return sums.turnover, sums.bought, sums.public, sums.unresolved


def ensure_sound() -> None:
    commit()
    catch_up()
    assert check_ledger().findings == []


def merge(staff: Staff) -> PersonMerge:
    return merge_people(staff.ani.id, staff.budi.id, WHY, actor=SYSTEM)


def test_purchases_of_an_open_month_count_for_the_one_who_stays_and_no_sum_moves(staff: Staff) -> None:
    buy(staff.ani, 5_000)
    buy(staff.budi, 12_000)
    void_sale(buy(staff.budi, 3_000).id, "salah barang", by=FINANCE, actor=SYSTEM)
    typed = buy(None, 4_000, buyer_kind="unresolved", buyer_name="B. Sahetapy")
    resolve_buyer(typed.id, staff.budi.id, "dikenal", actor=SYSTEM)
    others = {
        row.employee_id: row for row in list_standings(NOVEMBER) if row.name[:4] not in ("Ani ", "Budi")
    }
    before = money(NOVEMBER)
    merge(staff)
    assert (bought(staff.ani), bought(staff.budi)) == (21_000, 0)
    assert money(NOVEMBER) == before
    rows = {row.employee_id: row for row in list_standings(NOVEMBER)}
    assert rows.pop(staff.ani.id).status == "met"
    assert rows == others  # the record that ended is in no list, and nobody else's month moved
    ensure_sound()


def test_a_closed_month_gets_late_items_and_its_figures_move_with_the_supplement_only(staff: Staff) -> None:
    buy(staff.budi, 20_000, "2026-10-05")
    close(OCTOBER)
    merge(staff)
    assert db.session.scalars(select(LateItem.reason)).all() == ["month_closed", "month_closed"]
    assert len({*db.session.scalars(select(LateItem.bundle))}) == 1  # both halves, or neither
    of_ani = list_months_of_person(staff.ani.id, [OCTOBER])[OCTOBER]
    assert of_ani.outcome.bought == 0
    accept_late(OCTOBER, None, actor=SYSTEM)
    months = [list_months_of_person(one.id, [OCTOBER])[OCTOBER].outcome for one in (staff.ani, staff.budi)]
    assert [(one.bought, one.status) for one in months] == [(20_000, "met"), (0, "short")]
    ensure_sound()


def test_numbers_cards_and_old_ids_lead_to_the_one_who_stays(staff: Staff) -> None:
    code, card = staff.budi.code, staff.budi.card_token
    merge(staff)
    assert staff.ani.code == code  # a number it lacked becomes its own
    assert (
        find_employee_id(card=card)
        == find_employee_id(code=code)
        == find_employee_id(nip=NIP)
        == staff.ani.id
    )
    refs = [BuyerRef("card", card), BuyerRef("code", code or ""), BuyerRef("employee", str(staff.budi.id))]
    found = find_people(db.session.connection(), refs)
    assert set(found.values()) == {staff.ani.id} and len(found) == 3
    assert [one.id for one in search_employees("Budi Sahetapy")] == []


def test_a_number_of_a_kind_the_other_has_becomes_a_former_one(staff: Staff) -> None:
    staff.budi.nip = "198001012024211001"
    merge(staff)
    assert find_employee_id(nip="198001012024211001") == staff.ani.id
    assert db.session.scalars(select(FormerNumber.number)).all() == ["198001012024211001"]


def test_only_older_postings_go_along(staff: Staff) -> None:
    post(staff.budi, "2025-03-01", staff.school, status="Non ASN")
    post(staff.budi, "2026-05-01", staff.clinic)
    merge(staff)
    days = db.session.execute(
        select(Posting.employee_id, Posting.effective_from).order_by(Posting.effective_from)
    )
    assert [day for who, day in days if who == staff.ani.id] == [date(2025, 3, 1), date(2026, 1, 1)]
    assert db.session.scalars(select(Posting).where(Posting.employee_id == staff.budi.id)).all() == []


def test_exemptions_complaints_and_login_of_the_record(staff: Staff) -> None:
    sale = buy(staff.budi, 7_000)
    now = clock.now()
    dispute = Dispute(
        employee_id=staff.budi.id, kind="not_mine", sale_id=sale.id, period=NOVEMBER, reason="x", created_at=now,
        state="open",
    )  # fmt: skip
    exempt = Exemption(
        scope="person", employee_id=staff.budi.id, from_period=NOVEMBER, kind="cuti", letter_number="1",
        letter_date=date(2026, 10, 1), state="approved", created_at=now,
    )  # fmt: skip
    db.session.add_all([dispute, exempt])
    user = create_user("budi.s", actor=SYSTEM, employee_id=staff.budi.id, password_hash="x")
    start_session(user.id)
    seen = get_merge_preview(staff.ani.id, staff.budi.id)
    assert (seen.merged.receipts, seen.merged.exemptions, seen.merged.disputes) == (1, 1, 1)
    done = merge(staff)
    ((_original, copy),) = done.details["pairs"]
    assert (dispute.employee_id, dispute.sale_id, exempt.employee_id) == (staff.ani.id, copy, staff.ani.id)
    assert not db.session.get_one(User, user.id, populate_existing=True).is_active
    assert (
        db.session.scalars(select(LoginSession.ended_at).where(LoginSession.ended_at.is_(None))).all() == []
    )
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "directory.merge_people")).one()
    assert (event.subject_id, event.details["merged"], event.details["sales"]) == (
        staff.ani.id,
        staff.budi.id,
        1,
    )


def test_undone_everything_is_as_it_was(staff: Staff) -> None:
    buy(staff.budi, 12_000)
    buy(staff.budi, 20_000, "2026-10-05")
    typed = buy(None, 4_000, buyer_kind="unresolved", buyer_name="B. Sahetapy")
    resolve_buyer(typed.id, staff.budi.id, "dikenal", actor=SYSTEM)
    close(OCTOBER)
    staff.budi.nip, code = "198001012024211001", staff.budi.code
    post(staff.budi, "2025-03-01", staff.school, status="Non ASN")
    user = create_user("budi.s", actor=SYSTEM, employee_id=staff.budi.id, password_hash="x")
    before = {row.employee_id: row for row in list_standings(NOVEMBER)}
    done = merge(staff)
    assert find_obstacle(done) == ""
    undo_merge(done.id, actor=SYSTEM)
    assert {row.employee_id: row for row in list_standings(NOVEMBER)} == before
    assert (staff.budi.nip, staff.budi.code, staff.ani.code) == ("198001012024211001", code, None)
    assert db.session.get_one(User, user.id, populate_existing=True).is_active
    accept_late(OCTOBER, None, actor=SYSTEM)  # what waits of both acts comes to nothing
    assert list_months_of_person(staff.budi.id, [OCTOBER])[OCTOBER].outcome.bought == 20_000
    assert [one.id for one in search_employees("Budi Sahetapy")] == [staff.budi.id]
    ensure_sound()
    begin_writing()
    with pytest.raises(MergeUndoPrevented) as refusal:
        undo_merge(done.id, actor=SYSTEM)
    assert refusal.value.facts["why"] == "undone"


def _buys_again(staff: Staff) -> None:
    buy(staff.ani, 1_000)


def _closes(staff: Staff) -> None:
    close(OCTOBER)


def _moves(staff: Staff) -> None:
    post(staff.ani, "2026-11-02", staff.clinic).recorded_at = clock.now()


def _merges_on(staff: Staff) -> None:
    merge_people(staff.cici.id, staff.ani.id, WHY, actor=SYSTEM)


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (_buys_again, "new_purchases"),
        (_closes, "month_changed"),
        (_moves, "record_changed"),
        (_merges_on, "later_merge"),
    ],
)
def test_what_was_built_on_a_merge_keeps_it(staff: Staff, act: Any, why: str) -> None:
    buy(staff.budi, 12_000, "2026-10-05")
    done = merge(staff)
    act(staff)
    with pytest.raises(MergeUndoPrevented) as refusal:
        undo_merge(done.id, actor=SYSTEM)
    assert refusal.value.facts["why"] == why


def test_a_late_item_that_finance_decided_keeps_the_merge(staff: Staff) -> None:
    buy(staff.budi, 12_000, "2026-10-05")
    close(OCTOBER)
    done = merge(staff)
    assert find_obstacle(done) == ""
    accept_late(OCTOBER, None, actor=SYSTEM)
    with pytest.raises(MergeUndoPrevented) as refusal:
        undo_merge(done.id, actor=SYSTEM)
    assert refusal.value.facts["why"] == "late_decided"


def test_a_merge_of_people_who_were_purged_stays(staff: Staff) -> None:
    buy(staff.budi, 12_000)
    done = merge(staff)
    erase_merges_of([staff.ani.id])
    erase_people([staff.ani.id, staff.budi.id], clock.now())
    db.session.expire_all()
    with pytest.raises(MergeUndoPrevented) as refusal:
        undo_merge(done.id, actor=SYSTEM)
    assert refusal.value.facts["why"] == "purged"
    assert staff.budi.merged_into_id == staff.ani.id


def test_a_second_merge_leads_the_first_record_on(staff: Staff) -> None:
    card = staff.budi.card_token
    merge(staff)
    merge_people(staff.cici.id, staff.ani.id, WHY, actor=SYSTEM)
    assert find_employee_id(card=card) == staff.cici.id


def test_who_may_not_be_merged(staff: Staff) -> None:
    with pytest.raises(MergeReasonMissing):
        merge_people(staff.ani.id, staff.budi.id, "  ", actor=SYSTEM)
    with pytest.raises(PeopleAlreadyMerged):
        merge_people(staff.ani.id, staff.ani.id, WHY, actor=SYSTEM)
    user = create_user("ani.l", actor=SYSTEM, employee_id=staff.ani.id, password_hash="x")
    with pytest.raises(OwnRecord):
        merge_people(staff.ani.id, staff.budi.id, WHY, actor=Actor("user", user.id, "Ani"))
    staff.ani.pns_id, staff.budi.pns_id = "A1", "B2"
    with pytest.raises(TwoPnsIds):
        merge(staff)
    staff.budi.pns_id = None
    merge(staff)
    with pytest.raises(PeopleAlreadyMerged):
        merge(staff)
