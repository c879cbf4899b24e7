"""The 8th of a month: finance clears what waits, from the readiness list, on a wide screen and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from app.extensions import db
from app.sales.models import Sale
from tests.journeys.test_finance_day import look
from tests.ledger import make_cashier, new_id
from tests.office import make_october
from tests.page_checks import follow
from tests.web.finance import odd

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_what_waits_is_decided_from_the_readiness_list(
    session: Any, as_role: Any, open_browser: Callable[..., Any], axe: Any, shot: Any, device: str
) -> None:
    october = make_october()
    make_cashier("rina", None)
    till = odd.make_till(october)
    odd.make_conflict(october, till, db.session.query(Sale).filter_by(amount=30_000).one())
    odd.make_waiting(till, new_id())
    held = odd.make_held(till)
    for _each in range(3):
        odd.make_flagged(till, "price_differs")
    page = open_browser(device, as_role("finance"))
    page.goto("/keuangan/bulan/2026-10")
    follow(page, "a:has-text('Selesaikan: 3 nota bertanda')")
    page.check("[data-check-all] input")
    expect(page.locator("[data-count]")).to_have_text("3 dipilih")
    page.click("summary:has-text('Bukti') >> nth=0")
    look(page, axe, shot, f"resolving-flagged-{device}")
    page.click("button:has-text('Sudah dilihat')")
    page.wait_for_selector("text=Alasan")  # refused in words: nothing is noted without a reason
    look(page, axe, shot, f"resolving-refused-{device}")
    page.fill("input[name=reason]", "obral hari terakhir")
    page.click("button:has-text('Sudah dilihat')")
    page.wait_for_selector("text=3 nota sudah dilihat.")
    follow(page, ".kinds a:has-text('Nomor sama')")
    look(page, axe, shot, f"resolving-conflict-{device}")
    page.check("input[data-row]")
    page.fill("input[name=reason]", "dua pembeli")
    page.click("button:has-text('Keduanya penjualan')")
    page.wait_for_selector("text=1 kiriman dibukukan sebagai nota sendiri.")
    follow(page, ".kinds a:has-text('Pembatalan')")
    look(page, axe, shot, f"resolving-voids-{device}")
    page.goto(f"/keuangan/putuskan/ditolak/{held.id}")
    page.fill("input[name='lines-0-quantity']", "2")
    page.fill("input[name=reason]", "ditanyakan ke kasir")
    look(page, axe, shot, f"resolving-held-{device}")
    page.click("button:has-text('Bukukan')")
    page.wait_for_selector("text=dibukukan untuk Oktober 2026")
