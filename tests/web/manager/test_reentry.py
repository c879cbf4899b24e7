"""A sale of a tablet that died is booked from the buyer's receipt: once, as the tablet would have sent it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.extensions import db
from app.months.services import set_closed
from app.sales.drafts import PUBLIC, LineDraft, SaleDraft
from app.sales.models import Sale, SaleConflict
from app.sales.paper.receipt_code import make_receipt_code
from app.sales.queries import find_sale
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from app.tills.queries.tills import get_receipt_key
from app.tills.services.tills import enrol_till, revoke_till
from tests.ledger import NIP, City, TillClient, a_sale, a_void, make_cashier, make_city, new_id, other_booth
from tests.logins import make_login_till
from tests.pages import Page, PageClient
from tests.receipts import code_of, number_of


@pytest.fixture
def city(session: Any) -> City:
    return make_city()


@pytest.fixture
def till(app: Flask, city: City) -> TillClient:
    return TillClient(app, city.token)


@pytest.fixture(params=["manager", "finance"])
def office(request: Any, as_role: Any) -> PageClient:
    return as_role(request.param)


@pytest.fixture
def manager(as_role: Any) -> PageClient:
    return as_role("manager")


def look(office: PageClient, code: str, expect: int = 200) -> Page:
    """Scan the receipt's QR on the page."""
    role = office.user.roles[0].role
    office.get({"manager": "/pengelola/dari-nota", "finance": "/keuangan/dari-nota"}[role])
    return office.form().submit(expect=expect, code=f"https://kota.example/cek/7QK3-M9ZD#{code}")


def book(office: PageClient, code: str, expect: int = 303, **typed: str) -> Page:
    """Scan, look, confirm; the page that follows."""
    look(office, code)
    done = office.form().submit(expect=expect, button="confirm=1", **typed)
    return done.follow() if expect == 303 else done


def test_it_is_shown_then_booked_as_from_its_till_and_the_tablet_is_replayed(
    office: PageClient, till: TillClient, city: City
) -> None:
    sale = a_sale(city, buyer={"employee": city.employee_id}, shift=new_id())
    code = code_of(city, sale)
    page = look(office, code)
    for part in ("Ani Contoh", "Bagea", "Dapur Kenari", "Rp30.000", "7 November 2026, 09.10 WIT", "Tablet 1"):
        assert part in page.text, part
    assert find_sale(sale["id"]) is None
    assert "tersimpan." in book(office, code).text
    row = find_sale(sale["id"])
    assert row is not None
    assert (row.booth_id, row.employee_id, row.amount, row.cashier_id) == (
        city.booth_id, city.employee_id, 30_000, city.cashier_id,
    )  # fmt: skip
    assert "from_receipt" in row.flags and str(row.business_date) == "2026-11-07"
    assert db.session.get(Sale, row.id).till_id == city.till_id  # type: ignore[union-attr]
    (answer,) = till.send(sale)
    assert answer["result"] == "replayed" and "from_receipt" in answer["flags"]
    (event,) = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "sales.reenter"))
    assert (event.subject_id, event.details["till"]) == (row.id, city.till_id)


def test_the_second_time_it_says_so_and_books_nothing(manager: PageClient, city: City) -> None:
    sale = a_sale(city, buyer={"public": True})
    code = code_of(city, sale)
    look(manager, code)
    stale = manager.form()
    book(manager, code)
    assert "sudah tersimpan" in look(manager, code).text and not manager.last.all("button", name="confirm")  # type: ignore[union-attr]
    assert "Tidak dicatat dua kali" in stale.submit(button="confirm=1").follow().text
    assert db.session.scalar(select(func.count()).select_from(Sale)) == 1


def test_what_the_tablet_sent_itself_is_known(manager: PageClient, till: TillClient, city: City) -> None:
    sale = a_sale(city)
    till.send(sale, a_void(sale["id"]))
    assert "sudah tersimpan, lalu dibatalkan" in look(manager, code_of(city, sale)).text


