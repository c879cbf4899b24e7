"""The small staff of tests/people.py, and Ani at her phone."""

from typing import Any

import pytest

from tests.pages import PageClient
from tests.people import Staff, make_staff


@pytest.fixture
def staff(session: Any) -> Staff:
    """Two offices with their people, and a decree."""
    return make_staff()


@pytest.fixture
def ani(staff: Staff, as_role: Any) -> PageClient:
    """Ani, signed in."""
    client: PageClient = as_role("employee", employee=staff.ani, username="ani")
    return client
