"""Addresses as people paste them: recognised, cleaned, or refused with what to do."""

from __future__ import annotations

from datetime import date

import pytest

from app.channels.lookups import list_kinds
from app.channels.rules import AddressRefused, is_stale, read_address

TAKEN = {
    "tokopedia.com/dapur-kenari": ("tokopedia", "https://tokopedia.com/dapur-kenari"),
    "https://www.tokopedia.com/dapur-kenari/?utm_source=x&aff=1#ulasan": (
        "tokopedia", "https://tokopedia.com/dapur-kenari",
    ),
    "http://shopee.co.id/dapurkenari": ("shopee", "https://shopee.co.id/dapurkenari"),
    "HTTPS://Shopee.CO.ID/Dapur_Kenari": ("shopee", "https://shopee.co.id/Dapur_Kenari"),
    " https://www.tiktok.com/@dapur.kenari?is_from_webapp=1 ": ("tiktok", "https://tiktok.com/@dapur.kenari"),
    "https://m.lazada.co.id/shop/dapur-kenari": ("lazada", "https://lazada.co.id/shop/dapur-kenari"),
    "https://www.blibli.com/merchant/dapur-kenari/DAK-60012": (
        "blibli", "https://blibli.com/merchant/dapur-kenari/DAK-60012",
    ),
    "instagram.com/dapur.kenari/": ("instagram", "https://instagram.com/dapur.kenari"),
    "https://wa.me/6281234567890?text=halo": ("whatsapp", "https://wa.me/6281234567890"),
    "Yuk mampir ke Dapur Kenari di Shopee!\nhttps://shopee.co.id/dapurkenari?smtt=0.0.9": (
        "shopee", "https://shopee.co.id/dapurkenari",
    ),
    "https://shopee.co.id/shop/123456789": ("shopee", "https://shopee.co.id/shop/123456789"),
    "https://wa.me/c/6281234567890": ("whatsapp", "https://wa.me/c/6281234567890"),
}  # fmt: skip
REFUSED = {
    "": "empty",
    "javascript:alert(1)": "scheme",
    "JavaScript:alert(1)//tokopedia.com/x": "scheme",
    "data:text/html,x": "scheme",
    "ftp://tokopedia.com/dapur": "scheme",
    "https://tokopedia.com@jahat.example/dapur": "scheme",
    "https://tokopedia.com:8443/dapur": "scheme",
    "https://[::1/x": "scheme",
    "https://jahat.example/tokopedia.com/dapur": "unknown",
    "https://tokopedia.com.jahat.example/dapur": "unknown",
    "https://toko-pedia.com/dapur": "unknown",
    "https://tokopedia.com": "no_shop",
    "https://tokopedia.com/search?q=bagea": "no_shop",
    "https://tokopedia.com/dapur/bagea-kenari": "no_shop",
    "https://shopee.co.id/ab": "no_shop",
    "https://wa.me/081234567890": "no_shop",
    "https://instagram.com/p/Cabc": "no_shop",
    "https://www.bukalapak.com/u/dapurkenari": "closed",
    "https://www.jd.id/shop/1": "closed",
    "https://www.facebook.com/profile.php?id=100000001": "no_shop",
    "https://s.shopee.co.id/4AbCdEf": "short",
    "https://vt.tiktok.com/ZSabc123/": "short",
    "https://id.shp.ee/AbCd": "short",
    "lihat https://shopee.co.id/dapurkenari dan https://shopee.co.id/lain12": "several",
    "https://tokopedia.com/dapur https://shopee.co.id/dapur": "several",
    "tokopedia.com/Login": "no_shop",
    "https://shopee.co.id/flash_sale": "no_shop",
    "https://www.instagram.com/reels/": "no_shop",
    "https://facebook.com/permalink.php?id=1": "no_shop",
    "https://tokopedia.com/" + "a" * 400: "long",
}


@pytest.mark.parametrize(("pasted", "stored"), TAKEN.items())
def test_a_shop_is_recognised_and_its_address_cleaned(pasted: str, stored: tuple[str, str]) -> None:
    assert read_address(pasted, list_kinds()) == stored


@pytest.mark.parametrize(("pasted", "reason"), REFUSED.items())
def test_what_is_no_shop_is_refused_with_its_reason(pasted: str, reason: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        read_address(pasted, list_kinds())
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("seen", "is_old"), [(date(2026, 11, 7), False), (date(2026, 5, 11), False), (date(2026, 5, 10), True)]
)
def test_a_look_counts_for_180_days(seen: date, is_old: bool) -> None:
    assert is_stale(seen, date(2026, 11, 7)) is is_old


def test_every_shipped_kind_reads_its_own_example() -> None:
    for kind in list_kinds():
        if kind.closed_on is None:
            assert read_address(kind.example, list_kinds())[0] == kind.slug
