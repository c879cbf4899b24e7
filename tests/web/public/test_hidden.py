"""What is withdrawn, held or paused stands on no public page, list, map or picture."""

from __future__ import annotations

from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.curation.services import hold_product
from app.makers.profiles import pause_maker
from app.makers.tokens import withdraw_page
from app.shared.transaction import begin_writing, commit
from app.stock.services import LineCount, NoteLine, check_note, open_note
from tests.offers import make_panel
from tests.pages import PageClient
from tests.web.public.test_shop import Shop


@pytest.fixture
def shop(session: Any) -> Shop:
    """Two makers; the first has a second product."""
    made = Shop()
    made.kue = made.make(made.maker, "Kue sagu", 9_000)  # type: ignore[attr-defined]
    commit()
    return made


def test_a_withdrawn_maker_and_its_goods_are_shown_nowhere(client: PageClient, shop: Shop) -> None:
    page = shop.page_of_maker(shop.maker)
    begin_writing()
    withdraw_page("maker", shop.maker, actor=SYSTEM)
    commit()
    for path in (page, shop.page_of(shop.bagea)):
        client.get(path, 410)
    for path in (f"{page}/gambar.jpg", f"{shop.page_of(shop.bagea)}/gambar/lebar.jpg"):
        client.get(path, 404)
    assert client.get("/produk").words("h2") == ["Kopi rempah"]
    listed = client.get("/sitemap.xml").data.decode()
    assert page not in listed and shop.page_of(shop.bagea) not in listed


def test_a_paused_maker_has_no_picture_to_share(client: PageClient, shop: Shop) -> None:
    path = f"{shop.page_of_maker(shop.maker)}/gambar.jpg"
    client.get(path)
    begin_writing()
    pause_maker(shop.maker, actor=SYSTEM)
    commit()
    client.get(path, 404)


def test_a_held_product_stands_beside_no_other(client: PageClient, shop: Shop) -> None:
    kue, bagea = (shop.page_of(one) for one in (shop.kue, shop.bagea))  # type: ignore[attr-defined]
    assert bagea in client.get(kue).body
    begin_writing()
    curator = make_panel("Dinas Pangan", maker_id=shop.other).curators["Dinas Pangan"]
    hold_product(shop.bagea, reason="Label salah", letter_number="1/2026", until=None, actor=curator)
    commit()
    for path in (kue, shop.page_of_maker(shop.maker), "/produk", "/sitemap.xml"):
        assert bagea not in client.get(path).data.decode(), path


def test_a_booth_lists_what_stands_there_and_not_what_left(client: PageClient, shop: Shop) -> None:
    begin_writing()
    note = open_note(shop.booth, shop.maker, "return", [NoteLine(shop.bagea, 5, 25_000)], actor=SYSTEM)
    check_note(note.id, [LineCount(5, "diambil")], actor=SYSTEM)
    commit()
    assert "Tidak ada produk yang cocok" in client.get("/produk", query={"pojok": str(shop.booth)}).text
