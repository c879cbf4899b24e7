"""A printed card and a PIN: issued at a booth, set once, signed in, replaced; nothing else opens a maker's pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import func, select

from app.accounts.errors import AccountDisabled, AccountHasPowers, CardRefused
from app.accounts.models import AccessCard, LoginSession, User
from app.accounts.services import check_card, issue_card, sign_in_by_card
from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.extensions import db
from app.makers.members import find_login_of_maker, issue_maker_card
from app.shared.transaction import begin_writing, commit
from tests.pages import Page, PageClient
from tests.web.maker.conftest import Market

PIN = "407921"
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


def show_card(client: PageClient, code: str, expect: int = 200) -> Page:
    return client.get("/kartu").form().submit(code=code, expect=expect)


def set_pin(app: Any, code: str, pin: str = PIN, again: str = "", expect: int = 303) -> PageClient:
    client = PageClient(app)
    show_card(client, code).form().submit(pin=pin, again=again or pin, expect=expect)
    if expect == 303:
        client.is_signed_in = True
    return client


def test_a_card_from_the_booth_its_first_pin_and_the_shelf_and_money(
    app: Any, market: Market, as_role: Any
) -> None:
    manager = as_role("manager")
    page = manager.get(f"/pengelola/umkm/{market.own.maker_id}")
    letter = page.form(f"/pengelola/umkm/{market.own.maker_id}/kartu").submit(expect=200)
    (code,) = set(CODE.findall(letter.text))
    client = set_pin(app, code)
    home = client.follow()
    assert home.h1 == "Dapur Kenari"
    assert "Bagea Dapur Kenari masih 6 di rak 6" in home.text
    assert client.get("/usaha/rak").words("b", class_="maker-pieces") == ["6"]
    assert "Rp70.000" in client.get("/usaha/uang").text
    other = PageClient(app)
    show_card(other, code.lower().replace("-", " ")).form().submit(pin=PIN)
    other.is_signed_in = True
    assert other.follow().h1 == "Dapur Kenari"


@pytest.mark.parametrize(
    ("pin", "sentence"),
    [
        ("123456", "terlalu mudah"),
        ("777777", "terlalu mudah"),
        ("40792", "enam angka"),
        ("40792a", "enam angka"),
    ],
)
def test_a_pin_that_is_no_pin_is_refused_and_the_card_stays_without_one(
    app: Any, market: Market, pin: str, sentence: str
) -> None:
    client = set_pin(app, market.own.code, pin, expect=422)
    assert client.last is not None and sentence in client.last.text
    assert check_card(market.own.code) is False


def test_a_pin_is_set_once(app: Any, market: Market) -> None:
    late = PageClient(app)
    page = show_card(late, market.own.code)
    set_pin(app, market.own.code)
    page.form().submit(pin="518203", again="518203", expect=422)
    with pytest.raises(CardRefused):
        sign_in_by_card(market.own.code, "518203")


def test_a_wrong_pin_an_unknown_card_and_a_foreign_pin_get_the_same_sentence(
    app: Any, market: Market
) -> None:
    set_pin(app, market.own.code)
    set_pin(app, market.foreign.code, "518203")
    wrong = show_card(PageClient(app), market.own.code).form().submit(pin="518203", expect=422)
    unknown = show_card(PageClient(app), "0000-0000-0000-0000", expect=422)
    nothing = show_card(PageClient(app), "bukan kode", expect=422)
    said = [one.words("p", class_="field-error") for one in (wrong, unknown, nothing)]
    assert said[0] == said[1] == said[2] and "tidak cocok" in said[0][0]


def test_five_wrong_pins_stop_the_right_one_for_a_minute(app: Any, market: Market, clock: Any) -> None:
    set_pin(app, market.own.code)
    client = PageClient(app)
    for _ in range(5):
        show_card(client, market.own.code).form().submit(pin="518203", expect=422)
    show_card(client, market.own.code).form().submit(pin=PIN, expect=429)
    clock.shift(minutes=2)
    show_card(client, market.own.code).form().submit(pin=PIN)


@pytest.mark.both_engines
def test_a_new_card_ends_the_old_one_and_its_sessions(app: Any, market: Market) -> None:
    client = set_pin(app, market.own.code)
    client.get("/usaha/")
    begin_writing()
    code = issue_maker_card(market.own.maker_id, actor=SYSTEM)
    commit()
    client.is_signed_in = False
    assert client.get("/usaha/", expect=303).location.startswith("/masuk")
    show_card(PageClient(app), market.own.code, expect=422)
    fresh = show_card(PageClient(app), code)
    assert fresh.h1 == "Buat PIN"  # a lost card's PIN is not the new one's
    live = select(func.count()).select_from(AccessCard).where(AccessCard.revoked_at.is_(None))
    user = find_login_of_maker(market.own.maker_id)
    assert user is not None
    assert db.session.scalar(live.where(AccessCard.user_id == user.id)) == 1
    reasons = select(LoginSession.end_reason).where(LoginSession.user_id == user.id)
    assert db.session.scalars(reasons).all() == ["card"]


def test_the_dinas_issues_cards_too_and_nobody_else(market: Market, as_role: Any) -> None:
    path = f"/{{}}/umkm/{market.own.maker_id}/kartu"
    dinas = as_role("umkm")
    dinas.get(f"/dinas/umkm/{market.own.maker_id}")
    assert CODE.search(dinas.post(path.format("dinas"), expect=200).text)
    cashier = as_role("cashier")
    cashier.get("/sandi")
    cashier.post(path.format("pengelola"), expect=403)


def test_the_same_login_is_kept_and_no_code_or_pin_is_stored(app: Any, market: Market) -> None:
    first = find_login_of_maker(market.own.maker_id)
    assert first is not None and first.password_hash == "" and first.role_names == {"maker"}
    set_pin(app, market.own.code)
    begin_writing()
    issue_maker_card(market.own.maker_id, actor=SYSTEM)
    commit()
    again = find_login_of_maker(market.own.maker_id)
    assert again is not None and again.id == first.id
    letters = market.own.code.replace("-", "")
    for card in db.session.scalars(select(AccessCard)):
        assert letters not in card.token_hash + card.pin_hash and PIN not in card.pin_hash
    details = str(db.session.scalars(select(AuditEvent.details)).all())
    assert letters not in details and market.own.code not in details and PIN not in details


def test_a_card_opens_only_a_makers_account(market: Market, as_role: Any) -> None:
    admin = as_role("admin").user.id
    with pytest.raises(AccountHasPowers):
        issue_card(admin, actor=SYSTEM)
    user = find_login_of_maker(market.own.maker_id)
    assert user is not None
    begin_writing()
    db.session.get_one(User, user.id).is_active = False
    commit()
    with pytest.raises(AccountDisabled):
        issue_maker_card(market.own.maker_id, actor=SYSTEM)
    with pytest.raises(CardRefused):
        check_card(market.own.code)


def test_the_card_is_no_password(app: Any, market: Market) -> None:
    set_pin(app, market.own.code)
    user = find_login_of_maker(market.own.maker_id)
    assert user is not None
    stranger = PageClient(app)
    stranger.get("/masuk").form().submit(username=user.username, password=PIN, expect=422)