def test_a_typed_buyer_is_typed_again_and_proven(manager: PageClient, till: TillClient, city: City) -> None:
    sale = a_sale(city, buyer={"nip": "199901012020011001", "name": "Ibu Ema PATTIASINA"})
    code = code_of(city, sale)
    page = look(manager, code)
    assert "Ema" not in page.body and "199901012020011001" not in page.body
    refused = book(manager, code, 422, number="199901012020011001", name="Ibu Emma")
    assert "bukan yang tercetak di nota" in refused.text and find_sale(sale["id"]) is None
    book(manager, code, number="199901012020011001", name=" Ibu Ema  PATTIASINA ")
    row = find_sale(sale["id"])
    assert row is not None and (row.buyer, row.buyer_kind) == ("Ibu Ema PATTIASINA", "unresolved")
    assert till.send(sale)[0]["result"] == "replayed"


@pytest.mark.parametrize("spelled", ["ibu ema", "IBU EMA", "Ibu Ema"])
def test_capitals_are_no_obstacle_and_the_signed_spelling_is_booked(
    spelled: str, manager: PageClient, city: City
) -> None:
    sale = a_sale(city, buyer={"name": "ibu ema"})
    book(manager, code_of(city, sale), name=spelled)
    row = find_sale(sale["id"])
    assert row is not None and row.buyer == "ibu ema"


def test_a_code_that_no_till_of_ours_signed_is_refused(manager: PageClient, city: City) -> None:
    sale = a_sale(city)
    for code in (code_of(city, sale, key=b"lain"), code_of(city, sale, till_id=77)):
        assert "tidak dibuat oleh kasir kota ini" in look(manager, code, 422).text
    assert "tidak terbaca utuh" in look(manager, code_of(city, sale)[:-3], 422).text


def test_another_booth_s_receipt_is_for_its_manager_or_finance(app: Flask, as_role: Any, city: City) -> None:
    sale = a_sale(city, buyer={"public": True})
    stranger = as_role("manager", booth=other_booth())
    assert "dari pojok lain" in look(stranger, code_of(city, sale), 422).text
    page = stranger.post("/pengelola/dari-nota", {"code": code_of(city, sale), "confirm": "1"}, expect=422)
    assert "Rp30.000" not in page.text and find_sale(sale["id"]) is None


def test_a_withdrawn_till_s_receipt_is_finances_and_is_warned_of_whatever_its_date(
    manager: PageClient, as_role: Any, city: City
) -> None:
    """The forger chooses the time on the receipt."""
    sale = a_sale(city, buyer={"public": True})
    begin_writing()
    revoke_till(city.till_id, actor=SYSTEM)
    commit()
    assert "Serahkan notanya kepada bagian keuangan" in look(manager, code_of(city, sale), 422).text
    forced = {"code": code_of(city, sale), "confirm": "1"}
    assert manager.post("/pengelola/dari-nota", forced, expect=422) and find_sale(sale["id"]) is None
    finance = as_role("finance")
    assert "tidak membuktikan kapan nota dibuat" in look(finance, code_of(city, sale)).text
    book(finance, code_of(city, sale))
    row = find_sale(sale["id"])
    assert row is not None and row.state == "counted"


def test_what_a_till_signed_after_its_end_waits(as_role: Any, city: City) -> None:
    sale = a_sale(city, buyer={"public": True}, sold_at="2026-11-07T09:14:00+09:00")
    begin_writing()
    till = revoke_till(city.till_id, actor=SYSTEM)
    till.revoked_at = datetime.fromisoformat("2026-11-07T09:12:00+09:00")
    commit()
    finance = as_role("finance")
    assert "sesudah perangkat ini dicabut" in look(finance, code_of(city, sale)).text
    assert "menunggu keputusan keuangan" in book(finance, code_of(city, sale)).text
    row = find_sale(sale["id"])
    assert row is not None and "clock_after_end" in row.flags and row.state == "waiting"


