"""What ends a card or a right at once, and the PIN that its holder changes: the old one opens nothing from then on."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.errors import CardRefused
from app.accounts.models import LoginSession
from app.accounts.services import check_card, has_card_pin, set_card_pin, sign_in_by_card
from app.audit.rules import SYSTEM
from app.extensions import db
from app.makers.members import bind_login, find_login_of_maker, issue_maker_card, list_members
from app.shared.transaction import begin_writing, commit
from tests.logins import sign_in_again
from tests.pages import PageClient
from tests.web.maker.conftest import Market

PIN, OTHER = "407921", "518203"


@pytest.fixture
def with_pin(market: Market) -> Market:
    """The first maker's card has its PIN."""
    set_card_pin(market.own.code, PIN)
    commit()
    return market


def user_of(market: Market) -> Any:
    found = find_login_of_maker(market.own.maker_id)
    assert found is not None
    return found


def test_the_menu_leads_to_the_pin_and_the_new_one_counts(app: Any, with_pin: Market) -> None:
    client, elsewhere = (sign_in_again(app, user_of(with_pin)) for _ in range(2))
    elsewhere.get("/usaha/")
    page = client.get("/usaha/")
    assert "Ganti kata sandi" not in page.text
    client.get(page.links["Ganti PIN"]).form().submit(current=PIN, pin=OTHER, again=OTHER)
    assert "PIN sudah diganti" in client.follow().text
    elsewhere.is_signed_in = False
    assert elsewhere.get("/usaha/", expect=303).location.startswith("/masuk")
    with pytest.raises(CardRefused):
        sign_in_by_card(with_pin.own.code, PIN)
    assert sign_in_by_card(with_pin.own.code, OTHER).user_id == user_of(with_pin).id
    commit()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"current": "999000", "pin": OTHER, "again": OTHER}, "PIN sekarang tidak cocok"),
        ({"current": PIN, "pin": "111111", "again": "111111"}, "terlalu mudah"),
        ({"current": PIN, "pin": OTHER, "again": PIN}, "Ulangannya berbeda"),
    ],
)
def test_a_pin_is_not_changed_by_a_guess_or_to_a_weak_one(
    app: Any, with_pin: Market, typed: dict[str, str], sentence: str
) -> None:
    form = sign_in_again(app, user_of(with_pin)).get("/kartu/ganti-pin").form()
    assert sentence in form.submit(**typed, expect=422).text
    assert sign_in_by_card(with_pin.own.code, PIN).user_id == user_of(with_pin).id
    commit()


def test_an_account_without_a_card_is_told_where_its_secret_is(as_role: Any) -> None:
    page = as_role("finance").get("/kartu/ganti-pin")
    assert "tidak memakai kartu" in page.text and "/sandi" in page.links.values()


def test_the_dinas_ends_a_right_and_everything_of_it_is_over(
    app: Any, with_pin: Market, as_role: Any
) -> None:
    user = user_of(with_pin)
    phone = sign_in_again(app, user)
    phone.get("/usaha/")
    dinas, path = as_role("umkm"), f"/dinas/umkm/{with_pin.own.maker_id}"
    (member,) = list_members(with_pin.own.maker_id)
    dinas.get(path).form(f"{path}/masuk/{member.id}/akhiri").submit()
    assert "Hak masuk berakhir" in dinas.follow().text
    phone.is_signed_in = False
    assert phone.get("/usaha/", expect=303).location.startswith("/masuk")
    with pytest.raises(CardRefused):
        check_card(with_pin.own.code)
    assert list_members(with_pin.own.maker_id) == [] and not has_card_pin(user.id)
    reasons = set(db.session.scalars(select(LoginSession.end_reason).where(LoginSession.user_id == user.id)))
    assert reasons == {"card"}
    dinas.post(f"{path}/masuk/{member.id}/akhiri", expect=404)


def test_a_card_after_an_ended_right_belongs_to_a_new_login(with_pin: Market, as_role: Any) -> None:
    first = user_of(with_pin)
    dinas, path = as_role("umkm"), f"/dinas/umkm/{with_pin.own.maker_id}"
    (member,) = list_members(with_pin.own.maker_id)
    dinas.get(path).form(f"{path}/masuk/{member.id}/akhiri").submit()
    dinas.post(f"{path}/kartu", expect=200)
    second = user_of(with_pin)
    assert second.id != first.id and second.username == f"{first.username}-2"


def test_ending_one_of_two_rights_keeps_the_card_for_the_other(
    app: Any, with_pin: Market, as_role: Any
) -> None:
    user = user_of(with_pin)
    begin_writing()
    bind_login(with_pin.foreign.maker_id, user.id, actor=SYSTEM)
    commit()
    (member,) = list_members(with_pin.own.maker_id)
    dinas, path = as_role("umkm"), f"/dinas/umkm/{with_pin.own.maker_id}"
    dinas.get(path).form(f"{path}/masuk/{member.id}/akhiri").submit()
    assert check_card(with_pin.own.code)
    assert sign_in_again(app, user).get("/usaha/").h1 == "Dapur Orang Lain"


def test_a_lost_card_is_killed_before_there_is_a_new_one(app: Any, with_pin: Market, as_role: Any) -> None:
    phone = sign_in_again(app, user_of(with_pin))
    phone.get("/usaha/")
    dinas, path = as_role("umkm"), f"/dinas/umkm/{with_pin.own.maker_id}"
    (member,) = list_members(with_pin.own.maker_id)
    page = dinas.get(path)
    assert "kartu hidup" in page.text
    page.form(f"{path}/masuk/{member.id}/kartu-mati").submit()
    assert "tanpa kartu" in dinas.follow().text
    with pytest.raises(CardRefused):
        check_card(with_pin.own.code)
    phone.is_signed_in = False
    assert phone.get("/usaha/", expect=303).location.startswith("/masuk")
    begin_writing()
    code = issue_maker_card(with_pin.own.maker_id, actor=SYSTEM)
    commit()
    assert not check_card(code)


def test_another_makers_login_cannot_be_ended_by_this_ones_address(market: Market, as_role: Any) -> None:
    dinas = as_role("umkm")
    dinas.get("/dinas/")
    (foreign,) = list_members(market.foreign.maker_id)
    for act in ("akhiri", "kartu-mati"):
        dinas.post(f"/dinas/umkm/{market.own.maker_id}/masuk/{foreign.id}/{act}", expect=404)
    assert [one.holder.has_card for one in list_members(market.foreign.maker_id)] == [True]


def test_a_manager_ends_no_rights(market: Market, as_role: Any) -> None:
    manager: PageClient = as_role("manager")
    manager.get("/pengelola/")
    (member,) = list_members(market.own.maker_id)
    manager.post(f"/dinas/umkm/{market.own.maker_id}/masuk/{member.id}/akhiri", expect=403)
