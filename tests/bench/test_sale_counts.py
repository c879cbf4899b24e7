"""One sale through the JSON API stays light: its calls and statements are counted, no clock is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from tests.bench.sale_counts import (
    MOST_CALLS,
    MOST_ON_POSTGRESQL,
    MOST_STATEMENTS,
    MOST_WITH_TRIGGERS,
    Counts,
    count_request,
)
from tests.ledger import City, TillClient, a_sale, make_city


@pytest.fixture
def city(app: Flask) -> City:
    return make_city()


def counted(app: Flask, city: City, **changes: object) -> Counts:
    """The counts of a sale once everything is warm."""
    db.session.remove()
    for _ in range(2):
        count_request(app, city.token, a_sale(city))
    found = count_request(app, city.token, a_sale(city, **changes))
    assert found.answer["status"] == 200
    assert [one["result"] for one in found.answer["results"]] == ["recorded"]
    return found


def test_a_sale_stays_below_its_ceilings(app: Flask, city: City) -> None:
    found = counted(app, city)
    assert len(found.statements) <= MOST_STATEMENTS, "\n".join(found.statements)
    assert found.with_triggers <= MOST_WITH_TRIGGERS, "\n".join(found.triggered)
    assert found.calls <= MOST_CALLS, found.by_function.most_common(30)


def test_what_a_sale_wrote_is_not_read_back_before_it_is_sealed(app: Flask, city: City) -> None:
    back = ("SELECT sale_line.id", "SELECT audit_event.id", "SELECT sale.id, sale.uuid, sale.content_hash")
    assert not [one for one in counted(app, city).statements if one.startswith(back)]


@pytest.mark.postgresql
def test_on_postgresql_a_sale_and_its_sealing_send_few_statements(
    app: Flask, city: City, count_queries: Callable[[], Any]
) -> None:
    """The sealing is included: it looks for unsealed rows of all sources at once, and reads the chain's head once."""
    till = TillClient(app, city.token)
    till.send(a_sale(city))
    with count_queries() as statements:
        (done,) = till.send(a_sale(city))
    assert done["result"] == "recorded"
    assert len(statements) <= MOST_ON_POSTGRESQL, "\n".join(statements)
