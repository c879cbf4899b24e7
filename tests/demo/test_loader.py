"""The demo city loads whole, and is what its truth says when it is not moved."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.audit.verify import verify_chain
from app.closing.authenticity import BOOK
from app.closing.queries import find_current_closing, get_stored_file
from app.demo.loader import CASH_BOOTH, load_demo_city
from app.demo.people import LOGINS
from app.extensions import db
from app.sales.queries import sum_period
from app.settings.queries import is_demo
from app.settlement.queries.due import list_due
from app.settlement.queries.payouts import list_missing_payouts
from app.settlement.queries.statements import list_statements
from app.shared import clock
from tests.pdf.reading import text_of


@pytest.mark.sqlite
@pytest.mark.clock("2026-11-21 10:00")
def test_the_demo_city_loads_whole_and_shows_three_months(app: Flask) -> None:
    assert list(load_demo_city("http://localhost:8000"))
    running = clock.this_period()
    assert is_demo()
    assert [sum_period(running.shift(back)).sales > 300 for back in (-2, -1, 0)] == [True, True, True]
    assert find_current_closing(running.shift(-2)) is not None
    book = text_of(get_stored_file(running.shift(-2), 1, BOOK).content)
    assert f"http://localhost:8000/cek/buku/{running.shift(-2)}/1/" in book
    assert set(db.session.scalars(select(User.username))) == {login.username for login in LOGINS}
    assert verify_chain(db.session()).is_intact
    made = list_statements()
    for rows in (made, list_due()):
        assert {one.booth for one in rows if one.share} > {
            CASH_BOOTH
        }  # what was agreed holds at the others too
    assert any(one.paid for one in made) and any(one.unpaid for one in made) and list_missing_payouts()


@pytest.mark.sqlite
@pytest.mark.clock("2026-12-01 08:00")
def test_the_demo_city_loads_on_the_first_morning_of_a_month_too(app: Flask) -> None:
    assert list(load_demo_city())
    assert is_demo()
