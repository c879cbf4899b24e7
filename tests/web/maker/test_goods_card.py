"""A maker's goods card: own goods on the phone, never a buyer, never another maker's."""

from __future__ import annotations

from tests.excel.written import read_back
from tests.pages import PageClient
from tests.web.maker.conftest import BUYER, NIP, Market


def test_the_shelf_leads_to_the_card_of_own_goods(phone: PageClient, market: Market) -> None:
    page = phone.get(phone.get("/usaha/rak").links["Bagea Dapur Kenari"])
    assert page.h1 == "Bagea Dapur Kenari"
    assert page.words("b", class_="maker-pieces")[-1] == "6"
    assert market.own.statement in page.links and "belum di nota" in page.text
    (note,) = [url for name, url in page.links.items() if name.startswith("NT-")]
    assert phone.get(note).h1 == "Titipan"


def test_no_buyer_stands_on_the_card_its_paper_or_its_workbook(phone: PageClient, market: Market) -> None:
    address = f"/usaha/rak/{market.booth_id}/{market.own.product_id}"
    page, paper = phone.get(address), phone.get(f"{address}/cetak")
    file = phone.get(address).form(f"{address}/unduh").submit(expect=200)
    cells = [str(cell) for row in read_back(file.data, "Kartu barang") for cell in row]
    file.response.close()
    assert "BAGEA DAPUR KENARI" in cells
    for text in (page.body, paper.body, " ".join(cells)):
        assert BUYER not in text and NIP not in text


def test_the_goods_of_another_maker_do_not_exist(phone: PageClient, market: Market) -> None:
    address = f"/usaha/rak/{market.booth_id}/{market.foreign.product_id}"
    phone.get("/usaha/")
    for path in (address, f"{address}/cetak"):
        phone.get(path, expect=404)
    phone.post(f"{address}/unduh", {"masa": "2026"}, expect=404)
