"""A maker's products: photos are sent alone, shown at once, refused with a sentence; a foreign product is not there."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pytest

from app.extensions import db
from app.makers.stories import find_words
from app.photos.models import ProductPhoto
from app.photos.queries import list_photos
from tests.pages import PageClient
from tests.photos.pictures import HOSTILE, picture
from tests.web.maker.conftest import Market


def send(
    client: PageClient, product_id: int, content: bytes, expect: int = 303, name: str = "foto.jpg"
) -> Any:
    form = client.get(f"/usaha/produk/{product_id}").form(f"/usaha/produk/{product_id}/foto")
    return form.submit(photo=(BytesIO(content), name), expect=expect)


def test_the_list_leads_to_a_product_that_takes_photos(phone: PageClient, market: Market) -> None:
    page = phone.get("/usaha/produk")
    assert "belum ada foto" in page.text
    own = market.own.product_id
    send(phone, own, picture())
    page = phone.follow()
    assert "Foto tersimpan" in page.text
    (photo,) = list_photos([own])[own]
    source = f"/foto/{photo.sha256}/kecil"
    assert [image.get("src") for image in page.all("img")] == [source]
    assert source in phone.get("/usaha/produk").body


def test_photos_are_ordered_described_and_removed(phone: PageClient, market: Market) -> None:
    own = market.own.product_id
    for colour in ("#101010", "#a0a0a0"):
        send(phone, own, picture(colour=colour))
    first, second = (one.id for one in list_photos([own])[own])
    base = f"/usaha/produk/{own}/foto"
    phone.get(f"/usaha/produk/{own}").form(f"{base}/{second}/keterangan").submit(alt="Bagea di piring")
    assert phone.follow().all("img")[1].get("alt") == "Bagea di piring"
    phone.form(f"{base}/{second}/depan").submit()
    assert [one.id for one in list_photos([own])[own]] == [second, first]
    phone.follow().form(f"{base}/{first}/hapus").submit()
    assert [one.id for one in list_photos([own])[own]] == [second]


@pytest.mark.parametrize(
    "kind", ["heic", "svg", "truncated jpeg", "bomb", "40 megapixels", "pdf called jpg", "empty"]
)
def test_what_is_no_photo_is_refused_with_what_to_do(phone: PageClient, market: Market, kind: str) -> None:
    said = send(phone, market.own.product_id, HOSTILE[kind][0], expect=422).text
    assert "Ada 1 hal yang perlu diperbaiki" in said
    assert any(word in said for word in ("Kirim", "Ambil", "ambil", "Pilih"))
    assert db.session.query(ProductPhoto).count() == 0


def test_nothing_chosen_is_said(phone: PageClient, market: Market) -> None:
    own = market.own.product_id
    form = phone.get(f"/usaha/produk/{own}").form(f"/usaha/produk/{own}/foto")
    assert "Pilih atau ambil fotonya dulu" in form.submit(expect=422).text


def test_a_foreign_product_and_its_photos_are_not_there(phone: PageClient, market: Market) -> None:
    foreign = market.foreign.product_id
    phone.get(f"/usaha/produk/{foreign}", expect=404)
    for path in ("foto", "foto/1/depan", "foto/1/hapus", "foto/1/keterangan"):
        phone.post(f"/usaha/produk/{foreign}/{path}", expect=404)


def test_the_dinas_arranges_photos_too(as_role: Any, market: Market) -> None:
    dinas, own = as_role("umkm"), market.own.product_id
    page = dinas.get(f"/dinas/umkm/{market.own.maker_id}")
    page = dinas.get(page.links["Produk dan fotonya"])
    dinas.get(f"/dinas/produk/{own}").form(f"/dinas/produk/{own}/foto").submit(
        photo=(BytesIO(picture()), "a.jpg"), expect=303
    )
    assert len(list_photos([own])[own]) == 1


def test_a_maker_tells_a_story_and_sees_it_on_the_public_page(phone: PageClient, market: Market) -> None:
    own = market.own.product_id
    phone.get(f"/usaha/produk/{own}").form(f"/usaha/produk/{own}/cerita").submit(
        story="Resep Oma", how_made="Disangrai"
    )
    page = phone.follow()
    public = phone.get(page.links["Lihat halaman umumnya"])
    assert "Resep Oma" in public.text and "Disangrai" in public.text
    phone.get(f"/usaha/produk/{own}").form(f"/usaha/produk/{own}/tarik").submit()
    assert "Halaman umum sedang ditarik" in phone.follow().text
    phone.get(public.response.request.path, 410)
    phone.get(f"/usaha/produk/{own}").form(f"/usaha/produk/{own}/tampilkan").submit()
    phone.get(public.response.request.path)


def test_too_long_a_story_is_refused_and_stays_typed(phone: PageClient, market: Market) -> None:
    own = market.own.product_id
    form = phone.get(f"/usaha/produk/{own}").form(f"/usaha/produk/{own}/cerita")
    page = form.submit(story="a " * 1_100, how_made="Disangrai", expect=422)
    assert "Disangrai" in page.text and "Paling panjang 2000" in page.text


def test_a_maker_agrees_to_be_seen(phone: PageClient, market: Market) -> None:
    phone.get("/usaha/cerita").form().submit(story="Kami sekeluarga", is_phone_public="y")
    assert phone.follow().h1 == "Produk"
    stored = find_words(market.own.maker_id)
    assert (stored.story, stored.is_owner_public, stored.is_phone_public) == ("Kami sekeluarga", False, True)


def test_the_kit_has_words_pictures_and_papers(phone: PageClient, market: Market) -> None:
    own = market.own.product_id
    page = phone.get(f"/usaha/produk/{own}/promosi")
    link = page.links["Buka WhatsApp"]
    assert link.startswith("https://wa.me/?text=") and "Rp10.000" in unquote(link) and "/p/" in unquote(link)
    for image in page.all("img"):
        assert phone.get(image.get("src") or "").response.mimetype == "image/jpeg"
    poster = phone.get(page.links["Poster A4"])
    assert "Bagea Dapur Kenari" in poster.text and "qr-code" in poster.body
    cards = phone.get(page.links["Kartu rak"])
    assert len(cards.all("section", class_="shelf-card")) == 8
