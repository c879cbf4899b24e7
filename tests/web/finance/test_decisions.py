"""What waits for a decision: listed with its evidence, decided whole and once, counted as the readiness list does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.audit.models import AuditEvent
from app.audit.verify import catch_up
from app.closing.queries import list_readiness
from app.decisions.filters import OpenItemFilter
from app.decisions.queries import count_open
from app.decisions.registry import list_kinds
from app.extensions import db
from app.months.models import LateItem
from app.sales.ledger.check import check_ledger
from app.sales.models import FlagReview, PendingVoid, RejectedItem, Sale, SaleConflict
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from app.tills.models import Till
from tests.ledger import make_cashier, new_id
from tests.office import October, close, lines_of, make_october, sell
from tests.pages import Page, PageClient
from tests.standing import OCTOBER, make_sale
from tests.web.finance import odd

MONTH = "?bulan=2026-10"


@pytest.fixture
def october(session: Any) -> October:
    """The city, with October open."""
    return make_october()


@pytest.fixture
def till(october: October) -> Till:
    """A till of Balai Kota."""
    return odd.make_till(october)


@pytest.fixture
def finance(october: October, as_role: Any) -> PageClient:
    """Somebody of finance."""
    client: PageClient = as_role("finance")
    return client


@pytest.fixture
def ani_bought(october: October) -> Sale:
    """Ani's sale of 30.000."""
    return db.session.query(Sale).filter_by(amount=30_000).one()


def open_list(finance: PageClient, kind: str) -> Page:
    return finance.get(f"/keuangan/putuskan/{kind}{MONTH}")


def decide(finance: PageClient, kind: str, act: str, expect: int = 303, **typed: Any) -> Page:
    """Press a button of a list; afterwards the list again."""
    page = open_list(finance, kind).form("putuskan").submit(expect=expect, button=f"langkah={act}", **typed)
    return page.follow() if expect == 303 else page


def event(action: str) -> AuditEvent:
    return db.session.query(AuditEvent).filter_by(action=action).one()


def ensure_sound() -> None:
    commit()
    catch_up()
    assert check_ledger().findings == []
    begin_writing()


def test_the_first_list_that_holds_something_opens(finance: PageClient, till: Till) -> None:
    odd.make_flagged(till, "price_differs")
    page = finance.get(f"/keuangan/putuskan/{MONTH}", expect=303)
    assert page.location == f"/keuangan/putuskan/pembeli{MONTH}"
    shown = page.follow().words("nav", class_="kinds")[0]
    assert shown.startswith("1 Pembeli belum dikenal") and "1 Nota bertanda" in shown


# Conflicts


def test_a_conflict_shows_both_contents_and_marks_what_differs(
    finance: PageClient, till: Till, october: October, ani_bought: Sale
) -> None:
    odd.make_conflict(october, till, ani_bought)
    page = open_list(finance, "bertentangan")
    differing = [row.findall("th")[0].text for row in page.all("tr", class_="differs")]
    assert differing == ["Isi", "Jumlah", "Pembeli", "Kasir", "Jam menurut perangkat"]
    (table,) = page.words("table")
    assert "1 × Bagea 2 × Kopi rempah" in table and "Ani Contoh Budi Contoh" in table
    assert "Rp30.000 Rp24.000" in table


def test_the_first_was_right_books_nothing(
    finance: PageClient, till: Till, october: October, ani_bought: Sale
) -> None:
    row, before = odd.make_conflict(october, till, ani_bought), db.session.query(Sale).count()
    assert "Alasan" in decide(finance, "bertentangan", "dismiss", 422, rows=str(row.id)).text
    page = decide(finance, "bertentangan", "dismiss", rows=str(row.id), reason="diketik dua kali")
    assert "1 kiriman kedua tidak dibukukan." in page.text and "Tidak ada yang bertentangan" in page.text
    stored = db.session.get_one(SaleConflict, row.id)
    assert (stored.decision, stored.decision_reason, stored.decided_by) == (
        "dismissed",
        "diketik dua kali",
        finance.user.id,
    )
    assert event("sales.settle_conflict").details == {"decision": "dismissed", "ids": [row.id]}
    assert db.session.query(Sale).count() == before


