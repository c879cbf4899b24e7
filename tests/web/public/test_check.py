"""The check page of a receipt: what became of it, told to anybody; the rest only to who holds the paper."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.audit.rules import SYSTEM
from app.extensions import db, limiter
from app.months.queries import list_late
from app.months.services import decline_late, set_closed
from app.sales.models import RejectedItem
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from app.tills.services.tills import revoke_till
from app.web.public.check import LIMIT
from tests.ledger import NIP, City, TillClient, a_sale, a_void, make_city, new_id
from tests.pages import Page, PageClient
from tests.receipts import code_of, number_of


@pytest.fixture
def city(session: Any) -> City:
    return make_city()


@pytest.fixture
def till(app: Flask, city: City) -> TillClient:
    return TillClient(app, city.token)


def scan(client: PageClient, sale: dict[str, Any], code: str, expect: int = 200) -> Page:
    """What the page's script does with the code behind the #."""
    client.get(f"/cek/{number_of(sale)}")
    return client.form("bukti").submit(expect=expect, code=code)


def test_a_number_alone_tells_what_became_of_it_and_nothing_more(
    client: PageClient, till: TillClient, city: City
) -> None:
    sale = a_sale(city, payment="qris")
    till.send(sale)
    page = client.get(f"/cek/{number_of(sale)}")
    assert page.h1 == "Tersimpan"
    for secret in ("30.000", "Balai Kota", "09.10", "Ani", "Bagea", "rina", NIP[-4:], "QRIS", sale["id"]):
        assert secret not in page.body, secret
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.all("meta", name="robots", content="noindex, nofollow")


def test_the_signed_code_shows_amount_time_and_booth_but_nobody_s_name(
    client: PageClient, till: TillClient, city: City
) -> None:
    sale = a_sale(city, buyer={"employee": city.employee_id})
    till.send(sale)
    page = scan(client, sale, code_of(city, sale))
    assert page.h1 == "Tersimpan"
    assert all(part in page.text for part in ("Rp30.000", "7 November 2026, 09.10 WIT", "Balai Kota"))
    for secret in ("Ani", "Bagea", "Dapur", "rina", NIP[-4:]):
        assert secret not in page.text, secret


def test_what_never_came_is_said_with_what_to_do(client: PageClient, city: City) -> None:
    sale = a_sale(city, buyer={"name": "Ibu Ema"})
    page = client.get(f"/cek/{number_of(sale)}")
    assert page.h1 == "Belum diterima" and "tunjukkan kepada pengelola pojok" in page.text
    shown = scan(client, sale, code_of(city, sale))
    assert shown.h1 == "Belum diterima" and "Rp30.000" in shown.text
    assert "Masukkan nota ini" not in shown.text and "Ema" not in shown.body


def test_a_withdrawn_tills_receipt_proves_nothing_that_is_not_stored(
    client: PageClient, till: TillClient, city: City
) -> None:
    """Whoever has the device prints such a receipt today, with any date; what came in time is proven as ever."""
    sent, made_up = a_sale(city), a_sale(city, buyer={"public": True})
    till.send(sent)
    begin_writing()
    revoke_till(city.till_id, actor=SYSTEM)
    commit()
    assert "Rp30.000" in scan(client, sent, code_of(city, sent)).text
    page = scan(client, made_up, code_of(city, made_up))
    assert page.h1 == "Belum diterima, dan tidak dapat dipastikan"
    assert "Rp30.000" not in page.text and "09.10" not in page.text


def test_whoever_may_book_it_is_offered_to_with_one_press(as_role: Any, city: City) -> None:
    sale = a_sale(city, buyer={"public": True})
    page = scan(as_role("manager"), sale, code_of(city, sale))
    look = page.form("/pengelola/dari-nota").submit(expect=200)
    assert "Rp30.000" in look.text and "Pembeli umum" in look.text


def test_reversed_and_waiting_receipts_are_told_apart(
    client: PageClient, till: TillClient, city: City
) -> None:
    sale, early = a_sale(city), a_sale(city, sold_at="2026-10-07T09:10:00+09:00")
    begin_writing()
    set_closed(Period(2026, 10))
    commit()
    till.send(sale, a_void(sale["id"]), early)
    assert client.get(f"/cek/{number_of(sale)}").h1 == "Dibatalkan"
    assert client.get(f"/cek/{number_of(early)}").h1 == "Menunggu keputusan keuangan"
    begin_writing()
    decline_late(Period(2026, 10), [item.id for item in list_late(Period(2026, 10))], "dobel", actor=SYSTEM)
    commit()
    assert client.get(f"/cek/{number_of(early)}").h1 == "Diterima, tidak dihitung"


