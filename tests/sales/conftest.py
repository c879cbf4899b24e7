"""The small city and a till in it, for every test of the ledger."""

import pytest
from flask import Flask

from tests.ledger import City, TillClient, make_city


@pytest.fixture
def city(app: Flask) -> City:
    """Two people, a product, a cashier and an enrolled till."""
    return make_city()


@pytest.fixture
def till(app: Flask, city: City) -> TillClient:
    """The till of the small city."""
    return TillClient(app, city.token)
