"""The public pages of goods: found, told, shared, withdrawn; the same for everybody, gone at once."""

from __future__ import annotations

import json
import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from app.catalogue.pictures import MOST_BYTES
from app.curation.services import hold_product
from app.extensions import db
from app.makers.models import PublicToken
from app.makers.profiles import get_profile, join_makers, pause_maker
from app.makers.services import change_product, create_maker, create_product, set_price
from app.makers.stories import MakerWords, tell_maker, tell_product
from app.makers.tokens import show_page, withdraw_page
from app.photos.services import add_product_photo, make_picture
from app.shared.transaction import begin_writing, commit
from app.stock.services import LineCount, NoteLine, check_note, open_note
from tests.counted import count_statements
from tests.offers import make_panel
from tests.pages import PageClient
from tests.photos.pictures import picture

SINCE = date(2026, 1, 1)


def token_of(kind: str, target_id: int) -> str:
    query = select(PublicToken.token).where(PublicToken.kind == kind, PublicToken.target_id == target_id)
    return db.session.scalars(query).one()


class Shop:
    """A maker with a product on the shelf of a booth, and another maker."""

    def __init__(self) -> None:
        self.maker = create_maker("Dapur Kenari", actor=SYSTEM).id
        self.other = create_maker("Kopi Salahutu", actor=SYSTEM).id
        self.bagea = self.make(self.maker, "Bagéa kenari", 25_000, "Makanan")
        self.kopi = self.make(self.other, "Kopi rempah", 24_000, "Minuman")
        self.booth = create_booth("Pojok Balai Kota", actor=SYSTEM).id
        create_booth("Pojok Pasar", actor=SYSTEM)
        note = open_note(self.booth, self.maker, "delivery", [NoteLine(self.bagea, 5, 25_000)], actor=SYSTEM)
        check_note(note.id, [LineCount(5)], actor=SYSTEM)

    @staticmethod
    def make(maker_id: int, name: str, price: int, category: str = "") -> int:
        made = create_product(
            maker_id, name, actor=SYSTEM, unit_price=price, effective_from=SINCE, category=category
        )
        return made.id

    def page_of(self, product_id: int) -> str:
        return f"/p/{token_of('product', product_id)}"

    def page_of_maker(self, maker_id: int) -> str:
        return f"/u/{token_of('maker', maker_id)}"


@pytest.fixture
def shop(session: Any) -> Shop:
    """The shop, committed."""
    made = Shop()
    commit()
    return made


@pytest.mark.parametrize(
    "words", ["bagea", "BAGÉA", "kenari bag", "bagae", "kenary", "baga", "dapur", "makanan"]
)
def test_search_forgives_accents_capitals_beginnings_and_a_wrong_letter(
    client: PageClient, shop: Shop, words: str
) -> None:
    page = client.get("/produk", query={"cari": words})
    assert page.words("h2") == ["Bagéa kenari"]
    assert "1 produk cocok" in page.text


@pytest.mark.parametrize("words", ["xyz", "kopi bagea", "bgnr", "!!!"])
def test_what_is_not_there_is_not_found(client: PageClient, shop: Shop, words: str) -> None:
    assert "Tidak ada produk yang cocok" in client.get("/produk", query={"cari": words}).text


def test_search_looks_into_stories_too_and_a_name_stands_before_them(client: PageClient, shop: Shop) -> None:
    assert client.get("/produk", query={"cari": "oma"}).words("h2") == ["Tidak ada produk yang cocok"]
    begin_writing()
    tell_product(
        shop.kopi, story="Résép Oma, dengan bagea hangat.", how_made="Disangrai kecil.", actor=SYSTEM
    )
    tell_maker(shop.maker, MakerWords("Dari kebun Salahutu.", False, False), actor=SYSTEM)
    commit()
    for words in ("oma", "resep disangrai", "kopi disangray", "hanga"):
        assert client.get("/produk", query={"cari": words}).words("h2") == ["Kopi rempah"], words
    assert client.get("/produk", query={"cari": "kebun"}).words("h2") == ["Bagéa kenari"]
    assert client.get("/produk", query={"cari": "bagea"}).words("h2") == ["Bagéa kenari", "Kopi rempah"]


