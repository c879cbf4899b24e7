"""What the tests of this folder share."""

from __future__ import annotations

from typing import Any

import pytest

from tests.office import October, make_october


@pytest.fixture
def october(session: Any) -> October:
    """The city, with October open."""
    return make_october()
