"""The small city for faults, and a real server on its database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.extensions import db
from tests.conftest import SECRET
from tests.faults.warm import WarmServer
from tests.ledger import City, make_city
from tests.served import Server


@pytest.fixture
def city(app: Flask) -> City:
    """The small city, committed."""
    found = make_city()
    db.session.remove()
    return found


@pytest.fixture
def server(app: Flask, city: City, database_url: str, tmp_path: Path, is_long: bool) -> Iterator[Server]:
    """`python wsgi.py` on the city's database. In the long form each start is a new Python's; in the short
    form a fork of one that has the libraries loaded, which saves two seconds a start."""
    kind = Server if is_long else WarmServer
    server = kind(database_url, tmp_path, SECRET_KEY=SECRET)
    server.start()
    yield server
    server.stop()
