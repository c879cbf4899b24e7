"""The day of payment: terms are agreed, statements made of what is due, one is paid and printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from app.extensions import db
from app.settlement.queries.statements import list_statements
from tests.consigned import sell_goods
from tests.counter import make_counter
from tests.page_checks import fits, follow

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize(("role", "device"), [("finance", "desktop"), ("manager", "phone")])
def test_what_is_due_is_agreed_made_and_paid(
    role: str, device: str, session: Any, as_role: Any, open_browser: Callable[..., Page], axe: Any, shot: Any
) -> None:
    counter = make_counter()
    sell_goods(counter, 2)
    person = as_role(role, **({"booth": counter.booth_id} if role == "manager" else {}))
    page, room = open_browser(device, person), {"finance": "/keuangan", "manager": "/pengelola"}[role]

    def look(name: str) -> None:
        assert fits(page), name
        axe(page)
        shot(page, f"money-{name}-{device}")

    page.goto(f"{room}/penyelesaian/perjanjian")
    look("agreements")
    follow(page, "a:has-text('Dapur Kenari')")
    page.fill("input[name=share_percent]", "30")
    page.click("button:has-text('Periksa akibatnya')")
    page.wait_for_selector("text=di atas 25")
    look("terms")
    page.click("button:has-text('Simpan perjanjian')")
    page.wait_for_selector("text=tersimpan")
    follow(page, "text=Cetak perjanjian")
    look("terms-paper")
    page.goto(f"{room}/penyelesaian")
    look("due")
    page.click("button:has-text('Buat semua nota')")
    page.wait_for_selector("text=1 nota penyelesaian dibuat")
    look("statements")
    follow(page, "a:has-text('Dapur Kenari')")
    page.fill("input[name=reference]", "KW-1")
    look("statement")
    page.click("button:has-text('Catat pembayaran')")
    page.wait_for_selector("text=tercatat dibayar kepada Dapur Kenari")
    page.click("summary:has-text('Batalkan')")
    look("paid")
    follow(page, "text=Cetak")
    look("statement-paper")
    db.session.rollback()
    (row,) = list_statements()
    assert (row.payable, row.paid, row.unpaid) == (50_000, 50_000, 0)
