"""Open figures published beside others: once, and never those of a month that is opened again meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.audit.rules import SYSTEM
from app.figures.queries import list_published_periods
from app.figures.services import publish_closed_months
from app.months.services import set_closed, set_open
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit, rollback
from tests.ledger import City

pytestmark = [pytest.mark.real_clock, pytest.mark.postgresql]
OCTOBER = Period(2026, 10)


@pytest.mark.parametrize("is_opened", [False, True])
def test_a_month_published_or_opened_meanwhile_is_not_published(
    app: Flask, city: City, beside: Callable[..., Callable[[], Any]], is_opened: bool
) -> None:
    begin_writing()
    set_closed(OCTOBER)
    commit()
    begin_writing()
    set_open(OCTOBER) if is_opened else publish_closed_months(actor=SYSTEM)
    other = beside(lambda: publish_closed_months(actor=SYSTEM))
    commit()
    assert other() == []
    rollback()
    assert list(list_published_periods()) == ([] if is_opened else [OCTOBER])
