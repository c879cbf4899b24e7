"""A maker's pages: own goods and money, both figures of a note, never a buyer, never another maker's."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from app.directory.models import Employee
from app.extensions import db
from app.makers.members import bind_login, find_login_of_maker, list_bound_makers
from app.makers.profiles import join_makers
from app.settlement.models import PayoutAnswer
from app.settlement.queries.statements import list_statements
from app.settlement.rules import Terms
from app.settlement.services.payouts import answer_payout, pay_statement
from app.settlement.services.statements import make_statements
from app.settlement.services.terms import agree_terms
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from app.stock.models import SupplyLine, SupplyNote
from app.stock.services import LineCount, NoteLine, check_note, open_note
from app.training.services.seats import enrol
from app.visits.queries import list_findings
from app.visits.services import VisitDraft, record_visit
from tests.pages import PageClient
from tests.training.course import make_course
from tests.web.maker.conftest import BUYER, NIP, Market, sell
from tests.web.routes import address, ask, kinds, routes


def test_the_first_page_says_what_is_sold_owed_and_to_be_answered(phone: PageClient) -> None:
    page = phone.get("/usaha/")
    assert "Bagea Dapur Kenari masih 6 di rak 6" in page.text
    assert page.words("dd", class_="stat-figure") == ["Rp60.000", "Rp40.000"]
    assert phone.get(page.links["Lihat dan jawab"]).h1 == "Titipan"


def test_a_payment_is_confirmed_on_the_first_page(phone: PageClient, market: Market) -> None:
    base = f"/usaha/uang/{market.own.payout_id}"
    page = phone.get("/usaha/")
    assert "membayar Rp30.000" in page.text
    page.form(f"{base}/received").submit()
    assert not phone.get("/usaha/").all("form", action=f"{base}/received")


def test_money_owed_to_one_booth_does_not_hide_what_another_one_pays(
    phone: PageClient, market: Market
) -> None:
    own = market.own
    begin_writing()
    other = create_booth("Pojok Dinas", actor=SYSTEM)  # where makers are paid themselves
    agree_terms(own.maker_id, other.id, date(2026, 1, 1), Terms(share_percent=10), actor=SYSTEM)
    buyer = db.session.scalars(select(Employee)).first()
    sell(own.maker_id, own.product_id, "Dapur Kenari", other.id, buyer, 5, "2026-11-07")
    commit()
    assert phone.get("/usaha/").words("dd", class_="stat-figure")[0] == "Rp60.000"
    page = phone.get("/usaha/uang")
    assert "Bagian pojok −Rp5.000 Sudah pada Anda −Rp50.000 Untuk Anda −Rp5.000" in page.text
    assert "dibayar paling lambat 7 hari sesudah pojok membuat notanya" in page.text


def test_finished_statements_are_read_by_page(
    phone: PageClient, market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.maker.money.PAGE_SIZE", 1)
    own = market.own
    begin_writing()
    buyer = db.session.scalars(select(Employee)).first()
    for _ in range(2):
        sell(own.maker_id, own.product_id, "Dapur Kenari", market.booth_id, buyer, 1, "2026-11-07")
        make_statements(actor=SYSTEM, maker_ids=[own.maker_id])
        (new, *_before) = list_statements(maker_ids=[own.maker_id])
        paid = pay_statement(new.number, amount=new.unpaid, way="cash", reference="KW", actor=SYSTEM)
        answer_payout(paid.id, "received", actor=SYSTEM)
    commit()
    pages = [phone.get(f"/usaha/uang?halaman={number}") for number in (1, 2)]
    assert [len(page.words("p", class_="maker-paid")) for page in pages] == [1, 1]
    assert "Halaman 1 dari 2" in pages[0].text


def test_paid_money_that_has_not_come_is_not_called_paid(phone: PageClient, market: Market) -> None:
    begin_writing()
    (statement,) = list_statements(maker_ids=[market.own.maker_id])
    rest = pay_statement(statement.number, amount=statement.unpaid, way="cash", reference="KW", actor=SYSTEM)
    answer_payout(rest.id, "missing", actor=SYSTEM)
    commit()
    page = phone.get("/usaha/uang")
    assert "Belum Anda terima: keuangan memeriksanya" in page.text and not page.words(
        "p", class_="maker-paid"
    )


def test_the_booth_of_the_latest_note_is_chosen_for_the_next(phone: PageClient, market: Market) -> None:
    begin_writing()
    other = create_booth("Pojok Dinas", actor=SYSTEM)
    lines = [NoteLine(market.own.product_id, 5, 10_000)]
    open_note(other.id, market.own.maker_id, "delivery", lines, actor=SYSTEM)
    commit()
    assert phone.get("/usaha/kirim").form().values["booth_id"] == [str(other.id)]


def test_the_shelf_is_delivered_less_sold(phone: PageClient) -> None:
    page = phone.get("/usaha/rak")
    assert page.words("h2") == ["Pojok Balai Kota"]
    assert page.words("b", class_="maker-pieces") == ["6"]
    assert "terjual 13 dari 19 titipan" in page.text


def test_a_payout_is_confirmed_or_missed(phone: PageClient, market: Market) -> None:
    base = f"/usaha/uang/{market.own.payout_id}"
    phone.get("/usaha/uang").form(f"{base}/missing").submit()
    page = phone.follow()
    assert "Bagian keuangan akan memeriksa" in page.text and "belum saya terima" in page.text
    page.form(f"{base}/received").submit()
    page = phone.follow()
    assert "sudah saya terima" in page.text
    assert f"{base}/received" not in page.body
    answers = db.session.execute(
        select(PayoutAnswer.answer, PayoutAnswer.answered_by).order_by(PayoutAnswer.id)
    )
    user = find_login_of_maker(market.own.maker_id)
    assert user is not None
    assert [tuple(row) for row in answers] == [("missing", user.id), ("received", user.id)]


@pytest.mark.parametrize("answer", ["agreed", "objected"])
def test_a_note_shows_both_figures_and_takes_the_answer(
    phone: PageClient, market: Market, answer: str
) -> None:
    page = phone.get(f"/usaha/nota/{market.own.note_id}")
    assert page.words("dd")[:2] == ["20", "19"] and "satu rusak" in page.text
    page.form(f"/usaha/nota/{market.own.note_id}/{answer}").submit()
    assert not phone.follow().all("form", action=f"/usaha/nota/{market.own.note_id}/{answer}")
    assert db.session.get_one(SupplyNote, market.own.note_id).answer == answer


def test_a_note_of_a_hand_kept_book_waits_for_no_answer(phone: PageClient, market: Market) -> None:
    begin_writing()
    lines = [NoteLine(market.own.product_id, 5, 10_000)]
    note = open_note(market.booth_id, market.own.maker_id, "delivery", lines, actor=SYSTEM, source="book")
    check_note(note.id, [LineCount(5)], actor=SYSTEM)
    commit()
    assert [link for link in phone.get("/usaha/").links.values() if "/usaha/nota/" in link] == [
        f"/usaha/nota/{market.own.note_id}"
    ]
    assert phone.get("/usaha/nota").words("h2") == ["Menunggu jawaban Anda", "Nota sebelumnya"]


def test_another_makers_note_and_payout_are_not_there(phone: PageClient, market: Market) -> None:
    phone.get("/usaha/")
    foreign = market.foreign
    phone.get(f"/usaha/nota/{foreign.note_id}", expect=404)
    for path in (
        f"/usaha/nota/{foreign.note_id}/agreed",
        f"/usaha/nota/{foreign.open_note_id}/batal",
        f"/usaha/uang/{foreign.payout_id}/received",
        f"/usaha/pilih/{foreign.maker_id}",
    ):
        phone.post(path, expect=404)
    assert db.session.get_one(SupplyNote, foreign.note_id).answer == ""
    assert db.session.scalars(select(PayoutAnswer)).all() == []


def test_no_page_names_a_buyer_or_another_maker(phone: PageClient, market: Market, app: Any) -> None:
    own = market.own
    begin_writing()
    course = make_course()
    enrol(course.id, market.foreign.maker_id, "Orang Lain", "site", actor=SYSTEM)
    enrol(course.id, market.own.maker_id, "Ibu Maria", "site", actor=SYSTEM)
    record_visit(
        VisitDraft(own.maker_id, str(uuid4()), clock.today(), "Dinas", {"segel": "fix"}), actor=SYSTEM
    )
    commit()
    ids = {"supply_note_id": own.note_id, "submission_id": own.offer_id, "product_id": own.product_id}
    ids |= {"event_id": course.id, "booth_id": market.booth_id}
    ids["finding_id"] = list_findings([own.maker_id])[0].id
    walked = [
        address(route.rule, **{name: ids[name] for name in kinds(route.rule)})
        for route in routes(app, "GET")
        if route.endpoint.startswith("maker.") and route.endpoint != "maker.show_finding_photo"
    ]
    assert len(walked) >= 9
    for path in walked:
        answer = ask(phone, "GET", path)
        text = answer.get_data(as_text=True)
        assert answer.status_code == 200, path
        for mark in (BUYER, *BUYER.split(), NIP, NIP[-4:], "Orang Lain"):
            assert mark not in text, (path, mark)


def test_a_delivery_is_announced_once_and_taken_back(phone: PageClient, market: Market) -> None:
    form = phone.get("/usaha/kirim").form()
    field = f"product_{market.own.product_id}"
    assert form.names == {"csrf_token", "uuid", "booth_id", field}
    for _ in range(2):
        form.submit(booth_id=str(market.booth_id), **{field: "12"})
    note = db.session.scalars(select(SupplyNote).filter_by(state="announced")).one()
    assert (note.source, note.maker_id, note.booth_id) == ("maker", market.own.maker_id, market.booth_id)
    line = db.session.scalars(select(SupplyLine).filter_by(note_id=note.id)).one()
    assert (line.stated_quantity, line.unit_price, line.counted_quantity) == (12, 10_000, None)
    phone.get(f"/usaha/nota/{note.id}").form(f"/usaha/nota/{note.id}/batal").submit()
    phone.post(f"/usaha/nota/{note.id}/batal", expect=303)  # a second tap
    assert db.session.get_one(SupplyNote, note.id).state == "withdrawn"
    phone.post(f"/usaha/nota/{market.own.open_note_id}/batal", expect=409)  # handed over by now


def test_an_empty_announcement_and_a_number_that_is_none_are_refused(
    phone: PageClient, market: Market
) -> None:
    form = phone.get("/usaha/kirim").form()
    field = f"product_{market.own.product_id}"
    assert "belum berisi barang" in form.submit(**{field: ""}, expect=422).text
    assert "dari 0 sampai 10000" in form.submit(**{field: "dua"}, expect=422).text
    assert "dari 0 sampai 10000" in form.submit(**{field: "10001"}, expect=422).text
    form.submit(**{field: "1"}, uuid="x", expect=422)
    assert db.session.scalars(select(SupplyNote).filter_by(state="announced")).all() == []


def test_a_maker_of_two_businesses_chooses(phone: PageClient, market: Market) -> None:
    user = find_login_of_maker(market.own.maker_id)
    assert user is not None
    begin_writing()
    bind_login(market.foreign.maker_id, user.id, actor=SYSTEM)
    bind_login(market.foreign.maker_id, user.id, actor=SYSTEM)
    commit()
    assert phone.get("/usaha/", expect=303).location == "/usaha/pilih"
    page = phone.follow()
    page.form(f"/usaha/pilih/{market.foreign.maker_id}").submit()
    assert phone.follow().h1 == "Dapur Orang Lain"
    assert phone.get("/usaha/").links["Ganti usaha"] == "/usaha/pilih"


def test_a_joined_record_counts_for_the_one_that_stays(phone: PageClient, market: Market) -> None:
    begin_writing()
    join_makers(market.foreign.maker_id, market.own.maker_id, actor=SYSTEM)
    commit()
    user = find_login_of_maker(market.own.maker_id)
    assert user is not None
    (mine,) = list_bound_makers(user.id)
    assert mine.ids == {market.own.maker_id, market.foreign.maker_id}
    assert phone.get("/usaha/rak").words("b", class_="maker-pieces") == ["6", "6"]
    assert phone.get("/usaha/").words("dd", class_="stat-figure") == ["Rp120.000", "Rp80.000"]


def test_a_login_without_a_maker_is_told_what_to_do(as_role: Any) -> None:
    page = as_role("maker").get("/usaha/uang")
    assert "belum terhubung" in page.text
