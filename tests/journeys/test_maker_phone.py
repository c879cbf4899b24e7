"""A maker at a small phone: card, PIN, shelf, money, a note, a delivery; nothing scrolls sideways, axe is content."""

from __future__ import annotations

from typing import Any

import pytest

from app.shared.transaction import commit
from tests.page_checks import fits, follow
from tests.training.course import make_course
from tests.web.maker.conftest import make_market

SMALL = {"viewport": {"width": 320, "height": 568}}

pytestmark = pytest.mark.sqlite


def seen(page: Any, axe: Any) -> None:
    """No complaint of axe, and nothing that scrolls sideways."""
    axe(page)
    assert fits(page), page.url


def test_a_maker_scans_the_card_sets_a_pin_and_finds_goods_and_money(
    session: Any, open_browser: Any, axe: Any, shot: Any
) -> None:
    market, course = make_market(), make_course()
    commit()
    page = open_browser("phone", None, **SMALL)
    page.goto(f"/kartu#{market.own.code}")
    page.fill("input[name=pin]", "407921")
    page.fill("input[name=again]", "407921")
    seen(page, axe)
    page.click("text=Simpan dan masuk")
    page.wait_for_url("**/usaha/")
    assert "Rp40.000" in page.text_content("main")
    seen(page, axe)
    shot(page, "usaha-hari-ini")
    follow(page, "main >> text=Lihat dan jawab")
    seen(page, axe)
    shot(page, "usaha-nota")
    page.click("text=Saya setuju")
    page.wait_for_selector("text=Terima kasih")
    pages = [("rak", "rak"), ("uang", "uang"), ("nota", "nota-semua"), ("pesan", "pesan")]
    pages += [("pelatihan", "pelatihan"), (f"pelatihan/{course.id}", "pelatihan-satu"), ("kirim", "kirim")]
    for path, name in pages:
        page.goto(f"/usaha/{path}")
        seen(page, axe)
        shot(page, f"usaha-{name}")
    page.fill(f"input[name=product_{market.own.product_id}]", "12")
    page.click("text=Kirim kabar")
    page.wait_for_selector("text=Bawa barangnya ke pojok")
    seen(page, axe)
    page.goto("/usaha/uang")
    page.click("text=Sudah saya terima")
    page.wait_for_selector("text=Uang tercatat sudah Anda terima")
    seen(page, axe)