def test_both_were_sales_books_the_second_under_an_id_of_its_own(
    finance: PageClient, till: Till, october: October, ani_bought: Sale
) -> None:
    make_cashier("rina", None)
    row = odd.make_conflict(october, till, ani_bought)
    form = open_list(finance, "bertentangan").form("putuskan")
    page = form.submit(button="langkah=book", rows=str(row.id), reason="dua pembeli").follow()
    assert "1 kiriman dibukukan sebagai nota sendiri." in page.text
    sale = db.session.get_one(Sale, db.session.get_one(SaleConflict, row.id).sale_id)
    assert (sale.employee_id, sale.amount, sale.result) == (october.budi, 24_000, "recorded")
    assert sale.uuid != row.uuid and sale.till_id == till.id
    assert {"clock_unknown", "from_conflict"} <= set(sale.flags)
    again = form.submit(expect=422, button="langkah=book", rows=str(row.id), reason="dua pembeli")
    assert "1 dari 1 yang dipilih sudah diputuskan orang lain" in again.text
    assert db.session.query(Sale).filter_by(amount=24_000).count() == 1
    ensure_sound()


def test_booked_into_a_closed_month_it_waits_in_the_late_tray(
    finance: PageClient, till: Till, october: October, ani_bought: Sale
) -> None:
    row = odd.make_conflict(october, till, ani_bought)
    close()
    page = decide(finance, "bertentangan", "book", rows=str(row.id), reason="dua pembeli")
    assert "1 di antaranya menunggu di daftar kiriman terlambat." in page.text
    assert db.session.query(LateItem).one().reason == "month_closed"


# Waiting reversals


def test_a_reversal_of_another_booths_sale_can_be_applied_or_dismissed(
    finance: PageClient, october: October, ani_bought: Sale
) -> None:
    elsewhere = odd.make_till(october, odd.other_booth())
    foreign = odd.make_waiting(elsewhere, ani_bought.uuid)
    lonely = odd.make_waiting(elsewhere, new_id())
    page = open_list(finance, "pembatalan")
    assert "Notanya ada di pojok lain: Balai Kota" in page.text and "Notanya belum datang" in page.text
    refused = decide(
        finance, "pembatalan", "apply", 422, rows=[str(foreign.id), str(lonely.id)], reason="benar"
    )
    assert "belum datang. Biarkan menunggu" in refused.text
    assert db.session.query(Sale).filter_by(void_of=ani_bought.id).count() == 0  # nothing half done
    decide(finance, "pembatalan", "apply", rows=str(foreign.id), reason="kasirnya pindah pojok")
    assert db.session.query(Sale).filter_by(void_of=ani_bought.id).one().amount == -30_000
    decide(finance, "pembatalan", "dismiss", rows=str(lonely.id), reason="salah tekan")
    ends = {one.id: one.decision for one in db.session.query(PendingVoid)}
    assert ends == {foreign.id: "applied", lonely.id: "dismissed"}
    ensure_sound()


# What came late


def test_months_are_set_and_taken_in_together(finance: PageClient, till: Till, october: October) -> None:
    sales = [
        odd.make_flagged(till, "clock_month", result="parked", amount=amount) for amount in (5_000, 6_000)
    ]
    for sale in sales:
        odd.add(
            LateItem(
                period=OCTOBER, reason="clock", sale_id=sale.id, bundle=sale.id, arrived_at=sale.received_at
            )
        )
    page = open_list(finance, "terlambat")
    assert "jam meragukan, sementara di Oktober 2026" in page.text
    assert "Pilih bulan yang benar." in decide(finance, "terlambat", "move", 422, rows=ids_of(page)).text
    assert "2 kiriman dihitung untuk September 2026." in decide(
        finance, "terlambat", "move", rows=ids_of(page), target="2026-09"
    ).text  # fmt: skip
    assert {(one.period, one.decision) for one in db.session.query(LateItem)} == {
        (Period(2026, 9), "accepted")
    }


def test_the_month_of_the_tills_own_clock_does_not_close_over_a_sale_nobody_placed(
    finance: PageClient, till: Till, october: October
) -> None:
    """Sold on the 31st by the till's clock, on the 1st by the corrected one (decisions 18 and 20)."""
    instant = clock.at_local(date(2026, 10, 31), 23, 58)
    sale = odd.make_flagged(till, "clock_month", result="parked", sold_at=instant)
    waits = LateItem(
        period=Period(2026, 11), reason="clock", sale_id=sale.id, bundle=sale.id, arrived_at=sale.received_at
    )
    odd.add(waits)
    for month in (OCTOBER, Period(2026, 11)):
        assert [one.count for one in list_readiness(month) if one.code == "clock_parked"] == [1]
    (href,) = (
        url
        for words, url in finance.get("/keuangan/bulan/2026-10").links.items()
        if "terlambat" in url and words
    )
    page = finance.get(href)
    assert len(page.all("li", class_="decide-item")) == 1
    page.form("putuskan").submit(expect=303, button="langkah=accept", rows=ids_of(page))
    assert "clock_parked" not in {one.code for one in list_readiness(OCTOBER)}


