"""Receipt number, content hash, limits, the clock table, who may reverse. Pure rules."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sales.drafts import PUBLIC, BuyerRef, LineDraft, SaleDraft, VoidDraft
from app.sales.rules import (
    SaleFacts,
    assess_clock,
    check_amounts,
    content_digest,
    may_void,
    price_differs,
    receipt_number,
    sale_total,
)
from app.shared.money import MAX_AMOUNT

AMBON = ZoneInfo("Asia/Jayapura")
NOW = datetime(2026, 11, 7, 0, 15, tzinfo=UTC)
SALE = SaleDraft(
    "0" * 8 + "-0000-4000-8000-" + "0" * 12, NOW, BuyerRef("nip", "198001012005011009"),
    (LineDraft(2, 15_000, 7), LineDraft(1, 5_000, None, "Mama Ocha", "Sagu")), "cash", "rina", "",
)  # fmt: skip


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMBON)


@pytest.mark.parametrize(
    ("uuid", "number"),
    [
        ("00000000-0000-0000-0000-000000000000", "0000-0000"),
        ("ffffffff-ffff-4fff-8fff-ffffffffffff", "ZZZZ-ZZZZ"),
        ("00000000-0100-4000-8000-000000000000", "0000-0001"),
        ("3d0a5a1e-9b2c-4000-8000-000000000000", "7M55-M7MV"),
    ],
)
def test_a_receipt_number_is_the_first_forty_bits_for_people(uuid: str, number: str) -> None:
    assert receipt_number(uuid) == number


@given(st.uuids(version=4))
def test_a_receipt_number_has_no_letter_that_looks_like_another(uuid: UUID) -> None:
    number = receipt_number(str(uuid))
    assert len(number) == 9
    assert not set(number) & set("ILOU")


@given(st.integers(-14 * 60, 14 * 60))
def test_the_hash_is_of_instants_not_their_spelling(minutes: int) -> None:
    spelled = replace(SALE, sold_at=SALE.sold_at.astimezone(timezone(timedelta(minutes=minutes))))
    assert content_digest(spelled) == content_digest(SALE)


@pytest.mark.parametrize(
    "other",
    [
        replace(SALE, sold_at=NOW + timedelta(microseconds=1)),
        replace(SALE, buyer=PUBLIC),
        replace(SALE, buyer=BuyerRef("nip", "198001012005011009", "Ani")),
        replace(SALE, buyer=BuyerRef("code", "198001012005011009")),
        replace(SALE, lines=SALE.lines[:1]),
        replace(SALE, lines=SALE.lines[::-1]),
        replace(SALE, lines=(LineDraft(1, 15_000, 7), SALE.lines[1])),
        replace(SALE, payment="qris"),
        replace(SALE, cashier="budi"),
        replace(SALE, shift=str(uuid4())),
        VoidDraft(SALE.uuid, SALE.uuid, "", NOW, "rina"),
    ],
)
def test_any_other_content_has_another_hash(other: SaleDraft | VoidDraft) -> None:
    assert content_digest(other) != content_digest(SALE)


@given(st.lists(st.tuples(st.integers(1, 10_000), st.integers(1, MAX_AMOUNT)), min_size=1, max_size=100))
def test_what_passes_the_limits_fits_the_ledger(lines: list[tuple[int, int]]) -> None:
    drafts = [LineDraft(quantity, price, 1) for quantity, price in lines]
    total = sum(quantity * price for quantity, price in lines)
    assert sale_total(drafts) == total
    assert (check_amounts(drafts) == {}) == (total <= MAX_AMOUNT)


@pytest.mark.parametrize(
    ("quantity", "price", "is_fine"),
    [(0, 1, False), (1, 0, False), (-1, 5, False), (1, 1, True), (10_000, 1, True), (10_001, 1, False),
     (1, MAX_AMOUNT, True), (2, MAX_AMOUNT, False), (1, MAX_AMOUNT + 1, False)],
)  # fmt: skip
def test_the_limits_of_one_line(quantity: int, price: int, is_fine: bool) -> None:
    assert (check_amounts([LineDraft(quantity, price, 1)]) == {}) is is_fine


def test_a_sale_has_at_least_one_line_and_at_most_a_hundred() -> None:
    line = LineDraft(1, 1, 1)
    assert check_amounts([]) == {"lines": "missing"}
    assert check_amounts([line] * 100) == {}
    assert check_amounts([line] * 101) == {"lines": "too_many"}


def test_only_a_known_price_can_differ() -> None:
    assert not price_differs(15_000, None)
    assert not price_differs(15_000, 15_000)
    assert price_differs(15_001, 15_000)


# sold_at, sent_at, received, enrolled → business date, flags, parked
CLOCKS = [
    # the edges of an Ambon day and month
    ("2026-11-30 23:59:59.999", "2026-12-01 00:00:01", "2026-12-01 00:00:01", "2026-11-30", [], False),
    ("2026-12-01 00:00:00", "2026-12-01 00:00:01", "2026-12-01 00:00:01", "2026-12-01", [], False),
    ("2028-02-29 23:59:59", "2028-03-01 00:00:00", "2028-03-01 00:00:00", "2028-02-29", [], False),
    ("2026-12-31 23:59:59", "2027-01-01 00:00:00", "2027-01-01 00:00:00", "2026-12-31", [], False),
    ("2027-01-01 00:00:00", "2027-01-01 00:00:00", "2027-01-01 00:00:00", "2027-01-01", [], False),
    # an hour offline with a right clock
    ("2026-11-07 09:00:00", "2026-11-07 10:00:00", "2026-11-07 10:00:00", "2026-11-07", [], False),
    # ten minutes of skew are nothing, a second more is flagged and counted
    ("2026-11-07 09:00:00", "2026-11-07 09:00:00", "2026-11-07 09:10:00", "2026-11-07", [], False),
    ("2026-11-07 09:00:00", "2026-11-07 09:00:00", "2026-11-07 09:10:01", "2026-11-07", ["clock_skew"], False),
    ("2026-11-07 09:10:01", "2026-11-07 09:10:01", "2026-11-07 09:00:00", "2026-11-07", ["clock_skew"], False),
    # a clock one day behind: the correction decides the date
    ("2026-11-06 09:00:00", "2026-11-06 09:05:00", "2026-11-07 09:05:00", "2026-11-07", ["clock_skew"], False),
    # … and across the month's edge finance decides
    ("2026-10-31 09:00:00", "2026-10-31 09:05:00", "2026-11-01 09:05:00", "2026-11-01",
     ["clock_skew", "clock_month"], True),
    # 1970 and 2099
    ("1970-01-01 09:00:00", "1970-01-01 09:05:00", "2026-11-07 09:05:00", "2026-11-07",
     ["clock_skew", "clock_month"], True),
    ("2099-01-01 09:00:00", "2099-01-01 09:05:00", "2026-11-07 09:05:00", "2026-11-07",
     ["clock_skew", "clock_month"], True),
    # sold after it was sent: five minutes pass, a second more waits
    ("2026-11-07 09:10:00", "2026-11-07 09:05:00", "2026-11-07 09:05:00", "2026-11-07", [], False),
    ("2026-11-07 09:10:01", "2026-11-07 09:05:00", "2026-11-07 09:05:00", "2026-11-07", ["clock_ahead"], True),
    # before the till was enrolled (2026-01-01)
    ("2025-12-31 23:59:59", "2026-11-07 09:05:00", "2026-11-07 09:05:00", "2025-12-31",
     ["clock_before_enrolment"], True),
    # nobody knows the offset
    ("2026-11-07 09:00:00", None, "2026-11-07 09:05:00", "2026-11-07", ["clock_unknown"], False),
    # beyond every calendar: the day it came stands in
    ("2999-12-31 09:00:00", "2026-11-07 09:05:00", "2026-11-07 09:05:00", "2026-11-07",
     ["clock_impossible"], True),
]  # fmt: skip


@pytest.mark.parametrize(("sold", "sent", "received", "day", "flags", "parked"), CLOCKS)
def test_a_sales_day_flags_and_parking_follow_from_the_three_clocks(
    sold: str, sent: str | None, received: str, day: str, flags: list[str], parked: bool
) -> None:
    verdict = assess_clock(
        local(sold), local(sent) if sent else None, local(received), AMBON, local("2026-01-01 00:00")
    )
    assert verdict.business_date == date.fromisoformat(day)
    assert str(verdict.period) == day[:7]
    assert (list(verdict.flags), verdict.is_parked) == (flags, parked)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Jakarta", "America/Los_Angeles", "Asia/Jayapura"])
def test_the_machines_zone_decides_nothing(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        late = datetime(2026, 1, 31, 14, 59, 59, tzinfo=UTC)
        assert str(assess_clock(late, late, late, AMBON).period) == "2026-01"
        assert str(assess_clock(late + timedelta(seconds=1), late, late, AMBON).period) == "2026-02"
    finally:
        monkeypatch.undo()
        time.tzset()


INSTANTS = st.integers(-2_208_902_400, 32_503_593_600).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(INSTANTS, st.one_of(st.none(), INSTANTS))
def test_no_clock_whatever_loses_a_sale(sold: datetime, sent: datetime | None) -> None:
    verdict = assess_clock(sold, sent, NOW, AMBON, NOW - timedelta(days=300))
    assert verdict.business_date in verdict.period


OWN = SaleFacts(1, 5, 9, True, date(2026, 11, 7))
TODAY = date(2026, 11, 7)


@pytest.mark.parametrize(
    ("facts", "cashier", "booth", "allowed"),
    [
        (OWN, 5, 1, True),
        (OWN, 6, 1, False),
        (OWN, 5, 2, False),
        (OWN, None, 1, False),
        (replace(OWN, is_shift_open=False), 5, 1, False),
        (replace(OWN, shift_id=None), 5, 1, True),
        (replace(OWN, shift_id=None, business_date=date(2026, 11, 6)), 5, 1, False),
        (replace(OWN, cashier_id=None), None, 1, False),
    ],
)
def test_a_cashier_reverses_only_in_the_own_open_shift(
    facts: SaleFacts, cashier: int | None, booth: int, allowed: bool
) -> None:
    assert may_void(facts, cashier_id=cashier, booth_id=booth, today=TODAY, is_finance=False) is allowed
    assert may_void(facts, cashier_id=cashier, booth_id=booth, today=TODAY, is_finance=True)
