"""Photos from a phone: chosen from disk, shrunk in the browser, sent alone at once, shown; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, Request, expect

from app.extensions import db
from app.makers.members import find_login_of_maker
from app.makers.stories import MAX_STORY
from app.messages.refusals_photos import PHOTO_REASONS
from app.photos.files import path_of
from app.photos.queries import Photo, list_photos
from app.shared.transaction import commit
from tests.logins import sign_in_again
from tests.page_checks import fits
from tests.photos.pictures import HOSTILE, lying_on_its_side, picture, with_words
from tests.web.maker.conftest import Market, make_market

pytestmark = pytest.mark.sqlite
CHOOSE = "[data-photo-form] input[type=file]"
SHOWN = "[data-photos] .photo-list img"


@pytest.fixture
def market(session: Any) -> Market:
    """Two makers, committed."""
    made = make_market()
    commit()
    return made


@pytest.fixture
def page(open_browser: Callable[..., Page], app: Flask, market: Market) -> Page:
    """The maker's page of one product on a small phone."""
    maker = sign_in_again(app, find_login_of_maker(market.own.maker_id))
    opened = open_browser("phone", maker, viewport={"width": 320, "height": 640})
    opened.goto(f"/usaha/produk/{market.own.product_id}")
    return opened


def choose(page: Page, path: Path) -> None:
    """Choose a file the way a person does; the script does the rest."""
    page.set_input_files(CHOOSE, path)


def stored(market: Market) -> list[Photo]:
    """The product's photos as the database has them now."""
    db.session.rollback()
    return list_photos([market.own.product_id]).get(market.own.product_id, [])


def written(folder: Path, name: str, content: bytes) -> Path:
    """A file on disk."""
    path = folder / name
    path.write_bytes(content)
    return path


def from_a_camera() -> bytes:
    """A photo of twelve megapixels that lies on its side, with the place where it was taken."""
    with Image.open(BytesIO(lying_on_its_side())) as small:
        target = BytesIO()
        small.resize((4000, 3000)).save(target, "JPEG", quality=95, exif=small.getexif(), comment=b"RAHASIA")
    return target.getvalue()


def test_a_photo_is_shrunk_sent_at_once_and_loses_where_it_was_taken(
    page: Page, market: Market, tmp_path: Path, axe: Any, shot: Any
) -> None:
    content = from_a_camera()
    assert b"RAHASIA" in content
    sent: list[Request] = []
    page.on("request", lambda one: sent.append(one) if one.method == "POST" else None)
    page.fill("[name=story]", "Resep Oma, belum disimpan")
    choose(page, written(tmp_path, "IMG_0001.jpg", content))
    expect(page.locator(SHOWN)).to_have_count(1)
    assert page.input_value("[name=story]") == "Resep Oma, belum disimpan"
    body = sent[0].post_data_buffer or b""
    assert len(sent) == 1 and len(body) < len(content) / 2 and b"RAHASIA" not in body
    (photo,) = stored(market)
    full = path_of(photo.sha256, "full").read_bytes()
    with Image.open(BytesIO(full)) as made:
        top, bottom = (made.convert("RGB").getpixel((made.width // 2, y)) for y in (9, made.height - 9))
        assert made.size == (1200, 1600) and not made.getexif() and "comment" not in made.info
    assert top[0] > 200 > bottom[0] and bottom[2] > 200 > top[2], "upright: red above, blue below"
    assert b"RAHASIA" not in full
    axe(page)
    assert fits(page)
    shot(page, "foto-phone")


def test_a_form_that_is_refused_afterwards_loses_neither_photo_nor_words(
    page: Page, market: Market, tmp_path: Path
) -> None:
    for number, colour in enumerate(("#c8642b", "#0b5563"), 1):
        choose(page, written(tmp_path, f"{number}.jpg", picture(colour=colour)))
        expect(page.locator(SHOWN)).to_have_count(number)
    too_long = "Panjang sekali. " * (MAX_STORY // 10)
    page.evaluate("() => document.querySelector('[name=story]').removeAttribute('maxlength')")
    page.fill("[name=story]", too_long)
    page.click("text=Simpan cerita")
    page.wait_for_selector(".error-summary")
    assert page.input_value("[name=story]").strip() == too_long.strip()
    expect(page.locator(SHOWN)).to_have_count(2)
    assert len(stored(market)) == 2


def test_a_page_behind_the_end_of_a_picture_stays_behind(page: Page, market: Market, tmp_path: Path) -> None:
    choose(page, written(tmp_path, "foto.png", with_words()))
    expect(page.locator(SHOWN)).to_have_count(1)
    (photo,) = stored(market)
    for variant in ("full", "medium", "small"):
        content = path_of(photo.sha256, variant).read_bytes()
        assert b"RAHASIA" not in content and b"<script" not in content


NO_PHOTOS = {
    "empty": "kosong.jpg",
    "heic": "IMG_0002.HEIC",
    "svg": "logo.svg",
    "text": "catatan.jpg",
    "pdf called jpg": "surat.jpg",
    "only a beginning": "sepotong.jpg",
    "truncated jpeg": "terpotong.jpg",
    "truncated png": "terpotong.png",
    "bomb": "besar.png",
    "one point": "titik.png",
}


def test_what_is_no_photo_is_refused_with_its_sentence_and_the_next_one_is_taken(
    page: Page, market: Market, tmp_path: Path
) -> None:
    page.fill("[name=story]", "Tetap di sini")
    refusal = page.locator("[data-photos] .error-summary")
    for kind, name in NO_PHOTOS.items():
        content, reason = HOSTILE[kind]
        choose(page, written(tmp_path, name, content))
        expect(refusal).to_contain_text(str(PHOTO_REASONS[reason]))
        assert not stored(market), kind
        page.evaluate("() => document.querySelector('[data-photos] .error-summary').remove()")
    assert page.input_value("[name=story]") == "Tetap di sini"
    choose(page, written(tmp_path, "terpotong.jpg", HOSTILE["truncated jpeg"][0]))
    expect(refusal).to_have_count(1)
    choose(page, written(tmp_path, "benar.jpg", picture()))
    expect(page.locator(SHOWN)).to_have_count(1)
    expect(refusal).to_have_count(0)


def test_a_broken_line_says_so_and_the_same_photo_is_sent_again(
    page: Page, market: Market, tmp_path: Path, troubles: list[str]
) -> None:
    photo = written(tmp_path, "foto.jpg", picture())
    page.context.set_offline(True)
    choose(page, photo)
    expect(page.locator("[data-photo-state]")).to_contain_text("Foto belum terkirim")
    page.context.set_offline(False)
    choose(page, photo)
    expect(page.locator(SHOWN)).to_have_count(1)
    troubles[:] = [one for one in troubles if "ERR_INTERNET_DISCONNECTED" not in one]


def test_without_a_script_the_button_sends_the_photo(
    open_browser: Callable[..., Page], app: Flask, market: Market, tmp_path: Path
) -> None:
    maker = sign_in_again(app, find_login_of_maker(market.own.maker_id))
    page = open_browser("phone", maker, java_script_enabled=False)
    page.goto(f"/usaha/produk/{market.own.product_id}")
    choose(page, written(tmp_path, "foto.jpg", from_a_camera()))
    page.click("text=Kirim foto")
    expect(page.locator(SHOWN)).to_have_count(1)
    (photo,) = stored(market)
    assert b"RAHASIA" not in path_of(photo.sha256, "full").read_bytes()
