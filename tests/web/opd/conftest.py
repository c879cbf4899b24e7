"""The small staff of tests/people.py, and an operator of the education office."""

from typing import Any

import pytest

from tests.pages import PageClient
from tests.people import Staff, make_staff


@pytest.fixture
def staff(session: Any) -> Staff:
    """Two offices with their people, and a decree."""
    return make_staff()


@pytest.fixture
def operator(staff: Staff, as_role: Any) -> PageClient:
    """Somebody who looks after the education office and all below it."""
    client: PageClient = as_role("opd", unit=staff.office, username="operator.dinas")
    return client
