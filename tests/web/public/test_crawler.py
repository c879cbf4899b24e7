"""A crawler without a script on the public pages: every link answers, every page says what it is, nobody is named."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from app.audit.rules import SYSTEM
from app.catalogue.pictures import MOST_BYTES
from app.figures.services import publish_closed_months
from app.makers.profiles import get_profile, pause_maker
from app.makers.services import create_maker
from app.makers.stories import MakerWords, tell_maker, tell_product
from app.makers.tokens import withdraw_page
from app.photos.services import add_product_photo, make_picture
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from tests.figures.test_publishing import sell_of
from tests.pages import Page, PageClient
from tests.people import close
from tests.photos.pictures import picture
from tests.web.public.test_shop import Shop

HOST = "http://localhost"
OWNER, PHONE = "Latuheru Rahasia", "081234567890"
SHARED = ("/", "/produk", "/data", "/giliran")
"""Pages that a messenger shows with a picture, besides those of products and makers."""


class City(Shop):
    """The shop with photos and stories, a maker who agreed to be named, and much that was withdrawn."""

    def __init__(self) -> None:
        super().__init__()
        self.open_maker = create_maker("Tenun Nusalaut", actor=SYSTEM).id
        self.scarf = self.make(self.open_maker, "Selendang “Ombak” <tenun>", 350_000, "Kerajinan")
        self.withdrawn = self.make(self.maker, "Roti yang ditarik", 9_000, "Makanan")
        self.paused = create_maker("Usaha yang berhenti", actor=SYSTEM).id
        self.of_paused = self.make(self.paused, "Kue yang berhenti", 5_000, "Makanan")
        for number in range(25):
            self.make(self.other, f"Kopi nomor {number}", 10_000 + number, "Minuman")
        for maker in (self.maker, self.other, self.open_maker, self.paused):
            profile = get_profile(maker)
            profile.owner_name, profile.phone, profile.village = OWNER, PHONE, "Nusaniwe"
        for colour in ("#c8642b", "#0b5563"):
            add_product_photo(self.bagea, make_picture(picture(colour=colour)), actor=SYSTEM)
        tell_product(self.bagea, story="Resep Oma. " * 40, how_made="Disangrai.", actor=SYSTEM)
        tell_maker(self.maker, MakerWords("Kami sekeluarga.", False, False), actor=SYSTEM)
        withdraw_page("product", self.withdrawn, actor=SYSTEM)
        pause_maker(self.paused, actor=SYSTEM)
        sell_of(self.other, 10_000)
        close(Period(2026, 10))
        publish_closed_months(actor=SYSTEM)

    @property
    def gone(self) -> list[str]:
        """Addresses of what is not shown any more."""
        return [*map(self.page_of, (self.withdrawn, self.of_paused)), self.page_of_maker(self.paused)]


@pytest.fixture
def city(session: Any) -> City:
    """The city, committed."""
    made = City()
    commit()
    return made


def links_of(page: Page) -> Iterator[str]:
    """What a page leads to and loads, of this host, without the part behind #."""
    for tag, name in (("a", "href"), ("link", "href"), ("img", "src"), ("script", "src")):
        for one in page.all(tag):
            address = (one.get(name) or "").partition("#")[0].removeprefix(HOST)
            if address.startswith("/"):
                yield address


def is_shop(path: str) -> bool:
    """Whether the crawler goes on from here."""
    return path in ("/", "/data", "/giliran") or path.startswith(("/produk", "/p/", "/u/"))


@pytest.fixture
def crawled(app: Any, city: City) -> dict[str, Page]:
    """Every public page of goods by address, found from the list alone; each other link was answered, too."""
    visitor, waiting, pages, seen = PageClient(app), ["/produk"], {}, {"/produk"}
    while waiting:
        path = waiting.pop()
        page = visitor.get(path)
        page.response.close()  # a file of the static folder stays open otherwise
        if page.is_html and is_shop(path):
            pages[path] = page
            fresh = [one for one in dict.fromkeys(links_of(page)) if one not in seen]
            seen.update(fresh)
            waiting += fresh
    return pages


