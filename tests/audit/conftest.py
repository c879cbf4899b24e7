"""What the tests of this folder share."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.extensions import db
from app.shared.transaction import rollback


@pytest.fixture
def opened_anew(app: Flask) -> Iterator[list[Flask]]:
    """Applications beside the test's own, closed at its end."""
    made: list[Flask] = []
    yield made
    for one in made:
        with one.app_context():
            rollback()
            db.session.remove()
            db.engine.dispose()
