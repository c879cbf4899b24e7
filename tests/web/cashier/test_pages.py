"""The cashier's pages around the till: shifts, today's list, receipts, taking back and correcting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from app.compliance.queries import find_standing
from app.extensions import db
from app.sales.models import Sale, SaleLine
from app.shared.period import Period
from app.tills.models import Shift
from tests.counter import MARTHA_NIP, Counter, at_the_till, make_counter, sale_of, sell
from tests.pages import PageClient

NOVEMBER = Period(2026, 11)


@pytest.fixture
def counter(session: Any) -> Counter:
    """The small city."""
    return make_counter()


@pytest.fixture
def cashier(app: Any, counter: Counter) -> PageClient:
    """A cashier with an open shift."""
    client = at_the_till(app, counter)
    client.get("/kasir")
    return client


def sold(cashier: PageClient, counter: Counter, number: int = 1, **changes: Any) -> str:
    """Sell two bagea and a kopi to Martha; the sale's path."""
    lines = [
        {"product": counter.bagea, "quantity": 2, "unit_price": 25_000},
        {"product": counter.kopi, "quantity": 1, "unit_price": 24_000},
    ]
    body = sale_of(cashier, number, lines, **({"buyer": {"employee": counter.martha}} | changes))
    sell(cashier, body)
    return f"/kasir/nota/{body['sale']['id']}"


def bought(counter: Counter) -> tuple[int, int]:
    """What Martha and the head of school have bought this month."""
    rows = [find_standing(person, NOVEMBER) for person in (counter.martha, counter.yohanes_head)]
    return tuple(row.bought if row else 0 for row in rows)  # type: ignore[return-value]


def test_without_a_shift_the_till_asks_where_one_works(
    as_role: Callable[..., PageClient], counter: Counter
) -> None:
    cashier = as_role("cashier")
    page = cashier.get("/kasir", expect=303).follow()
    assert page.h1 == "Mulai sif"
    cashier.form().submit(booth=str(counter.booth_id), float_amount="200.000").follow()
    shift = db.session.query(Shift).one()
    assert (shift.cashier_id, shift.float_amount, shift.closed_at) == (cashier.user.id, 200_000, None)
    assert "Balai Kota" in cashier.get("/kasir").text


def test_a_booth_that_only_records_never_asks_for_money(
    as_role: Callable[..., PageClient], session: Any
) -> None:
    make_counter(mode="record")
    cashier = as_role("cashier")
    page = cashier.get("/kasir/giliran/mulai")
    assert "laci" not in page.text
    cashier.form().submit().follow()
    # One page serves both kinds of booth, also without a network: the mark hides what is for cash (till.css; journeys).
    assert 'id="till" class="till-screen" data-step="1" data-mode="record"' in cashier.get("/kasir").body
    assert "laci" not in cashier.get("/kasir/giliran/selesai").text


def test_a_cashier_of_one_booth_cannot_work_at_another(
    as_role: Callable[..., PageClient], counter: Counter
) -> None:
    other = create_booth("Gedung A", actor=SYSTEM)
    cashier = as_role("cashier", booth=other)
    page = cashier.get("/kasir/giliran/mulai")
    assert "Gedung A" in page.text and "Balai Kota" not in page.text
    cashier.post("/kasir/giliran/mulai", {"booth": counter.booth_id}, expect=422)
    assert db.session.query(Shift).count() == 0


def test_a_city_without_booths_says_so(as_role: Callable[..., PageClient], session: Any) -> None:
    assert "Belum ada pojok" in as_role("cashier").get("/kasir/giliran/mulai").text


def test_a_shift_is_closed_with_what_was_counted(cashier: PageClient) -> None:
    cashier.get("/kasir/giliran/selesai")
    cashier.form().submit(expect=422)
    page = cashier.form().submit(counted_amount="Rp 0").follow()
    assert "selesai" in page.text
    shift = db.session.query(Shift).one()
    assert shift.closed_at is not None and (shift.counted_amount, shift.closed_by) == (0, cashier.user.id)
    cashier.get("/kasir", expect=303)


