"""What supplements added: resolutions, reversals and their order; and frozen + added = what the ledger counts."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from app.closing.check import check_snapshots
from app.closing.queries import list_months_of_person, list_supplement_gains
from app.closing.supplement_gains import Entry, SupplementGain, gains_of
from app.extensions import db
from app.months.models import LateItem
from app.months.queries import list_late
from app.months.services import accept_late
from app.sales.corrections.voids import FINANCE, void_sale
from app.sales.ledger.check import LedgerReport
from app.sales.services import resolve_buyer
from app.shared import clock
from app.shared.period import Period
from tests.people import Staff, accept, buy, buy_late, close, make_staff
from tests.standing import FINANCE as TREASURER

OCTOBER = Period(2026, 10)
ANI, BUDI = 1, 2


@pytest.mark.parametrize(
    ("entry", "gains"),
    [
        (Entry(5_000, ANI, 0), []),
        (Entry(5_000, ANI, 1), [(ANI, 1, 5_000)]),
        (Entry(5_000, None, 1), []),
        (Entry(5_000, None, 1, ((7, 0, ANI),)), [(ANI, 1, 5_000)]),
        (Entry(5_000, None, 0, ((7, 2, ANI),)), [(ANI, 2, 5_000)]),
        (Entry(5_000, None, 1, ((7, 3, ANI),)), [(ANI, 3, 5_000)]),
        (Entry(5_000, None, 0, ((7, 0, ANI), (8, 1, BUDI))), [(ANI, 1, -5_000), (BUDI, 1, 5_000)]),
        (Entry(5_000, None, 0, ((7, 2, ANI), (8, 1, BUDI))), [(BUDI, 1, 5_000)]),
        (Entry(5_000, None, 0, ((7, 0, ANI), (8, 1, ANI))), []),
        (Entry(-5_000, None, 0, ((7, 1, ANI),)), [(ANI, 1, -5_000)]),
    ],
)
def test_a_supplement_gives_to_the_buyer_it_makes_and_takes_from_the_one_before(
    entry: Entry, gains: list[tuple[int, int, int]]
) -> None:
    assert list(gains_of(entry)) == [SupplementGain(*gain) for gain in gains]


@pytest.fixture
def staff(session: Any) -> Staff:
    """October closed: Ani 15.000, an unknown buyer 4.000."""
    staff = make_staff()
    buy(staff.ani, 15_000, "2026-10-05")
    buy(None, 4_000, "2026-10-06", buyer_kind="unresolved", buyer_name="Budi?")
    close(OCTOBER)
    return staff


def unknown_sale() -> int:
    return db.session.scalar(
        text("SELECT max(id) FROM sale WHERE buyer_kind = 'unresolved' AND void_of IS NULL")
    )  # type: ignore[return-value]


def resolve(person: Any) -> None:
    resolve_buyer(unknown_sale(), person.id, "ditelepon", actor=TREASURER)


def take_all() -> None:
    accept_late(OCTOBER, None, actor=TREASURER)


def gains(staff: Staff) -> dict[tuple[str, int], int]:
    names = {staff.ani.id: "ani", staff.budi.id: "budi"}
    return {(names[one.employee_id], one.number): one.amount for one in list_supplement_gains(OCTOBER)}


def findings() -> list[str]:
    report = LedgerReport()
    check_snapshots(report)
    return report.findings


def test_a_resolution_taken_in_counts_for_whom_it_names(staff: Staff) -> None:
    resolve(staff.budi)
    take_all()
    assert gains(staff) == {("budi", 1): 4_000}
    assert list_months_of_person(staff.budi.id, [OCTOBER])[OCTOBER].outcome.bought == 4_000
    assert findings() == []


def test_a_second_resolution_takes_from_the_first_and_gives_to_the_second(staff: Staff) -> None:
    resolve(staff.ani)
    take_all()
    resolve(staff.budi)
    take_all()
    assert gains(staff) == {("ani", 1): 4_000, ("ani", 2): -4_000, ("budi", 2): 4_000}
    assert list_months_of_person(staff.ani.id, [OCTOBER])[OCTOBER].outcome.bought == 15_000
    assert findings() == []


def test_whom_a_later_word_makes_the_public_loses_it_again(staff: Staff) -> None:
    resolve(staff.budi)
    take_all()
    resolve_buyer(unknown_sale(), None, "bukan pegawai kota", actor=TREASURER)
    take_all()
    assert gains(staff) == {("budi", 1): 4_000, ("budi", 2): -4_000}
    assert list_months_of_person(staff.budi.id, [OCTOBER])[OCTOBER].outcome.bought == 0
    assert findings() == []


def test_a_resolution_of_a_voided_sale_follows_to_its_reversal(staff: Staff) -> None:
    void_sale(unknown_sale(), "salah", by=FINANCE, actor=TREASURER)
    take_all()
    resolve(staff.budi)
    take_all()
    assert gains(staff) == {}
    assert findings() == []


def test_a_late_unknown_sale_is_credited_by_the_supplement_that_names_its_buyer(staff: Staff) -> None:
    accept(late_unknown(6_000))
    resolve(staff.budi)
    take_all()
    assert gains(staff) == {("budi", 2): 6_000}
    assert findings() == []


def test_a_late_unknown_sale_and_its_buyer_taken_in_at_once_count_once(staff: Staff) -> None:
    late_unknown(6_000)
    resolve(staff.budi)
    assert len(list_late(OCTOBER)) == 2
    take_all()
    assert gains(staff) == {("budi", 1): 6_000}
    assert findings() == []


def late_unknown(amount: int) -> Any:
    sale = buy(None, amount, "2026-10-20", buyer_kind="unresolved", buyer_name="Budi?", result="parked")
    item = LateItem(period=OCTOBER, reason="month_closed", sale_id=sale.id, arrived_at=clock.now())
    db.session.add(item)
    db.session.flush()
    return item


def test_a_sale_that_slipped_into_a_closed_month_is_found(staff: Staff) -> None:
    accept(buy_late(staff.budi, 7_000, "2026-10-20"))
    assert findings() == []
    buy(staff.ani, 9_000, "2026-10-21")
    (finding,) = findings()
    assert "2026-10 versi 1" in finding and "15000" in finding and "24000" in finding
