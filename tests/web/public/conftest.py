"""The small staff of tests/people.py."""

from typing import Any

import pytest

from tests.people import Staff, make_staff


@pytest.fixture
def staff(session: Any) -> Staff:
    """Two offices with their people, and a decree."""
    return make_staff()
