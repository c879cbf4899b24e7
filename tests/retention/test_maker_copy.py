"""A maker takes along what is stored of it, and after a leak it is known which makers were in reach."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask, current_app
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.curation.services import add_curator, save_agency, send_offer
from app.extensions import db
from app.makers.members import find_login_of_maker
from app.makers.profiles import complete_maker, join_makers
from app.makers.registration import MakerDraft
from app.makers.services import create_maker
from app.privacy.maker_data import MAKER_DATA
from app.retention.breach_makers import OWN, find_maker_reach
from app.retention.own_data import list_maker_data
from app.shared import clock
from app.shared.transaction import begin_writing, commit, rollback
from tests.counted import count_statements
from tests.logins import sign_in, sign_in_again
from tests.pages import PageClient
from tests.web.maker.conftest import BUYER, NIP, Market, make_market

DAY = timedelta(days=1)
OWNER, PHONE, ACCOUNT = "Zefanya Pemilik", "081234500011", "7770001112"


@pytest.fixture
def market(session: Any) -> Market:
    """Two makers with goods, money and offers; the first with an owner, a phone and an account."""
    made = make_market()
    draft = MakerDraft(name="Dapur Kenari", owner_name=OWNER, phone=PHONE, account_number=ACCOUNT)
    complete_maker(made.own.maker_id, draft, actor=SYSTEM)
    commit()
    return made


def ask(phone: PageClient, shape: str) -> Any:
    token = phone.get("/usaha/data").token
    return phone.post("/usaha/data", {"bentuk": shape, "csrf_token": token}, expect=200)


def test_a_maker_takes_its_own_data_along_and_no_other_s(app: Flask, market: Market) -> None:
    phone = sign_in_again(app, find_login_of_maker(market.own.maker_id))
    told = json.loads(ask(phone, "json").data)
    (person,) = told["Pemilik, rekening, persetujuan"]
    assert (person["Pemilik"], person["Telepon"], person["Nomor rekening"]) == (OWNER, PHONE, ACCOUNT)
    assert [one["Buah"] for one in told["Penjualan"]] == [7, 6]
    assert [one["Jumlah"] for one in told["Pembayaran"]] == [30_000]
    assert told["Nota penyelesaian"][0]["Nota"] == market.own.statement
    assert [one["Nama pengguna"] for one in told["Siapa bertindak dan kartunya"]] == [phone.user.username]
    assert [one["Produk"] for one in told["Produk"]] == ["Bagea Dapur Kenari"]
    assert told["Tawaran"] and told["Nota titip"] and told["Pesan"] and told["Akun"]
    text = json.dumps(told, ensure_ascii=False)
    for other in (BUYER, NIP, "Orang Lain", market.foreign.statement, market.own.code, "scrypt", "pbkdf2"):
        assert other not in text, other


def test_the_workbook_says_codes_in_words_and_the_trail_knows_it(app: Flask, market: Market) -> None:
    phone = sign_in_again(app, find_login_of_maker(market.own.maker_id))
    book = openpyxl.load_workbook(io.BytesIO(ask(phone, "xlsx").data))
    words = [cell for row in book["Nota titip"].iter_rows(values_only=True) for cell in row]
    assert "Titipan" in words and "Sudah dihitung pojok" in words and "delivery" not in words
    assert PHONE in [
        cell for row in book["Pemilik, rekening, persetujuan"].iter_rows(values_only=True) for cell in row
    ]
    (event,) = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "access.export_own"))
    assert (event.subject, event.subject_id, event.details) == (
        "maker",
        market.own.maker_id,
        {"format": "xlsx"},
    )
    phone.post("/usaha/data", {"bentuk": "pdf", "csrf_token": phone.get("/usaha/data").token}, expect=404)


def test_a_record_joined_into_the_maker_is_handed_out_with_it(app: Flask, market: Market) -> None:
    begin_writing()
    twin = create_maker("Dapur Kenari Kembar", actor=SYSTEM)
    join_makers(twin.id, market.own.maker_id, actor=SYSTEM)
    commit()
    phone = sign_in_again(app, find_login_of_maker(market.own.maker_id))
    names = [one["Nama"] for one in json.loads(ask(phone, "json").data)["Usaha"]]
    assert names == ["Dapur Kenari", "Dapur Kenari Kembar"]


def test_it_asks_once_for_each_section_however_many_goods(app: Flask, market: Market) -> None:
    login = find_login_of_maker(market.own.maker_id)
    with count_statements() as few:
        list_maker_data([market.own.maker_id], login.id)
    with count_statements() as many:
        list_maker_data([market.own.maker_id, market.foreign.maker_id], login.id)
    assert len(many) == len(few) <= len(list(MAKER_DATA)) + 8


def test_an_officer_who_opens_a_maker_is_in_the_maker_s_data(app: Flask, market: Market) -> None:
    officer = sign_in(app, "umkm")
    officer.get(f"/dinas/umkm/{market.own.maker_id}")
    phone = sign_in_again(app, find_login_of_maker(market.own.maker_id))
    acts = json.loads(ask(phone, "json").data)["Yang dilakukan atas usaha ini"]
    assert ("access.open_maker", officer.user.username) in {(one["Tindakan"], one["Oleh"]) for one in acts}


def reach(user: Any, days: int = 0) -> tuple[set[int], set[str]]:
    """The makers in reach of an account today, or so many days later; and the ways."""
    start = clock.at_local(clock.today(), 0, 0) + timedelta(days=days)
    found = find_maker_reach(user.id, start, start + DAY)
    return set(found.makers), {way for _title, way, _rows in found.sections}


def test_a_stolen_maker_s_login_reached_its_own_maker_alone(app: Flask, market: Market) -> None:
    login = find_login_of_maker(market.own.maker_id)
    assert reach(login) == (set(), set())  # nobody had signed in with it
    sign_in_again(app, login)
    assert reach(login) == ({market.own.maker_id}, {OWN})
    assert reach(login, days=-30) == (set(), set())


@pytest.mark.parametrize("role", ["umkm", "finance", "manager", "auditor"])
def test_an_officer_s_account_reached_every_maker(app: Flask, market: Market, role: str) -> None:
    account = sign_in(app, role).user
    assert reach(account) == ({market.own.maker_id, market.foreign.maker_id}, {role})


@pytest.mark.parametrize("role", ["cashier", "personnel", "admin", "curator"])
def test_who_sees_no_maker_reached_none(app: Flask, market: Market, role: str) -> None:
    account = sign_in(app, role, booth=market.booth_id).user
    assert reach(account) == (set(), set())


def test_a_curator_s_account_reached_the_makers_whose_offers_it_was_asked_about(
    app: Flask, market: Market
) -> None:
    curator = sign_in(app, "curator").user
    begin_writing()
    agency = save_agency("Dekranasda", ["quality"], actor=SYSTEM)
    add_curator(agency.id, curator.username, actor=SYSTEM)
    send_offer(market.own.offer_id, actor=SYSTEM)
    commit()
    assert reach(curator) == ({market.own.maker_id}, {"curator"})


def test_the_report_names_whom_to_tell_and_how_and_what_was_in_reach(
    app: Flask, market: Market, tmp_path: Path
) -> None:
    officer = sign_in(app, "umkm")
    officer.get(f"/dinas/umkm/{market.own.maker_id}")
    rollback()
    out, day = tmp_path / "bocor.xlsx", clock.today()
    span = ("--from", day.isoformat(), "--until", (day + DAY).isoformat())
    words = ["breach", "--user", officer.user.username, *span, "--out", str(out)]
    done = current_app.test_cli_runner().invoke(args=words)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["makers"] == 2 and OWNER not in done.output
    book = openpyxl.load_workbook(out)
    rows = {row[0]: row for row in book["UMKM yang harus diberi tahu"].iter_rows(values_only=True)}
    assert rows["Dapur Kenari"][1:6] == (OWNER, PHONE, None, "umkm", 1)
    assert rows["Dapur Orang Lain"][5] == 0
    sections = {row[:2] for row in book["Data UMKM dalam jangkauan"].iter_rows(values_only=True)}
    assert ("Pemilik, rekening, persetujuan", "umkm") in sections
    assert ("Pembayaran", "umkm") not in sections
