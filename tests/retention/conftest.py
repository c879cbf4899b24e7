"""The marked October."""

import pytest
from flask import Flask

from tests.office import October
from tests.retention.marked import make_marked_october


@pytest.fixture
def october(app: Flask) -> October:
    """A closed October; Ani retired in December. Every personal column of her time holds its own mark."""
    return make_marked_october()
