"""Shops elsewhere: pasted by the maker, seen by the Dinas, public only then, old after 180 days, counted."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.channels.models import Channel
from app.channels.services import claim_channel
from app.extensions import db
from app.makers.models import PublicToken
from app.shared.transaction import begin_writing, commit
from tests.pages import PageClient
from tests.web.maker.conftest import Market

SHOP = "https://shopee.co.id/dapurkenari"


def public_page(maker_id: int) -> str:
    query = select(PublicToken.token).where(PublicToken.kind == "maker", PublicToken.target_id == maker_id)
    return f"/u/{db.session.scalars(query).one()}"


def paste(phone: PageClient, text: str, expect: int = 303) -> Any:
    return phone.get("/usaha/toko").form().submit(address=text, expect=expect)


def test_a_shop_is_claimed_seen_public_and_counted(phone: PageClient, market: Market, as_role: Any) -> None:
    paste(phone, f"{SHOP}?utm_source=wa")
    page = phone.follow()
    assert "Toko Shopee tercatat" in page.text and "menunggu dilihat petugas" in page.text
    path, anybody = public_page(market.own.maker_id), PageClient(phone.browser.application)
    assert SHOP not in anybody.get(path).body
    channel = db.session.scalars(select(Channel)).one()
    dinas = as_role("umkm")
    dinas.get("/dinas/toko-daring").form(f"/dinas/toko/{channel.id}/dilihat").submit()
    assert SHOP in anybody.get(path).body
    assert dinas.get("/dinas/toko-daring").rows()[0] == {
        "Tempat": "Shopee", "UMKM, kata sendiri": "1", "UMKM, sudah dilihat": "1",
    }  # fmt: skip
    phone.get("/usaha/toko").form(f"/usaha/toko/{channel.id}/akhiri").submit()
    assert SHOP not in anybody.get(path).body


@pytest.mark.clock("2026-11-07 09:15")
def test_an_old_look_is_public_no_more_and_waits_for_another(
    phone: PageClient, market: Market, as_role: Any, clock: Any
) -> None:
    paste(phone, SHOP)
    channel = db.session.scalars(select(Channel)).one()
    as_role("umkm").get("/dinas/toko-daring").form(f"/dinas/toko/{channel.id}/dilihat").submit()
    clock.move_to("2027-05-10 09:15")
    assert SHOP not in PageClient(phone.browser.application).get(public_page(market.own.maker_id)).body
    assert "perlu dilihat lagi" in as_role("umkm").get("/dinas/toko-daring").text


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("ftp://tokopedia.com/dapur", "bukan alamat toko"),
        ("https://bukalapak.com/u/dapur", "sejak 9 Februari 2025"),
        ("https://jahat.example/x", "Yang dikenal: Tokopedia"),
        ("https://tokopedia.com/search?q=x", "tokopedia.com/nama-toko"),
    ],
)
def test_what_is_no_shop_is_explained_and_stays_typed(
    phone: PageClient, market: Market, pasted: str, said: str
) -> None:
    page = paste(phone, pasted, expect=422)
    assert said in page.text
    assert next(one.get("value") for one in page.all("input", name="address")) == pasted


def test_a_shop_written_with_other_capitals_is_the_same_shop(market: Market) -> None:
    begin_writing()
    first = claim_channel(market.own.maker_id, "tokopedia.com/dapurkenari", actor=SYSTEM)
    assert claim_channel(market.own.maker_id, "Tokopedia.com/DapurKenari", actor=SYSTEM).id == first.id


def test_another_makers_shop_is_not_there_and_nobody_sees_the_own(phone: PageClient, market: Market) -> None:
    begin_writing()
    foreign = claim_channel(market.foreign.maker_id, SHOP, actor=SYSTEM)
    own = claim_channel(market.own.maker_id, SHOP, actor=SYSTEM)
    commit()
    phone.get("/usaha/toko")
    phone.post(f"/usaha/toko/{foreign.id}/akhiri", expect=404)
    phone.post(f"/usaha/toko/{own.id}/dilihat", expect=404)
    assert {one.state for one in db.session.scalars(select(Channel))} == {"claimed"}
