"""Pictures for anybody: only those a product shows, for ever, the same whoever is signed in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.makers.services import create_maker, create_product
from app.photos.services import add_product_photo, make_picture, remove_product_photo, store_upload
from app.shared.transaction import begin_writing, commit
from tests.pages import PageClient
from tests.photos.pictures import picture


@pytest.fixture
def shown(session: Any) -> Any:
    """A photo of a product: (its row, its picture)."""
    maker = create_maker("Dapur Kenari", actor=SYSTEM)
    product = create_product(
        maker.id, "Bagea", actor=SYSTEM, unit_price=10_000, effective_from=date(2026, 1, 1)
    )
    made = make_picture(picture())
    photo = add_product_photo(product.id, made, actor=SYSTEM)
    commit()
    return photo, made


@pytest.mark.parametrize(
    ("size", "kind"), [("besar", "image/jpeg"), ("sedang", "image/webp"), ("kecil", "image/webp")]
)
def test_a_shown_picture_is_stored_for_ever(app: Any, shown: Any, size: str, kind: str) -> None:
    _photo, made = shown
    page = PageClient(app).get(f"/foto/{made.sha256}/{size}")
    variant = {"besar": "full", "sedang": "medium", "kecil": "small"}[size]
    assert (page.response.mimetype, page.data) == (kind, made.files[variant])
    cache = page.response.cache_control
    assert cache.public and cache.immutable and cache.max_age == 31_536_000
    again = PageClient(app).get(
        f"/foto/{made.sha256}/{size}", expect=304, headers={"If-None-Match": page.headers["ETag"]}
    )
    assert again.data == b""


def test_a_picture_no_product_shows_is_nobodys(app: Any, shown: Any) -> None:
    photo, made = shown
    begin_writing()
    other = make_picture(picture(colour="#000000"))
    store_upload(other, actor=SYSTEM)
    remove_product_photo(photo.id, photo.product_id, actor=SYSTEM)
    commit()
    client = PageClient(app)
    for digest in (made.sha256, other.sha256, "0" * 64, "x", made.sha256.upper()):
        client.get(f"/foto/{digest}/kecil", expect=404)