def test_the_count_is_blind_and_a_difference_asks_why_before_the_shift_ends(
    cashier: PageClient, counter: Counter
) -> None:
    lines = [{"product": counter.bagea, "quantity": 3, "unit_price": 25_000}]
    sell(cashier, sale_of(cashier, 1, lines))
    page = cashier.get("/kasir/giliran/selesai")
    assert "75.000" not in page.text and "Sebab" not in page.text
    page = cashier.form().submit(counted_amount="73.000", expect=200)
    assert "Hitung sekali lagi" in page.text and "75.000" not in page.text and "1.000" not in page.text
    assert db.session.query(Shift.closed_at).scalar() is None
    cashier.form().submit(counted_amount="74.000", reason="salah kembalian").follow()
    shift = db.session.query(Shift).one()
    assert (shift.counted_amount, shift.difference_reason) == (74_000, "salah kembalian")
    assert shift.first_counted_amount == 73_000, "the first count leaves a trace"


def test_the_till_page_holds_who_sells_and_nobody_who_buys(cashier: PageClient) -> None:
    page = cashier.get("/kasir")
    assert cashier.user.username in page.body and MARTHA_NIP not in page.body and "WATTIMENA" not in page.body


def test_today_s_list_sums_what_stands(cashier: PageClient, counter: Counter) -> None:
    sold(cashier, counter)
    gone = sold(cashier, counter, 2, payment="qris")
    cashier.get(f"{gone}/batal")
    cashier.form().submit(reason="Salah barang").follow()
    page = cashier.get("/kasir/hari-ini")
    rows = page.rows()
    assert len(rows) == 2 and "dibatalkan" in rows[0]["Pembeli"] and "Rp74.000" in page.text
    assert "Rp148.000" not in page.text


def test_a_receipt_says_what_remains_until_when_and_no_full_nip(
    cashier: PageClient, counter: Counter
) -> None:
    lines = [{"product": counter.sagu, "quantity": 1, "unit_price": 15_000}]
    body = sale_of(cashier, 1, lines, buyer={"employee": counter.martha})
    sell(cashier, body)
    page = cashier.get(f"/kasir/nota/{body['sale']['id']}")
    assert "Sisa minimal Rp35.000 sampai 30 November 2026" in page.text
    assert "····2009" in page.text and MARTHA_NIP not in page.body


def test_a_receipt_of_the_public_says_nothing_of_minimums(cashier: PageClient, counter: Counter) -> None:
    page = cashier.get(sold(cashier, counter, buyer={"public": True}))
    assert "Pembeli umum" in page.text and "minimal" not in page.text


def test_somebody_else_s_receipt_is_not_found(
    as_role: Callable[..., PageClient], cashier: PageClient, counter: Counter
) -> None:
    path = sold(cashier, counter)
    stranger = as_role("cashier")
    for page in ("", "/batal", "/perbaiki"):
        stranger.get(path + page, expect=404)


def test_a_note_is_taken_back_with_a_reason(cashier: PageClient, counter: Counter) -> None:
    path = sold(cashier, counter)
    cashier.get(f"{path}/batal")
    cashier.form().submit(reason="", expect=422)
    cashier.form().submit(reason="Pembeli tidak jadi").follow()
    assert bought(counter) == (0, 0)
    assert "sudah dibatalkan" in cashier.get(f"{path}/batal").text


def test_a_wrong_buyer_is_corrected_by_nip(cashier: PageClient, counter: Counter) -> None:
    path = sold(cashier, counter)
    cashier.get(f"{path}/perbaiki")
    form = cashier.form()
    form.submit(buyer="other", buyer_text="19790305 200501 1 003", reason="Salah pembeli").follow()
    assert bought(counter) == (0, 74_000)


def test_looking_for_the_right_buyer_offers_people_and_saves_nothing(
    cashier: PageClient, counter: Counter
) -> None:
    path = sold(cashier, counter)
    cashier.get(f"{path}/perbaiki")
    page = cashier.form().submit(buyer_text="zzzz", button="cari=1", expect=200)
    assert "Tidak ada yang cocok" in page.text and not page.all("input", name="person")
    page = cashier.form().submit(buyer_text="yohan", button="cari=1", expect=200)
    offered = [one.get("value") for one in page.all("input", name="person")]
    assert str(counter.yohanes_head) in offered and str(counter.martha) not in offered
    assert db.session.query(Sale).count() == 1
    cashier.form().submit(person=str(counter.yohanes_head), reason="Salah pembeli").follow()
    assert bought(counter) == (0, 74_000)


