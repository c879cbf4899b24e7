"""What tests of the short ways before Flask share: a request as a server hands it over, and the full way shut."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from app.web.http.traffic import HEADER

OWN = ("date", HEADER.lower())
"""Headers that each answer has of its own."""
Answer = tuple[str, list[tuple[str, str]], bytes, dict[str, str]]


def ask(wsgi: Any, path: str, method: str = "GET", scheme: str = "http", **head: str) -> Answer:
    """Status, headers, body, and apart from them the headers that each answer has of its own."""
    builder = EnvironBuilder(path, base_url=f"{scheme}://localhost", method=method, headers=head)
    parts, status, headers = run_wsgi_app(wsgi, builder.get_environ(), buffered=True)
    own = {name.lower(): value for name, value in headers if name.lower() in OWN}
    fixed = sorted((name, value) for name, value in headers if name.lower() not in OWN)
    return status, fixed, b"".join(parts), own


@contextmanager
def full_way_shut(layer: Any) -> Iterator[None]:
    """Whatever is not answered from memory fails."""
    full, layer.application = layer.application, lambda *_: pytest.fail("asked the full way")
    try:
        yield
    finally:
        layer.application = full
