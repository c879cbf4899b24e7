"""What the tests of this folder share."""

from __future__ import annotations

from typing import Any

import pytest

from app.shared.transaction import commit
from tests.office import October, make_october


@pytest.fixture
def october(session: Any) -> October:
    """The city, with October open; committed, for the workbook reads in a snapshot of its own."""
    made = make_october()
    commit()
    return made
