"""What a maker is told on the phone, once each, and the text an officer may send by WhatsApp."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.extensions import db
from app.makers.models import MakerProfile
from app.makers.profiles import join_makers
from app.notices.models import Notice
from app.notices.rules import maker
from app.notices.services import remind
from app.settlement.rules import Terms
from app.settlement.services.payouts import reverse_payout
from app.settlement.services.terms import agree_terms
from app.shared.transaction import begin_writing, commit
from app.training.services.events import cancel_event
from app.training.services.seats import enrol, give_up
from app.web.ui.whatsapp import whatsapp_link
from tests.pages import PageClient
from tests.training.course import make_course
from tests.web.maker.conftest import Market

TERMS = Terms(10, "booth", "maker", 7)


def kinds(maker_id: int) -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Notice.kind).filter_by(reader=maker(maker_id)).order_by(Notice.id)))


def test_a_count_and_a_payout_are_told_in_the_act_and_a_statement_in_the_morning(
    phone: PageClient, market: Market
) -> None:
    assert kinds(market.own.maker_id) == ["note_checked", "payout"]
    begin_writing()
    remind(actor=SYSTEM)
    remind(actor=SYSTEM)
    commit()
    assert kinds(market.own.maker_id) == ["note_checked", "payout", "statement"]
    page = phone.get("/usaha/pesan")
    assert "hitungannya lain" in page.text and "Rp30.000 untuk nota" in page.text
    assert f"Nota penyelesaian {market.own.statement}: Rp70.000 untuk Anda" in page.text
    assert "Pesan baru: 3" in phone.get("/usaha/").text


def test_a_message_is_put_away_and_stays_on_the_list(phone: PageClient, market: Market) -> None:
    own = db.session.scalars(select(Notice).filter_by(reader=maker(market.own.maker_id), kind="payout")).one()
    page = phone.get("/usaha/pesan")
    page.form(f"/usaha/pesan/{own.id}/dibaca").submit()
    page = phone.follow()
    assert not page.all("form", action=f"/usaha/pesan/{own.id}/dibaca")
    assert "Pesan sebelumnya" in page.text and "Rp30.000 untuk nota" in page.text


def test_another_makers_message_is_not_there(phone: PageClient, market: Market) -> None:
    reader = maker(market.foreign.maker_id)
    foreign = db.session.scalars(select(Notice).filter_by(reader=reader, kind="payout")).one()
    phone.get("/usaha/pesan")
    phone.post(f"/usaha/pesan/{foreign.id}/dibaca", expect=404)
    assert db.session.get_one(Notice, foreign.id, populate_existing=True).seen_at is None


def test_a_joined_records_messages_are_read_by_the_one_that_stays(phone: PageClient, market: Market) -> None:
    begin_writing()
    join_makers(market.foreign.maker_id, market.own.maker_id, actor=SYSTEM)
    commit()
    assert "Pesan baru: 4" in phone.get("/usaha/").text


def test_other_terms_and_a_payout_taken_back_are_told(phone: PageClient, market: Market) -> None:
    begin_writing()
    for _ in range(2):
        agree_terms(market.own.maker_id, market.booth_id, date(2026, 12, 1), TERMS, actor=SYSTEM)
    reverse_payout(market.own.payout_id, "salah orang", actor=SYSTEM)
    commit()
    text = phone.get("/usaha/pesan").text
    assert "mulai 1 Desember 2026: bagian pojok 10 persen" in text
    assert "Pembayaran Rp30.000 untuk nota" in text and "dibatalkan" in text
    assert kinds(market.own.maker_id) == ["note_checked", "payout", "terms", "payout"]


def test_an_offered_seat_and_a_cancelled_course_are_told(phone: PageClient, market: Market) -> None:
    begin_writing()
    course = make_course(site=1, online=0)
    held = enrol(course.id, market.foreign.maker_id, "Orang", "site", actor=SYSTEM)
    enrol(course.id, market.own.maker_id, "Ibu Maria", "site", actor=SYSTEM)
    give_up(held.id, actor=SYSTEM)
    commit()
    page = phone.get("/usaha/pesan")
    assert "Ada kursi untuk Anda di pelatihan Kemasan dan label" in page.text
    begin_writing()
    cancel_event(course.id, actor=SYSTEM)
    commit()
    assert "Pelatihan Kemasan dan label dibatalkan" in phone.get("/usaha/pesan").text


def test_an_officer_opens_a_prepared_text(market: Market, as_role: Any) -> None:
    dinas, path = as_role("umkm"), f"/dinas/umkm/{market.own.maker_id}"
    assert "Tulis dulu nomor HP" in dinas.get(path).text
    begin_writing()
    db.session.get_one(MakerProfile, market.own.maker_id).phone = "081234567890"
    commit()
    page = dinas.get(path)
    link = urlsplit(page.links["Kabari lewat WhatsApp"])
    assert (link.scheme, link.netloc, link.path) == ("https", "wa.me", "/6281234567890")
    (text,) = parse_qs(link.query)["text"]
    assert text.startswith("Halo Dapur Kenari.") and text.endswith("/kartu")


@pytest.mark.parametrize("phone", ["", "12345", "javascript:alert(1)", "0812 abc", "0812345678901234567"])
def test_what_is_no_number_opens_nothing(app: Flask, phone: str) -> None:
    assert whatsapp_link(phone, "Halo") is None


def test_a_text_with_marks_stays_one_text(app: Flask) -> None:
    link = whatsapp_link("+62 812-3456-7890", "A & B? #1 = 50 %")
    assert link == "https://wa.me/6281234567890?text=A%20%26%20B%3F%20%231%20%3D%2050%20%25"
