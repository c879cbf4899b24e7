"""A sales book goes from file to ledger by finance's page, on a phone and on a wide screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from app.shared.transaction import begin_writing, commit
from tests.page_checks import fits
from tests.web.finance.test_books import book


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_a_book_with_a_misspelled_booth_is_agreed_to_and_recorded(
    device: str,
    app: Any,
    tmp_path: Path,
    as_role: Any,
    open_browser: Callable[..., Page],
    shot: Any,
    axe: Any,
) -> None:
    begin_writing()
    create_booth("Balai Kota", actor=SYSTEM)
    commit()
    page = open_browser(device, as_role("finance"))
    page.goto("/keuangan/buku")
    axe(page)
    page.set_input_files(
        "[name=file]", book(tmp_path, {"POJOK": "Balai Kotta"}, {"POJOK": "Balai Kota", "TOTAL": 1})
    )
    page.click("text=Periksa berkas")
    expect(page.locator("h1")).to_have_text("Periksa buku penjualan")
    axe(page)
    shot(page, f"buku-pratinjau-{device}")
    assert fits(page)
    page.check("[name=is_agreed]")
    page.click("text=Catat buku ini")
    expect(page.locator(".messages")).to_contain_text("Buku penjualan masuk: 1 baru")
    axe(page)
    assert fits(page)