def test_a_booth_and_a_kind_narrow_the_list(client: PageClient, shop: Shop) -> None:
    assert client.get("/produk", query={"pojok": str(shop.booth)}).words("h2") == ["Bagéa kenari"]
    assert client.get("/produk", query={"jenis": "Minuman"}).words("h2") == ["Kopi rempah"]
    for query in ({"pojok": "999"}, {"pojok": "x"}, {"pojok": "9" * 20}, {"jenis": "Lain"}):
        client.get("/produk", 404, query=query)


def test_a_product_tells_its_story_price_shelf_and_maker(client: PageClient, shop: Shop) -> None:
    begin_writing()
    tell_product(
        shop.bagea, story="Resep Oma.\n\n<b>Sejak 1960</b>", how_made="Kenari disangrai.", actor=SYSTEM
    )
    commit()
    page = client.get(shop.page_of(shop.bagea))
    assert page.h1 == "Bagéa kenari"
    for part in (
        "Rp25.000",
        "Dapur Kenari",
        "Pojok Balai Kota",
        "Resep Oma.",
        "<b>Sejak 1960</b>",
        "disangrai",
    ):
        assert part in page.text, part
    assert "Pojok Pasar" not in page.text
    assert "Sedang tidak ada di rak" in client.get(shop.page_of(shop.kopi)).text
    assert client.get(page.links["Dapur Kenari"]).h1 == "Dapur Kenari"


def test_machines_read_the_product_too(client: PageClient, shop: Shop) -> None:
    begin_writing()
    tell_product(shop.bagea, story="</script><script>alert(1)</script>", how_made="", actor=SYSTEM)
    commit()
    page = client.get(shop.page_of(shop.bagea))
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.body, re.DOTALL)
    data = json.loads(block)
    assert (data["@type"], data["offers"]["price"], data["offers"]["priceCurrency"]) == (
        "Product",
        25_000,
        "IDR",
    )
    assert data["offers"]["availability"].endswith("InStock")
    assert data["description"] == "</script><script>alert(1)</script>"
    canonical = next(one.get("href") for one in page.all("link", rel="canonical"))
    assert canonical == f"http://localhost{shop.page_of(shop.bagea)}"


def test_owner_and_phone_are_seen_only_with_consent(client: PageClient, shop: Shop) -> None:
    begin_writing()
    profile = get_profile(shop.maker)
    profile.owner_name, profile.phone = "Nona Latuheru", "081234567890"
    commit()
    for path in (shop.page_of(shop.bagea), shop.page_of_maker(shop.maker)):
        assert "Latuheru" not in client.get(path).body and "0812" not in client.get(path).body
    begin_writing()
    tell_maker(shop.maker, MakerWords("Kami sekeluarga.", False, True), actor=SYSTEM)
    commit()
    page = client.get(shop.page_of_maker(shop.maker))
    assert "081234567890" in page.text and "Latuheru" not in page.body and "Kami sekeluarga." in page.text
    begin_writing()
    tell_maker(shop.maker, MakerWords("", False, False), actor=SYSTEM)
    commit()
    assert "0812" not in client.get(shop.page_of(shop.bagea)).body


def test_a_withdrawn_page_says_so_at_once_and_comes_back_under_its_address(
    client: PageClient, shop: Shop
) -> None:
    path = shop.page_of(shop.bagea)
    client.get(path)
    begin_writing()
    withdraw_page("product", shop.bagea, actor=SYSTEM)
    commit()
    page = client.get(path, 410)
    assert page.links["Lihat produk lain dari Dapur Kenari"] == shop.page_of_maker(shop.maker)
    assert client.get("/produk").words("h2") == ["Kopi rempah"]
    client.get(f"{path}/gambar/lebar.jpg", 404)
    begin_writing()
    show_page("product", shop.bagea, actor=SYSTEM)
    commit()
    assert client.get(path).h1 == "Bagéa kenari"


def test_what_is_off_sale_or_paused_is_gone_and_a_joined_maker_leads_on(
    client: PageClient, shop: Shop
) -> None:
    begin_writing()
    change_product(
        shop.kopi,
        name="Kopi rempah",
        category="",
        barcode=None,
        is_favourite=False,
        is_active=False,
        actor=SYSTEM,
    )
    pause_maker(shop.maker, actor=SYSTEM)
    commit()
    for path in (shop.page_of(shop.kopi), shop.page_of(shop.bagea), shop.page_of_maker(shop.maker)):
        client.get(path, 410)
    begin_writing()
    join_makers(shop.maker, shop.other, actor=SYSTEM)
    commit()
    answer = client.get(shop.page_of_maker(shop.maker), 301)
    assert answer.location.endswith(shop.page_of_maker(shop.other))
    assert client.get(shop.page_of(shop.bagea)).links["Kopi Salahutu"] == shop.page_of_maker(shop.other)
    client.get("/p/tidakada22", 404)
    client.get("/u/tidakada22", 404)