def test_what_came_for_a_closed_month_is_taken_in_or_declined(finance: PageClient, october: October) -> None:
    close()
    for amount in (1_000, 2_000):
        sell(october, october.budi, amount)
    first, second = ids_of(open_list(finance, "terlambat"))
    assert "1 kiriman diterima: suplemen 1 Oktober 2026." in decide(
        finance, "terlambat", "accept", rows=first
    ).text  # fmt: skip
    assert "Alasan" in decide(finance, "terlambat", "decline", 422, rows=second).text
    assert "bulannya memang sudah ditutup" in decide(
        finance, "terlambat", "move", 422, rows=second, target="2026-09"
    ).text or db.session.query(LateItem).filter_by(decision=None).count() == 1  # fmt: skip
    decide(finance, "terlambat", "decline", rows=second, reason="sudah diganti uang")
    assert db.session.query(LateItem).filter_by(decision=None).count() == 0


def ids_of(page: Page) -> list[str]:
    """The numbers of the rows one can tick."""
    return [str(box.get("value")) for box in page.all("input", name="rows")]


# Flags


def test_flags_are_seen_in_bulk_once_with_who_and_why(finance: PageClient, till: Till) -> None:
    for _each in range(3):
        odd.make_flagged(till, "price_differs", "buyer_unknown")
    odd.make_flagged(till, "correction")  # tells what happened, asks nothing
    page = open_list(finance, "bertanda")
    assert len(ids_of(page)) == 3
    form = page.form("putuskan")
    page = form.submit(button="langkah=review", rows=ids_of(page)[:2], reason="harga turun").follow()
    assert "2 nota sudah dilihat." in page.text and len(ids_of(page)) == 1
    looks = db.session.query(FlagReview).all()
    assert {(one.reviewed_by, one.reason) for one in looks} == {(finance.user.id, "harga turun")}
    before = db.session.query(FlagReview).count()
    both = [*ids_of(page), str(looks[0].sale_id)]
    again = form.submit(expect=422, button="langkah=review", rows=both, reason="harga turun")
    assert "1 dari 2 yang dipilih sudah diputuskan orang lain" in again.text
    assert db.session.query(FlagReview).count() == before


def test_all_that_was_shown_is_decided_and_nothing_that_came_since(
    finance: PageClient, till: Till, session: Any
) -> None:
    for _each in range(53):
        odd.make_flagged(till, "price_differs")
    odd.make_flagged(till, "clock_skew")
    form = finance.get(f"/keuangan/putuskan/bertanda{MONTH}&tanda=price_differs").form("putuskan")
    odd.make_flagged(till, "price_differs")
    page = form.submit(button="langkah=review", everything="y", reason="obral").follow()
    assert "53 nota sudah dilihat." in page.text
    assert count_open(OpenItemFilter())["bertanda"] == 2


@pytest.mark.parametrize("typed", [{"rows": None, "reason": "x"}, {"rows": "1", "reason": " "}])
def test_nothing_ticked_and_no_reason_are_refused_in_words(
    finance: PageClient, till: Till, typed: dict[str, Any]
) -> None:
    odd.make_flagged(till, "price_differs")
    page = decide(finance, "bertanda", "review", 422, **typed)
    assert "Belum ada yang dipilih" in page.text or "alasan" in page.text.lower()
    assert db.session.query(FlagReview).count() == 0


def test_a_missing_row_an_unknown_act_and_a_strange_filter_are_404(finance: PageClient, till: Till) -> None:
    odd.make_flagged(till, "price_differs")
    form = open_list(finance, "bertanda").form("putuskan")
    form.submit(expect=404, button="langkah=review", rows="999999", reason="x")
    form.submit(expect=404, button="langkah=hapus", rows="1", reason="x")
    for query in ("bulan=2026-13", "pojok=x", "perangkat=999", "hari=kemarin", "tanda=x", "sebab=x"):
        finance.get(f"/keuangan/putuskan/bertanda?{query}", expect=404)


# What tills set aside