@pytest.mark.parametrize("damaged", ["19710705204200", "1979030520050110O3", "1979030520050110033"])
def test_a_damaged_nip_makes_nobody_a_stranger_by_one_press(
    cashier: PageClient, counter: Counter, damaged: str
) -> None:
    path = sold(cashier, counter)
    cashier.get(f"{path}/perbaiki")
    page = cashier.form().submit(buyer="other", buyer_text=damaged, reason="Salah pembeli", expect=422)
    assert "NIP harus 18 angka. Yang diketik" in page.text and db.session.query(Sale).count() == 1
    cashier.form().submit().follow()
    right = db.session.query(Sale).filter(Sale.correction_of.is_not(None)).one()
    assert (right.buyer_kind, right.buyer_name) == ("unresolved", damaged)


def test_a_reason_is_a_button_as_on_the_till(cashier: PageClient, counter: Counter) -> None:
    path = sold(cashier, counter)
    cashier.get(f"{path}/batal")
    cashier.form().submit(expect=422)
    cashier.post(f"{path}/batal", {"pressed": "Pembeli tidak jadi"}).follow()
    assert db.session.query(Sale.reason).order_by(Sale.id.desc()).limit(1).scalar() == "Pembeli tidak jadi"


def test_how_it_was_paid_is_corrected(cashier: PageClient, counter: Counter) -> None:
    path = sold(cashier, counter)
    cashier.get(f"{path}/perbaiki")
    cashier.form().submit(payment="qris", reason="Dibayar QRIS").follow()
    rows = [(one.payment, one.amount) for one in db.session.query(Sale).order_by(Sale.id)]
    assert rows == [("cash", 74_000), ("cash", -74_000), ("qris", 74_000)]
    assert bought(counter) == (74_000, 0)
    cashier.get("/kasir/giliran/selesai")
    cashier.form().submit(counted_amount="0").follow()  # nothing of it lies in the drawer


def test_namesakes_are_offered_before_a_correction_is_booked(cashier: PageClient, counter: Counter) -> None:
    path = sold(cashier, counter)
    cashier.get(f"{path}/perbaiki")
    page = cashier.form().submit(buyer="other", buyer_text="yohanes", reason="Salah pembeli", expect=422)
    assert "SD Negeri 12 Latuhalat" in page.text and db.session.query(Sale).count() == 1
    cashier.form().submit(person=str(counter.yohanes_head)).follow()
    assert bought(counter) == (0, 74_000)


def test_one_item_returned_is_one_correction(cashier: PageClient, counter: Counter) -> None:
    path = sold(cashier, counter)
    cashier.get(f"{path}/perbaiki")
    cashier.form().submit(count_0="1", reason="Satu bagea dikembalikan").follow()
    assert bought(counter) == (49_000, 0)
    right = db.session.query(Sale).filter(Sale.correction_of.is_not(None)).one()
    lines = db.session.query(SaleLine).filter_by(sale_id=right.id).order_by(SaleLine.position)
    assert [(line.product_id, line.quantity) for line in lines] == [(counter.bagea, 1), (counter.kopi, 1)]


def test_a_line_of_none_falls_away_but_not_all_of_them(cashier: PageClient, counter: Counter) -> None:
    path = sold(cashier, counter)
    cashier.get(f"{path}/perbaiki")
    cashier.form().submit(count_0="0", count_1="0", reason="Semua kembali", expect=422)
    assert db.session.query(Sale).count() == 1
    cashier.form().submit(count_0="0", count_1="1", reason="Bagea kembali").follow()
    assert bought(counter) == (24_000, 0)


def test_a_correction_sent_twice_is_booked_once(cashier: PageClient, counter: Counter) -> None:
    path = sold(cashier, counter)
    cashier.get(f"{path}/perbaiki")
    form = cashier.form()
    form.submit(count_0="1", reason="Satu kembali")
    form.submit(count_0="1", reason="Satu kembali")
    assert db.session.query(Sale).count() == 3 and bought(counter) == (49_000, 0)


def test_after_the_shift_a_note_can_be_read_but_not_changed(cashier: PageClient, counter: Counter) -> None:
    path = sold(cashier, counter)
    cashier.get("/kasir/giliran/selesai")
    cashier.form().submit(counted_amount="74.000").follow()
    cashier.get(path)
    cashier.get(f"{path}/batal")
    page = cashier.form().submit(reason="Terlambat", expect=422)
    assert "sif" in page.text and db.session.query(Sale).count() == 1
