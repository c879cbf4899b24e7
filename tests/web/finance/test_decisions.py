"""What waits for a decision: listed with its evidence, decided whole and once, counted as the readiness list does."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.audit.models import AuditEvent
from app.audit.verify import catch_up
from app.closing.queries import list_readiness
from app.extensions import db
from app.months.models import LateItem
from app.sales.ledger.check import check_ledger
from app.sales.models import PendingVoid, Sale, SaleConflict
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from app.tills.models import Till
from tests.ledger import make_cashier, new_id
from tests.office import October, close, sell
from tests.pages import Page, PageClient
from tests.standing import OCTOBER
from tests.web.finance import odd

MONTH = "?bulan=2026-10"


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
