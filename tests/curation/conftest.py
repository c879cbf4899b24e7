"""What the tests of this folder share."""

from __future__ import annotations

from typing import Any

import pytest

from tests.offers import Panel, make_panel


@pytest.fixture
def panel(session: Any) -> Panel:
    """Two agencies."""
    return make_panel()
