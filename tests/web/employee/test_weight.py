"""What the employee's page weighs over a village's line (issue 2, figures): compressed bytes, body only."""

from __future__ import annotations

import contextvars
import re
from typing import Any

from tests.pages import PageClient
from tests.people import Staff, buy, take_back

FIRST_LOAD = 80_000
LATER_PAGE = 20_000
LOADED = re.compile(r'(?:<link rel="(?:stylesheet|icon)" href|<script type="module" src)="([^"]+)"')


def wire_bytes(client: PageClient, path: str) -> tuple[int, str]:
    """How many bytes a browser that understands gzip and brotli gets, and the page's text."""
    answer = contextvars.Context().run(client.browser.get, path, headers={"Accept-Encoding": "br, gzip"})
    assert answer.status_code == 200, path
    size = len(answer.get_data())
    answer.close()
    return size, client.get(path).body if path.startswith("/saya") else ""


def a_busy_month(staff: Staff) -> None:
    """Thirty purchases, one taken back."""
    for day in range(1, 31):
        buy(
            staff.ani,
            1_000 * day,
            f"2026-11-{1 + day % 7:02}",
            goods=f"Barang nomor {day} dari Negeri Hutumuri",
        )
    take_back(buy(staff.ani, 9_000))


def test_the_first_load_with_all_it_needs_is_light(ani: PageClient, staff: Staff, app: Any) -> None:
    a_busy_month(staff)
    page, body = wire_bytes(ani, "/saya/")
    files = set(LOADED.findall(body))
    assert len(files) >= 4
    total = page + sum(wire_bytes(ani, path)[0] for path in files)
    assert total <= FIRST_LOAD, total


def test_a_later_page_is_lighter_still(ani: PageClient, staff: Staff) -> None:
    a_busy_month(staff)
    for path in ("/saya/", "/saya/2026-10", "/saya/kartu", "/saya/akses"):
        size, _body = wire_bytes(ani, path)
        assert size <= LATER_PAGE, (path, size)
