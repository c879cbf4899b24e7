"""A cashier's browser is a till as long as its cashier is signed in: it reads no longer, and sells no longer; what was
sold before still gets in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import LoginSession, User
from app.accounts.rules.identity import Grant
from app.accounts.services import disable_user, end_sessions, issue_code, set_roles
from app.accounts.services.login import set_password
from app.audit.rules import SYSTEM
from app.booths.services import get_or_create_booth
from app.extensions import db
from app.months.models import LateItem
from app.sales.models import Sale
from app.shared import clock as city_clock
from app.shared.transaction import begin_writing, commit
from app.tills.models import Shift
from tests.conftest import Clock
from tests.ledger import City, TillClient, a_sale, new_id
from tests.logins import make_login_till
from tests.web.api.test_tills import get

READS = ("till/buyers", "till/standings", "products", "employees/{}/standing")
NOW = "2026-11-07T09:20:00+09:00"


def sign_out(user: User, city: City) -> None:
    end_sessions(user.id, "logout")


def end_by_admin(user: User, city: City) -> None:
    end_sessions(user.id, "admin", actor=SYSTEM)


def new_password(user: User, city: City) -> None:
    set_password(user, "x", "password")


def reset(user: User, city: City) -> None:
    user.password_hash = "x"
    issue_code(user.id, actor=SYSTEM)


def same_roles_again(user: User, city: City) -> None:
    set_roles(user.id, [Grant("cashier", booth_id=city.booth_id)], actor=SYSTEM)


def other_role(user: User, city: City) -> None:
    set_roles(user.id, [Grant("personnel")], actor=SYSTEM)


def another_booth(user: User, city: City) -> None:
    set_roles(
        user.id, [Grant("cashier", booth_id=get_or_create_booth("Puskesmas", actor=SYSTEM).id)], actor=SYSTEM
    )


def switch_off(user: User, city: City) -> None:
    disable_user(user.id, actor=SYSTEM)


ENDS = (sign_out, end_by_admin, new_password, reset, same_roles_again, other_role, another_booth, switch_off)
CLOSED_AT_ONCE = (end_by_admin, new_password, reset)


@pytest.fixture
def browser(app: Flask, city: City) -> TillClient:
    """The browser of Rina, who signed in yesterday evening."""
    begin_writing()
    till, token = make_login_till(city.cashier_id, city.booth_id)
    till.enrolled_at = city_clock.now() - timedelta(hours=10)
    commit()
    return TillClient(app, token)


def token_of(browser: TillClient) -> str:
    return browser.headers["Authorization"].removeprefix("Bearer ")


def end(city: City, how: Callable[[User, City], None]) -> None:
    begin_writing()
    user = db.session.get(User, city.cashier_id)
    assert user is not None
    how(user, city)
    commit()


def answers(browser: TillClient, city: City) -> set[int]:
    return {get(browser, f"/api/v1/{path.format(city.employee_id)}").status_code for path in READS}


@pytest.mark.parametrize("how", ENDS)
def test_reading_ends_at_once_with_the_login(
    browser: TillClient, city: City, how: Callable[[User, City], None]
) -> None:
    assert answers(browser, city) == {200}
    end(city, how)
    assert answers(browser, city) == {401 if how in CLOSED_AT_ONCE else 403}
    said = get(browser, "/api/v1/till")
    assert said.status_code == 401 if how in CLOSED_AT_ONCE else said.json["cashiers"] == []


@pytest.mark.parametrize("how", ENDS)
def test_nothing_sold_after_the_login_ended_counts_unseen(
    browser: TillClient, city: City, clock: Clock, how: Callable[[User, City], None]
) -> None:
    end(city, how)
    clock.move_to(NOW)
    answer = browser.post(a_sale(city, sold_at="2026-11-07T09:19:00+09:00"), sent_at=NOW)
    if how in CLOSED_AT_ONCE:
        assert (answer.status_code, answer.json["code"]) == (401, "token")
        return
    (said,) = answer.json["results"]
    assert said["result"] == "parked" and {"after_sign_out", "clock_after_end"} <= set(said["flags"])
    assert db.session.query(LateItem).one().reason == "clock"


@pytest.mark.parametrize("how", [sign_out, same_roles_again, other_role, another_booth, switch_off])
def test_what_was_sold_before_the_login_ended_still_gets_in_and_is_marked(
    browser: TillClient, city: City, clock: Clock, how: Callable[[User, City], None]
) -> None:
    end(city, how)
    clock.move_to(NOW)
    (said,) = browser.send(a_sale(city), sent_at=NOW)
    assert said["result"] == "recorded" and "after_sign_out" in said["flags"]


@pytest.mark.parametrize("how", [*CLOSED_AT_ONCE, sign_out])
def test_what_waits_goes_out_at_the_next_login_of_the_same_cashier_as_from_before(
    app: Flask, browser: TillClient, city: City, clock: Clock, how: Callable[[User, City], None]
) -> None:
    """With a token of its own: the one that ended opens nothing again, whoever holds a copy."""
    end(city, how)
    clock.move_to(NOW)
    begin_writing()
    _, token = make_login_till(city.cashier_id, city.booth_id, token_of(browser))
    commit()
    assert token != token_of(browser) and answers(browser, city) == {401}
    again = TillClient(app, token)
    assert answers(again, city) == {200}
    (said,) = again.send(a_sale(city), sent_at=NOW)
    assert (said["result"], said["flags"]) == ("recorded", [])


def test_nobody_else_takes_over_what_waits(app: Flask, browser: TillClient, city: City) -> None:
    begin_writing()
    other = User(username="sela", display_name="Sela", created_at=city_clock.now())
    db.session.add(other)
    db.session.flush()
    till, token = make_login_till(other.id, city.booth_id, token_of(browser))
    commit()
    assert token != token_of(browser) and city_clock.now() - till.enrolled_at < timedelta(minutes=1)
    assert answers(browser, city) == {200}


def test_reading_ends_with_the_longest_life_of_a_login_though_nobody_signed_out(
    browser: TillClient, city: City, clock: Clock
) -> None:
    clock.shift(hours=11, minutes=59)
    assert answers(browser, city) == {200}
    clock.shift(minutes=2)
    assert answers(browser, city) == {403}
    assert [one["result"] for one in browser.send(a_sale(city), sent_at="2026-11-07T21:16:00+09:00")] == [
        "recorded"
    ]


def test_another_browser_of_the_same_cashier_reads_on(app: Flask, browser: TillClient, city: City) -> None:
    begin_writing()
    _, token = make_login_till(city.cashier_id, city.booth_id)
    first = db.session.query(LoginSession).order_by(LoginSession.id).first()
    assert first is not None
    end_sessions(city.cashier_id, "logout", ids=[first.id])
    commit()
    assert (answers(browser, city), answers(TillClient(app, token), city)) == ({403}, {200})


def test_an_enrolled_till_is_nobodys_login(till: TillClient, city: City) -> None:
    end(city, sign_out)
    assert answers(till, city) == {200}


# ---- shifts of somebody else


def shift(till: TillClient, **changes: Any) -> dict[str, Any]:
    db.session.rollback()
    item = {"id": new_id(), "cashier": "rina", "opened_at": "2026-11-07T09:00:00+09:00"} | changes
    body = {"shifts": [item], "sent_at": city_clock.now().isoformat()}
    (said,) = till.client.post("/api/v1/shifts", json=body, headers=till.headers).json["results"]
    return {"id": item["id"], "result": said["result"], "errors": said["errors"]}


@pytest.fixture
def colleagues(city: City) -> City:
    """Sela sells at the same booth, Doni at another, Fina is of finance."""
    begin_writing()
    elsewhere = get_or_create_booth("Puskesmas", actor=SYSTEM).id
    for name, grant in (("sela", Grant("cashier", booth_id=city.booth_id)), ("fina", Grant("finance")),
                        ("doni", Grant("cashier", booth_id=elsewhere))):  # fmt: skip
        user = User(username=name, display_name=name.title(), created_at=city_clock.now())
        db.session.add(user)
        db.session.flush()
        set_roles(user.id, [grant], actor=SYSTEM)
    commit()
    return city


def test_a_cashiers_browser_opens_and_ends_nobody_elses_shift(
    till: TillClient, browser: TillClient, colleagues: City
) -> None:
    theirs = shift(till, cashier="sela")
    assert theirs["result"] == "recorded"
    for name in ("sela", "doni", "fina"):
        said = shift(browser, cashier=name)
        assert (said["result"], list(said["errors"])) == ("refused", ["cashier"])
    count = {"closed_at": "2026-11-07T09:10:00+09:00", "counted_amount": 5, "difference_reason": "bohong"}
    assert shift(browser, id=theirs["id"], cashier="sela", **count)["result"] == "refused"
    db.session.rollback()
    (row,) = db.session.query(Shift)
    assert (row.closed_at, row.counted_amount) == (None, None)
    assert shift(browser)["result"] == "recorded"


@pytest.mark.parametrize(("name", "result"), [("sela", "recorded"), ("doni", "refused"), ("fina", "refused")])
def test_an_enrolled_till_opens_shifts_of_its_booths_cashiers_only(
    till: TillClient, colleagues: City, name: str, result: str
) -> None:
    assert shift(till, cashier=name)["result"] == result
    assert db.session.query(Shift).count() == (result == "recorded")


def test_a_shift_is_ended_by_its_cashier_though_the_account_ended_meanwhile(
    till: TillClient, city: City
) -> None:
    mine = shift(till)
    end(city, switch_off)
    assert shift(till, id=mine["id"], closed_at="2026-11-07T09:12:00+09:00")["result"] == "recorded"
    assert shift(till)["result"] == "refused"


def test_a_browser_whose_cashier_signed_out_opens_and_ends_no_shift_of_later(
    browser: TillClient, city: City, clock: Clock
) -> None:
    mine = shift(browser)
    end(city, sign_out)
    clock.move_to(NOW)
    assert shift(browser, id=mine["id"], closed_at="2026-11-07T09:19:00+09:00")["result"] == "refused"
    assert shift(browser, opened_at="2026-11-07T09:19:00+09:00")["result"] == "refused"
    assert shift(browser, id=mine["id"], closed_at="2026-11-07T09:14:00+09:00")["result"] == "recorded"


def test_a_sale_with_a_foreign_cashier_is_never_lost(browser: TillClient, colleagues: City) -> None:
    for name in ("sela", "fina", "siapa"):
        (said,) = browser.send(a_sale(colleagues, cashier=name))
        assert said["result"] == "recorded" and {"cashier_not_allowed", "unknown_cashier"} & set(
            said["flags"]
        )
    assert db.session.query(Sale).count() == 3
