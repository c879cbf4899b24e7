"""What a maker's phone loads over a village's line (issue 11, part 2): compressed bytes, body only."""

from __future__ import annotations

import contextvars
import re

import pytest

from tests.pages import PageClient

FIRST_LOAD = 60_000
LATER_PAGE = 10_000
LOADED = re.compile(r'(?:<link rel="(?:stylesheet|icon)" href|<script type="module" src)="([^"]+)"')


def wire_bytes(client: PageClient, path: str) -> tuple[int, str]:
    """How many bytes a browser that understands gzip and brotli gets, and the page's source."""
    answer = contextvars.Context().run(client.browser.get, path, headers={"Accept-Encoding": "br, gzip"})
    assert answer.status_code == 200, path
    size = len(answer.get_data())
    answer.close()
    return size, client.get(path).body if not path.startswith("/static") else ""


@pytest.mark.parametrize("path", ["/usaha/", "/usaha/uang", "/usaha/kirim"])
def test_the_first_load_with_all_it_needs_is_light(phone: PageClient, path: str) -> None:
    page, body = wire_bytes(phone, path)
    files = set(LOADED.findall(body))
    assert len(files) >= 4
    total = page + sum(wire_bytes(phone, file)[0] for file in files)
    assert page <= LATER_PAGE, page
    assert total <= FIRST_LOAD, total
