"""The till shows what the server warns of a product, and sells it all the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.audit.rules import SYSTEM
from app.stock.services import LineCount, NoteLine, check_note, open_note
from tests.consigned import sell_goods
from tests.counter import Counter, at_the_till, make_counter
from tests.journeys.till_hands import opened, part, sell_kopi
from tests.pages import PageClient


@pytest.fixture
def cashier(app: Any, session: Any) -> PageClient:
    """A cashier where bagea are past their date and kopi were never brought; sagu are as they should be."""
    counter = make_counter()
    lines = [NoteLine(counter.bagea, 10, 25_000, date(2026, 11, 6)), NoteLine(counter.sagu, 10, 15_000)]
    note = open_note(counter.booth_id, counter.maker_id, "delivery", lines, actor=SYSTEM)
    check_note(note.id, [LineCount(10), LineCount(10)], actor=SYSTEM)
    _sell_kopi(counter)
    return at_the_till(app, counter)


def _sell_kopi(counter: Counter) -> None:
    """A coffee that nobody brought."""
    sell_goods(Counter(**{**vars(counter), "bagea": counter.kopi}), 1)


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_button_says_what_to_look_at(
    open_browser: Callable[..., Page], cashier: PageClient, device: str, shot: Any, axe: Any
) -> None:
    page = opened(open_browser(device, cashier))
    expect(page.locator(".good:has-text('Bagea') .good-warning")).to_have_text("⚠ lewat tanggal")
    expect(page.locator(".good:has-text('Kopi') .good-warning")).to_have_text("⚠ stok minus")
    expect(page.locator(".good:has-text('Sagu')")).to_be_visible()
    expect(page.locator(".good:has-text('Sagu') .good-warning")).to_have_count(0)
    axe(page)
    page.click(".good:has-text('Bagea')")
    expect(part(page, "message")).to_contain_text("Perhatian: lewat tanggal")
    shot(page, f"till-warnings-{device}")


def test_goods_with_a_warning_are_sold_like_any_others(
    open_browser: Callable[..., Page], cashier: PageClient
) -> None:
    page = opened(open_browser("desktop", cashier))
    expect(page.locator(".good:has-text('Kopi') .good-warning")).to_be_visible()
    sell_kopi(page)
