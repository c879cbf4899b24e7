"""Poster and shelf cards as a browser prints them: real size, one page, codes that a phone reads, no name cut off."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page

from app.audit.rules import SYSTEM
from app.makers.members import find_login_of_maker
from app.makers.services import create_product
from app.photos.services import add_product_photo, make_picture
from app.shared.transaction import commit
from tests.logins import sign_in_again
from tests.photos.pictures import picture
from tests.web.maker.conftest import SINCE, make_market

pytestmark = pytest.mark.sqlite
Papers = Callable[[str], Iterator[Page]]
MM = 96 / 25.4
"""Points of a browser to a millimetre."""
A4 = (595, 842)
NAMES = {
    "short": "Bagea",
    "long": "Sagu lempeng isi dua belas rasa pala dan kenari dengan gula aren asli dari Negeri Hative Besar",
    "longest": "Manisan pala basah potongan besar dari kebun sendiri di lereng Gunung Salahutu " * 2
    + "dua kilogram",
    "without a blank": "Kuekenaripanggangspesialhariraya" * 4,
    "other letters": "Kué «Ñandú» ペダス 香料 & <b>Ž</b>",
}
READ = """async (png) => {
  const { BarcodeDetector, prepareZXingModule } = await import("/static/vendor/barcode-detector/ponyfill.js");
  prepareZXingModule({ overrides: { locateFile: () => "/static/vendor/zxing-wasm/zxing_reader.wasm" } });
  const picture = new Image();
  picture.src = `data:image/png;base64,${png}`;
  await picture.decode();
  const found = await new BarcodeDetector({ formats: ["qr_code"] }).detect(await createImageBitmap(picture));
  return found.map((one) => one.rawValue);
}"""
CUT = """() => [...document.querySelectorAll(".shelf-card, .poster")].flatMap((paper) => {
  const edge = paper.getBoundingClientRect();
  return [...paper.querySelectorAll("h1, p, figcaption, .qr-code")]
    .filter((one) => {
      const words = document.createRange();
      words.selectNodeContents(one);
      const box = words.getBoundingClientRect();
      return box.left < edge.left || box.top < edge.top || box.right > edge.right || box.bottom > edge.bottom;
    })
    .map((one) => one.outerHTML);
})"""
"""What hangs over the edge of its paper, and would be cut off."""


@pytest.fixture
def papers(session: Any, open_browser: Callable[..., Page], app: Flask) -> Papers:
    """A function that opens a paper of one product after the other, as it is printed: one page of A4, no word cut
    off."""
    own = make_market().own
    products = {
        name: create_product(
            own.maker_id, name, actor=SYSTEM, unit_price=1_250_000, effective_from=SINCE, category="Makanan"
        ).id
        for name in NAMES.values()
    }
    add_product_photo(products[NAMES["long"]], make_picture(picture(size=(1600, 1200))), actor=SYSTEM)
    commit()
    page = open_browser("desktop", sign_in_again(app, find_login_of_maker(own.maker_id)), bypass_csp=True)

    def opened(kind: str) -> Iterator[Page]:
        for name, product_id in products.items():
            page.goto(f"/usaha/produk/{product_id}/{kind}")
            page.emulate_media(media="print")
            assert page.evaluate(CUT) == [], name
            pages = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
            assert [tuple(round(float(side)) for side in one) for one in pages] == [A4], (
                f"one page of A4: {name}"
            )
            yield page

    return opened


def size_in_mm(one: Locator) -> tuple[int, int]:
    """Width and height on paper."""
    box = one.bounding_box()
    assert box is not None
    return round(box["width"] / MM), round(box["height"] / MM)


def ensure_code_is_read(page: Page, code: Locator) -> None:
    """The code as it is printed leads to the product's public page."""
    found = page.evaluate(READ, base64.b64encode(code.screenshot()).decode())
    assert len(found) == 1 and re.search(r"/p/[a-z0-9]{10}$", found[0]), found


def test_the_poster_fills_one_page_and_its_code_is_read(papers: Papers, shot: Any) -> None:
    for page in papers("poster"):
        assert size_in_mm(page.locator(".poster")) == (210, 297)
        assert size_in_mm(page.locator(".poster-code .qr-code")) == (52, 52)
        assert size_in_mm(page.locator(".poster-photo"))[1] >= 80, "the picture stays the largest thing"
        ensure_code_is_read(page, page.locator(".poster-code .qr-code"))
        shot(page, "poster")


def test_eight_shelf_cards_of_90_by_60_stand_on_one_page_and_each_code_is_read(
    papers: Papers, shot: Any
) -> None:
    for page in papers("kartu-rak"):
        assert [size_in_mm(one) for one in page.locator(".shelf-card").all()] == [(90, 60)] * 8
        assert size_in_mm(page.locator(".qr-code").first) == (26, 26)
        ensure_code_is_read(page, page.locator(".qr-code").first)
        shot(page, "kartu-rak")