def test_what_a_till_set_aside_waits_for_a_person(client: PageClient, city: City) -> None:
    sale = a_sale(city, buyer={"public": True})
    held = RejectedItem(
        uuid=sale["id"], till_id=city.till_id, booth_id=city.booth_id, content=sale, errors={},
        received_at=clock.now(),
    )  # fmt: skip
    begin_writing()
    db.session.add(held)
    commit()
    assert client.get(f"/cek/{number_of(sale)}").h1 == "Menunggu keputusan keuangan"
    assert scan(client, sale, code_of(city, sale)).h1 == "Menunggu keputusan keuangan"


def test_two_sales_of_one_number_are_not_mixed_up(client: PageClient, till: TillClient, city: City) -> None:
    sale = a_sale(city)
    twin = a_sale(city, id=sale["id"][:11] + new_id()[11:], lines=[{"maker": "A", "name": "B", "quantity": 1,
                                                                    "unit_price": 7_000}])  # fmt: skip
    assert number_of(twin) == number_of(sale)
    till.send(sale, twin)
    assert client.get(f"/cek/{number_of(sale)}").h1 == "Tersimpan"
    till.send(a_void(twin["id"]))
    assert client.get(f"/cek/{number_of(sale)}").h1 == "Nomor ini dipakai lebih dari satu nota"
    assert scan(client, twin, code_of(city, twin)).h1 == "Dibatalkan"
    assert scan(client, sale, code_of(city, sale)).h1 == "Tersimpan"


def test_a_receipt_of_another_content_is_no_proof_of_the_stored_one(
    client: PageClient, till: TillClient, city: City
) -> None:
    sale = a_sale(city)
    till.send(sale)
    other = sale | {"lines": [{"product": city.product_id, "quantity": 1, "unit_price": 15_000}]}
    assert scan(client, sale, code_of(city, other)).h1 == "Tidak sama dengan yang tersimpan"


def test_a_forged_or_broken_or_foreign_code_is_refused(
    client: PageClient, till: TillClient, city: City
) -> None:
    sale, other = a_sale(city), a_sale(city)
    till.send(sale)
    good = code_of(city, sale)
    for code in (code_of(city, sale, key=b"lain"), code_of(city, sale, till_id=999), good[:-1] + "A" * (
            good[-1] == "B") + "B" * (good[-1] != "B"), good[:40], "", "x" * 5_000, code_of(city, other)):  # fmt: skip
        page = scan(client, sale, code, expect=422)
        assert page.h1 == "Kode ini tidak dapat dipercaya" and "Rp" not in page.text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("7qk3m9zd", "7QK3-M9ZD"), (" 7QK3 - m9zd ", "7QK3-M9ZD"), ("OILA-oila", "011A-011A")],
)
def test_a_number_is_understood_as_people_type_it(
    typed: str, shown: str, client: PageClient, session: Any
) -> None:
    client.get("/cek")
    assert client.form().submit(nomor=typed, expect=303).location == f"/cek/{shown}"
    assert client.get(f"/cek/{shown.lower()}", 303).location == f"/cek/{shown}"


@pytest.mark.parametrize("typed", ["", "7QK3", "7QK3-M9ZDX", "UUUU-UUUU", "nota saya 1", "\x00", "7QK3-M9Z'"])
def test_what_is_no_number_is_said_kindly(typed: str, client: PageClient, session: Any) -> None:
    page = client.get("/cek", 422, query={"nomor": typed})
    assert "Ini bukan nomor nota" in page.text
    client.get("/cek/bukan-nomor", 404)


def test_guessing_is_slowed_down(app: Flask, session: Any) -> None:
    assert LIMIT == "120 per minute"
    app.config["CHECK_LIMIT"] = "3 per minute"
    limiter.reset()
    for number in range(3):
        PageClient(app).get(f"/cek/0000-{number:04}")
    PageClient(app).get("/cek/0000-9999", 429)
    PageClient(app).get("/cek", 429)
    PageClient(app).get("/")


def test_trying_out_codes_is_slowed_down_as_well(app: Flask, session: Any) -> None:
    app.config["CHECK_LIMIT"] = "3 per minute"
    limiter.reset()
    client = PageClient(app)
    client.get("/cek/0000-0001")
    for _ in range(2):
        client.post("/cek/0000-0001", {"code": "1.x.y"}, 422)
    client.post("/cek/0000-0001", {"code": "1.x.y"}, 429)