def test_a_new_price_stands_there_at_once_and_an_unchanged_page_is_not_sent_again(
    app: Any, shop: Shop
) -> None:
    visitor, path = PageClient(app), shop.page_of(shop.bagea)
    first = visitor.get(path)
    assert "Set-Cookie" not in first.headers and first.response.cache_control.public
    visitor.get(path, 304, headers={"If-None-Match": first.headers["ETag"]})
    begin_writing()
    set_price(shop.bagea, 26_000, date(2026, 11, 7), actor=SYSTEM)
    commit()
    again = visitor.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert "Rp26.000" in again.text


@pytest.mark.parametrize(("shape", "size"), [("lebar", (1200, 630)), ("persegi", (1080, 1080))])
def test_the_picture_to_share_is_a_small_jpeg(
    client: PageClient, shop: Shop, shape: str, size: tuple[int, int]
) -> None:
    begin_writing()
    add_product_photo(shop.bagea, make_picture(picture(size=(1600, 1200))), actor=SYSTEM)
    commit()
    page = client.get(f"{shop.page_of(shop.bagea)}/gambar/{shape}.jpg")
    assert len(page.data) <= MOST_BYTES
    with Image.open(BytesIO(page.data)) as drawn:
        assert (drawn.format, drawn.size) == ("JPEG", size)
        assert drawn.convert("RGB").getpixel((100, 100))[0] > 180


def test_crawlers_find_every_page_and_nothing_else(client: PageClient, shop: Shop) -> None:
    listed = re.findall(r"<loc>http://localhost(.*?)</loc>", client.get("/sitemap.xml").data.decode())
    expected = {"/", "/produk", "/giliran", "/data", *map(shop.page_of, (shop.bagea, shop.kopi))}
    assert set(listed) == expected | {shop.page_of_maker(one) for one in (shop.maker, shop.other)}
    robots = client.get("/robots.txt").data.decode()
    assert "Sitemap: http://localhost/sitemap.xml" in robots and "Disallow: /\n" in robots


def test_the_list_asks_as_often_for_many_products_as_for_few(app: Any, shop: Shop) -> None:
    def statements(turn: str) -> int:
        PageClient(app).get("/produk")  # the list is read anew after a change
        with count_statements() as counted:
            PageClient(app).get(
                "/produk", query={"cari": "kue", "x": turn}
            )  # an address that nobody asked for
        return len(counted)

    begin_writing()
    Shop.make(shop.maker, "Kue 0", 1_000)
    commit()
    few = statements("1")
    begin_writing()
    for number in range(60):
        Shop.make(shop.maker, f"Kue sagu {number}", 1_000)
    commit()
    assert statements("2") <= few
    page = PageClient(app).get("/produk", query={"cari": "kue"})
    assert len(page.words("h2")) == 24 and "Halaman 1 dari 3" in page.text
    assert len(PageClient(app).get("/produk", query={"cari": "kue", "halaman": "3"}).words("h2")) == 13


def test_what_an_agency_holds_is_shown_nowhere(client: PageClient, shop: Shop) -> None:
    client.get(shop.page_of(shop.bagea))
    begin_writing()
    panel = make_panel("Dinas Pangan", maker_id=shop.other)
    hold_product(
        shop.bagea,
        reason="Label salah",
        letter_number="1/2026",
        until=None,
        actor=panel.curators["Dinas Pangan"],
    )
    commit()
    client.get(shop.page_of(shop.bagea), 410)
    client.get(f"{shop.page_of(shop.bagea)}/gambar/lebar.jpg", 404)
    assert client.get("/produk").words("h2") == ["Kopi rempah"]
    assert "Belum ada produk yang dijual" in client.get(shop.page_of_maker(shop.maker)).text
    assert shop.page_of(shop.bagea) not in client.get("/sitemap.xml").data.decode()