def test_a_refused_item_is_booked_as_a_person_corrects_it(finance: PageClient, till: Till) -> None:
    item = odd.make_held(till)
    page = open_list(finance, "ditolak")
    assert "baris 1, banyaknya: di luar batas yang diperbolehkan" in page.text
    form = finance.get(f"/keuangan/putuskan/ditolak/{item.id}").form("perbaiki")
    wrong = form.submit(expect=422, reason="ditanya")
    assert "Isi banyaknya dan harga satuannya." in wrong.text
    typed = {"lines-0-quantity": "3", "reason": "ditanyakan ke kasir"}
    assert "dibukukan untuk Oktober 2026" in form.submit(**typed).follow().text
    sale = db.session.query(Sale).filter_by(uuid=item.uuid).one()
    assert (sale.amount, sale.buyer_name, sale.reason) == (27_000, "Ibu Ani", "ditanyakan ke kasir")
    assert (sale.flags, str(sale.period)) == (["unknown_cashier", "from_held"], "2026-10")
    stored = db.session.get_one(RejectedItem, item.id)
    assert (stored.decision, stored.sale_id) == ("recorded", sale.id)
    assert "sudah diputuskan orang lain" in form.submit(expect=422, **typed).text
    finance.get(f"/keuangan/putuskan/ditolak/{item.id}", expect=404)
    ensure_sound()


@pytest.mark.parametrize(
    "content", [{"lines": "x", "buyer": 7, "sold_at": "kemarin"}, {"lines": [7, None, {}]}]
)
def test_what_cannot_be_read_at_all_is_shown_and_dismissed(
    finance: PageClient, till: Till, content: dict[str, Any]
) -> None:
    item = odd.make_held(till, **content)
    finance.get(f"/keuangan/putuskan/ditolak/{item.id}")
    page = decide(finance, "ditolak", "dismiss", rows=str(item.id), reason="percobaan")
    assert "1 kiriman dinyatakan bukan penjualan." in page.text
    assert db.session.query(Sale).filter_by(uuid=item.uuid).count() == 0


# All of it


def one_of_each(october: October, till: Till, ani_bought: Sale) -> None:
    """One open thing of every kind in October, beside the unresolved buyer who is there already."""
    odd.make_conflict(october, till, ani_bought)
    odd.make_waiting(till, new_id())
    odd.make_held(till)
    odd.make_flagged(till, "price_differs")
    late = odd.make_flagged(till, "clock_month", result="parked")
    odd.add(
        LateItem(period=OCTOBER, reason="clock", sale_id=late.id, bundle=late.id, arrived_at=late.received_at)
    )


@pytest.mark.both_engines
def test_readiness_and_the_lists_count_the_same(
    finance: PageClient, october: October, till: Till, ani_bought: Sale
) -> None:
    one_of_each(october, till, ani_bought)
    till.revoked_at = till.enrolled_at
    assert {one.code: one.count for one in list_readiness(OCTOBER)} == dict.fromkeys(
        ("conflicts", "voids_without_sale", "held", "clock_parked", "unresolved", "flagged"), 1
    )
    awaited = [kind for kind in list_kinds() if kind.readiness]
    slugs = [kind.slug for kind in awaited]
    assert count_open(OpenItemFilter(period=OCTOBER), awaited) == dict.fromkeys(slugs, 1)
    assert count_open(OpenItemFilter(period=Period(2026, 9)), awaited) == dict.fromkeys(slugs, 0)
    page = finance.get("/keuangan/bulan/2026-10")
    hrefs = [url for words, url in page.links.items() if words.startswith("Selesaikan")]
    assert len(hrefs) == 6
    for href in hrefs:
        assert len(finance.get(href).all("li", class_="decide-item")) == 1, href


def test_each_list_asks_as_often_for_many_as_for_one(
    finance: PageClient, october: October, till: Till, ani_bought: Sale, count_queries: Any
) -> None:
    one_of_each(october, till, ani_bought)
    open_list(finance, "pembeli")
    few = {one.slug: ask(finance, one.slug, count_queries, 1) for one in list_kinds() if one.readiness}
    for _each in range(30):
        one_of_each(october, till, add_sale(october))
        make_sale(None, 500, "2026-10-21", buyer_kind="unresolved", buyer_name="Ibu X")
    many = {one.slug: ask(finance, one.slug, count_queries, 31) for one in list_kinds() if one.readiness}
    assert many == few


def ask(finance: PageClient, kind: str, count_queries: Any, rows: int) -> int:
    """How many statements a list of so many rows sends."""
    commit()
    with count_queries() as statements:
        page = open_list(finance, kind)
    begin_writing()
    assert len(page.all("li", class_="decide-item")) == rows
    return len(statements)


def add_sale(october: October) -> Sale:
    sale = make_sale(None, 4_000, "2026-10-20")
    lines_of(sale)
    return sale
