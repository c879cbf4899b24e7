"""Stored pages: one statement while nothing happens, gone at once where something does, and counted against floods."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.audit.rules import SYSTEM
from app.audit.services import record_event
from app.catalogue.version import get_version
from app.makers.services import create_maker, create_product
from app.makers.tokens import withdraw_page
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from app.web.http.policy import PUBLIC, rule_for
from tests.counted import count_statements
from tests.pages import PageClient
from tests.web.public.test_shop import token_of
from tests.web.routes import routes


@pytest.fixture
def product(session: Any) -> int:
    """A product on show, committed."""
    maker = create_maker("Dapur Kenari", actor=SYSTEM)
    made = create_product(
        maker.id, "Bagea", actor=SYSTEM, unit_price=25_000, effective_from=clock.today(), category=""
    )
    commit()
    return made.id


def _act(action: str) -> None:
    begin_writing()
    record_event(action, actor=SYSTEM, subject="sale", subject_id=1)
    commit()


def test_a_stored_page_costs_one_statement_also_after_a_sale(app: Flask, product: int) -> None:
    visitor, path = PageClient(app), f"/p/{token_of('product', product)}"
    visitor.get(path)
    with count_statements() as counted:
        visitor.get(path)
    assert len(counted) <= 1, counted
    _act("sales.record")
    visitor.get(path)
    with count_statements() as counted:
        visitor.get(path)
    assert len(counted) <= 1, counted


def test_sales_and_failed_sign_ins_leave_the_version_and_other_acts_change_it(product: int) -> None:
    before = get_version()
    for action in ("sales.record", "accounts.sign_in_failed", "booths.sync_shifts"):
        _act(action)
    assert get_version() == before
    begin_writing()
    withdraw_page("product", product, actor=SYSTEM)
    commit()
    assert get_version() != before


def test_a_flood_of_stored_pages_is_stopped_by_network(app: Flask, product: int) -> None:
    app.config.update(FLOOD_LIMIT_ADDRESS="3 per minute")
    path = f"/p/{token_of('product', product)}"
    for _ in range(3):
        PageClient(app).get(path)
    assert PageClient(app).get(path, 429).headers["Retry-After"] == "60"
    PageClient(app).get(path, environ_overrides={"REMOTE_ADDR": "10.1.2.3"})


def test_only_public_pages_that_write_nothing_skip_the_hooks_of_others(app: Flask) -> None:
    """Such a page passes neither the check of form tokens nor a transaction."""
    marked = [
        one for one in routes(app, "GET", "POST", "PUT", "DELETE")
        if getattr(app.view_functions[one.endpoint], "is_same_for_strangers", False)
    ]  # fmt: skip
    assert {one.endpoint for one in marked} >= {"public.show_product", "public.list_products"}
    assert {(one.method, rule_for(one.endpoint) is PUBLIC) for one in marked} == {("GET", True)}
