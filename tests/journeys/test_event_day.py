"""The day of the joint shopping: a maker answers on the phone, the officer records who came, anybody reads the list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from app.audit.rules import SYSTEM
from app.shared.transaction import commit
from app.turns.services import add_contact, fill_turns
from tests.logins import sign_in_again
from tests.page_checks import fits
from tests.web.maker.conftest import make_market
from tests.web.maker.test_card_ends import user_of

pytestmark = pytest.mark.sqlite


def test_a_maker_answers_and_is_recorded_at_the_booth(
    session: Any, app: Any, as_role: Any, open_browser: Any, axe: Any, shot: Any
) -> None:
    market = make_market()
    fill_turns(date(2026, 11, 7), market.booth_id, 2, actor=SYSTEM)
    add_contact(market.own.maker_id, date(2026, 9, 7), "Toko Maju", "50 bungkus bagea", actor=SYSTEM)
    commit()
    page = open_browser("phone", sign_in_again(app, user_of(market)))
    page.goto("/usaha/giliran")
    axe(page)
    assert fits(page)
    shot(page, "giliran-usaha")
    page.click("text=Saya datang")
    expect(page.locator("main")).to_contain_text("Anda akan datang.")
    page.click("button:has-text('Masih dibicarakan')")
    expect(page.locator("main")).to_contain_text("30 hari: masih dibicarakan")
    officer = open_browser("phone", as_role("umkm"))
    officer.goto("/dinas/giliran")
    expect(officer.locator("main")).to_contain_text("akan datang")
    axe(officer)
    assert fits(officer)
    shot(officer, "giliran-dinas")
    officer.locator("tr", has_text="Dapur Kenari").get_by_role("button", name="Hadir").click()
    expect(officer.locator(".messages")).to_contain_text("Dapur Kenari hadir.")
    officer.goto("/giliran")
    expect(officer.locator("main")).to_contain_text("Dapur Kenari")
    axe(officer)
    assert fits(officer)
