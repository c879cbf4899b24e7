"""Curation on phones: a maker offers, a curator judges ten products in ten taps, the maker mends what was asked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.accounts.queries import get_user
from app.audit.rules import SYSTEM
from app.curation.rules import OfferText
from app.makers.members import bind_login
from app.shared.transaction import begin_writing, commit
from tests.logins import sign_in, sign_in_again
from tests.offers import FIX, Panel, make_panel
from tests.page_checks import fits

SMALL = {"viewport": {"width": 320, "height": 568}}
TEN = [f"Produk {number:02}" for number in range(1, 11)]

pytestmark = pytest.mark.sqlite


@pytest.fixture
def panel(session: Any) -> Panel:
    """A maker and one agency."""
    made = make_panel("Dekranasda")
    commit()
    return made


def ensure_readable(page: Any, axe: Any) -> None:
    """No complaint of axe, and nothing that scrolls sideways."""
    axe(page)
    assert fits(page), page.url


def test_a_curator_judges_ten_products_in_ten_taps(
    app: Flask, panel: Panel, open_browser: Any, axe: Any, shot: Any
) -> None:
    for name in TEN:
        panel.offer(OfferText(name, "sagu, kenari", "250 gram", 60))
    commit()
    curator = sign_in_again(app, get_user(panel.curators["Dekranasda"].id or 0))
    page = open_browser("phone", curator, **SMALL)
    page.goto("/kurasi/")
    ensure_readable(page, axe)
    shot(page, "kurasi-daftar")
    page.click("text=Mulai menilai (10)")
    heading = page.locator("h1")
    for name in TEN:
        expect(heading).to_have_text(name)
        if name == TEN[0]:
            ensure_readable(page, axe)
            shot(page, "kurasi-nilai")
        page.click("text=Baik, lanjut")
    expect(heading).to_have_text("Menunggu dinilai")
    expect(page.locator("main")).to_contain_text("Semua sudah dinilai")
    ensure_readable(page, axe)


def test_a_maker_offers_reads_one_thing_to_do_mends_it_and_sends_again(
    app: Flask, panel: Panel, open_browser: Any, axe: Any, shot: Any
) -> None:
    maker = sign_in(app, "maker")
    begin_writing()
    bind_login(panel.maker_id, maker.user.id, actor=SYSTEM)
    commit()
    phone = open_browser("phone", maker, **SMALL)
    phone.goto("/usaha/tawaran")
    ensure_readable(phone, axe)
    phone.click("text=Tawarkan produk baru")
    phone.wait_for_url("**/usaha/tawaran/baru")
    ensure_readable(phone, axe)
    shot(phone, "usaha-tawaran-baru")
    phone.fill("[name=name]", "Sambal roa")
    phone.fill("[name=unit_price]", "25.000")
    phone.fill("[name=composition]", "cabai, ikan roa")
    phone.fill("[name=net_content]", "150 gram")
    phone.click("text=Simpan dan periksa")
    phone.wait_for_url(re.compile(r"/usaha/tawaran/\d+$"))
    offer = phone.url
    expect(phone.locator("h2").first).to_have_text("Belum dikirim")
    ensure_readable(phone, axe)
    phone.get_by_role("button", name="Kirim ke instansi").click()
    expect(phone.locator("h2").first).to_have_text("Menunggu instansi")
    judge_with_a_reason(app, panel, open_browser, axe)
    phone.goto(offer)
    expect(phone.locator("h2").first).to_have_text("Menunggu Anda")
    expect(phone.locator(".turn-list")).to_have_text(FIX)
    ensure_readable(phone, axe)
    shot(phone, "usaha-tawaran-perbaiki")
    phone.fill("[name=fixed]", "daftar bahan ditulis")
    phone.get_by_role("button", name="Kirim lagi").click()
    expect(phone.locator("h2").first).to_have_text("Menunggu instansi")
    ensure_readable(phone, axe)


def judge_with_a_reason(app: Flask, panel: Panel, open_browser: Any, axe: Any) -> None:
    """The curator taps one sentence, says where the product was held, and saves."""
    curator = sign_in_again(app, get_user(panel.curators["Dekranasda"].id or 0))
    page = open_browser("phone", curator, **SMALL)
    page.goto("/kurasi/")
    page.click("text=Mulai menilai (1)")
    expect(page.locator("h1")).to_have_text("Sambal roa")
    page.click(f"text={FIX}")
    page.check("[name=is_handled]")
    page.fill("[name=handled_place]", "Balai Kota")
    ensure_readable(page, axe)
    page.click("text=Simpan alasan, lanjut")
    expect(page.locator("h1")).to_have_text("Menunggu dinilai")