def test_a_cashiers_browser_signs_for_nobody_else(manager: PageClient, city: City) -> None:
    begin_writing()
    make_cashier("sela", city.booth_id)
    own, _token = make_login_till(city.cashier_id, city.booth_id)
    own.enrolled_at = datetime.fromisoformat("2026-11-07T08:00:00+09:00")
    commit()
    sales = {name: a_sale(city, buyer={"public": True}, cashier=name) for name in ("rina", "sela")}
    for sale in sales.values():
        book(manager, code_of(city, sale, till_id=own.id))
    rows = {name: find_sale(sale["id"]) for name, sale in sales.items()}
    assert {name: "cashier_not_allowed" in row.flags for name, row in rows.items() if row} == {
        "rina": False, "sela": True,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["a\u202egnp.exe", "b\x00c", "\u2066x", " Kue", "e\u0301", "x" * 201, ""])
def test_a_till_signs_no_text_that_the_api_would_refuse(manager: PageClient, city: City, text: str) -> None:
    draft = SaleDraft(
        new_id(), datetime.fromisoformat("2026-11-07T09:10:00+09:00"), PUBLIC,
        (LineDraft(1, 5_000, None, "Dapur", text),), "cash", "rina",
    )  # fmt: skip
    code = make_receipt_code(draft, get_receipt_key(city.till_id), city.till_id)
    assert look(manager, code, 422).all("p", class_="field-error")
    assert db.session.query(Sale).count() == 0


def test_a_closed_month_s_receipt_waits_for_finance(manager: PageClient, city: City) -> None:
    sale = a_sale(city, buyer={"public": True}, sold_at="2026-10-07T09:10:00+09:00")
    begin_writing()
    set_closed(Period(2026, 10))
    commit()
    assert "Oktober 2026 sudah ditutup" in look(manager, code_of(city, sale)).text
    assert "menunggu keputusan keuangan" in book(manager, code_of(city, sale)).text
    row = find_sale(sale["id"])
    assert row is not None and row.state == "waiting"


def test_a_reversal_that_waited_for_it_is_applied(manager: PageClient, till: TillClient, city: City) -> None:
    sale = a_sale(city, buyer={"public": True})
    assert till.send(a_void(sale["id"]))[0]["result"] == "parked"
    book(manager, code_of(city, sale))
    row = find_sale(sale["id"])
    assert row is not None and row.voided_by is not None


def test_a_stored_sale_of_other_content_stays_and_the_receipt_is_kept_for_a_person(
    manager: PageClient, till: TillClient, city: City
) -> None:
    sale = a_sale(city, buyer={"public": True})
    till.send(sale)
    other = sale | {"lines": [{"product": city.product_id, "quantity": 9, "unit_price": 15_000}]}
    assert "tersimpan dengan isi lain" in look(manager, code_of(city, other)).text
    assert "isi lain" in book(manager, code_of(city, other)).text
    assert db.session.scalar(select(func.count()).select_from(SaleConflict)) == 1
    row = find_sale(sale["id"])
    assert row is not None and row.amount == 30_000


def test_a_product_the_catalogue_lost_is_said_and_nothing_is_booked(manager: PageClient, city: City) -> None:
    lines = [{"product": 4_711, "quantity": 1, "unit_price": 15_000}]
    sale = a_sale(city, buyer={"public": True}, lines=lines)
    assert "produk nomor 4711" in look(manager, code_of(city, sale)).text
    assert "tidak ada di katalog" in book(manager, code_of(city, sale), 422).text
    assert find_sale(sale["id"]) is None


def test_the_till_s_known_offset_corrects_its_clock(manager: PageClient, city: City) -> None:
    begin_writing()
    till, token = enrol_till(city.booth_id, "Tablet 2", actor=SYSTEM)
    till.enrolled_at = till.enrolled_at.replace(month=1)
    till.clock_offset = 24 * 3600
    commit()
    sale = a_sale(city, buyer={"public": True}, sold_at="2026-11-05T09:10:00+09:00")
    code = code_of(city, sale, till_id=till.id)
    assert "6 November 2026" in look(manager, code).text
    book(manager, code)
    row = find_sale(sale["id"])
    assert row is not None and str(row.business_date) == "2026-11-06" and "clock_skew" in row.flags


def test_the_buyer_s_number_is_masked(manager: PageClient, city: City) -> None:
    page = look(manager, code_of(city, a_sale(city, buyer={"employee": city.employee_id})))
    assert NIP not in page.body and f"····{NIP[-4:]}" in page.text
    assert number_of(a_sale(city)) not in page.text
