"""The marked October, sealed in today's form or in the first."""

from dataclasses import replace

import pytest
from flask import Flask

from app.audit import chain
from tests.office import October
from tests.retention.marked import make_marked_october


@pytest.fixture
def october(app: Flask) -> October:
    """A closed October; Ani retired in December. Every personal column of her time holds its own mark."""
    return make_marked_october()


@pytest.fixture
def old_october(app: Flask) -> October:
    """The same, as it was sealed before reasons and names entered the chain as keyed hashes."""
    today = chain._State.sources
    chain._State.sources = tuple(replace(one, later=(), child_personal=()) for one in today)
    try:
        return make_marked_october()
    finally:
        chain._State.sources = today
