"""What the tests of this folder share."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pages import PageClient


@pytest.fixture
def admin(as_role: Any, session: Any) -> PageClient:
    return as_role("admin", username="admin.uji")  # type: ignore[no-any-return]