def meta(page: Page, name: str) -> str:
    """The content of a meta element by name or property; empty where there is none."""
    found = [*page.all("meta", name=name), *page.all("meta", property=name)]
    assert len(found) <= 1, f"{name} stands there {len(found)} times"
    return found[0].get("content", "") if found else ""


def test_the_crawler_finds_what_is_shown_and_nothing_else(crawled: dict[str, Page], city: City) -> None:
    shown = {*map(city.page_of, (city.bagea, city.kopi, city.scarf))}
    shown |= {*map(city.page_of_maker, (city.maker, city.other, city.open_maker))}
    assert shown | set(SHARED) <= crawled.keys()
    assert not crawled.keys() & set(city.gone)
    assert any("halaman=2" in path for path in crawled)


def test_every_page_has_one_heading_a_title_a_description_and_its_own_address(
    crawled: dict[str, Page],
) -> None:
    titles: dict[str, str] = {}
    for path, page in crawled.items():
        assert len(page.words("h1")) == 1 and page.h1, path
        (title,) = page.words("title")
        assert 5 < len(title) < 120, (path, title)
        assert 10 < len(meta(page, "description")) <= 160, (path, meta(page, "description"))
        (canonical,) = [one.get("href", "") for one in page.all("link", rel="canonical")]
        assert canonical.startswith(HOST), path
        if canonical == f"{HOST}{path}":
            assert titles.setdefault(title, path) == path, "two pages of one title"


def test_the_picture_beside_a_shared_link_answers_as_a_small_jpeg(app: Any, crawled: dict[str, Page]) -> None:
    visitor = PageClient(app)
    pictures = {meta(page, "og:image") for page in crawled.values()}
    assert "" not in pictures
    for address in sorted(pictures):
        answer = visitor.get(address.removeprefix(HOST))
        assert (answer.response.mimetype, len(answer.data) <= MOST_BYTES) == ("image/jpeg", True), address
        with Image.open(BytesIO(answer.data)) as drawn:
            assert (drawn.format, drawn.size) == ("JPEG", (1200, 630))


def test_every_product_is_a_product_for_search_engines(crawled: dict[str, Page]) -> None:
    for path, page in crawled.items():
        blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.body, re.DOTALL)
        assert len(blocks) == (1 if path.startswith("/p/") else 0), path
        for block in blocks:
            data = json.loads(block)
            offer = data["offers"]
            assert (data["@type"], data["url"]) == ("Product", f"{HOST}{path}")
            assert data["name"] == page.h1 and data["brand"]["name"] and data["image"], path
            assert isinstance(offer["price"], int) and offer["priceCurrency"] == "IDR"
            assert re.fullmatch(r"https://schema\.org/(InStock|OutOfStock)", offer["availability"])


def test_the_sitemap_lists_what_is_published_and_nothing_withdrawn(
    app: Any, crawled: dict[str, Page], city: City
) -> None:
    body = PageClient(app).get("/sitemap.xml").data.decode()
    listed = {one.removeprefix(HOST) for one in re.findall(r"<loc>(.*?)</loc>", body)}
    found = {path for path in crawled if path.startswith(("/p/", "/u/"))}
    assert listed == found | set(SHARED)


def test_what_was_withdrawn_says_so_and_leads_to_its_maker(app: Any, city: City) -> None:
    visitor = PageClient(app)
    for path in city.gone:
        page = visitor.get(path, 410)
        assert len(page.words("h1")) == 1 and meta(page, "robots") == "noindex"
        assert PHONE not in page.body and OWNER not in page.body
    page = visitor.get(city.page_of(city.withdrawn), 410)
    assert city.page_of_maker(city.maker) in page.links.values()
    visitor.get(f"{city.page_of_maker(city.paused)}/gambar.jpg", 404)


def test_nobody_is_named_who_did_not_agree(app: Any, crawled: dict[str, Page], city: City) -> None:
    for path, page in crawled.items():
        assert OWNER not in page.body and PHONE not in page.body, path
    begin_writing()
    tell_maker(city.open_maker, MakerWords("", True, True), actor=SYSTEM)
    commit()
    for path in (city.page_of(city.scarf), city.page_of_maker(city.open_maker)):
        text = PageClient(app).get(path).text
        assert OWNER in text and PHONE in text
