"""Every route × every method × everybody, from the url_map; the expected cell is read from the policy."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.extensions import csrf, db
from app.web.http import policy
from app.web.http.headers import CAMERA_BLUEPRINT
from app.web.http.policy import PUBLIC, SIGNED_IN, TILL, rule_for
from tests import page_checks
from tests.pages import PageClient
from tests.web.routes import ANYBODY, SAFE, Route, address, ask, in_turn, opens, routes, state

EXEMPT_FROM_CSRF = {"app.web.api.views.take_sales", "app.web.api.views.search_buyers"} | {
    f"app.web.api.till_views.{name}"
    for name in ("enrol_till", "take_heartbeat", "take_shifts", "take_rejected_items", "compare_count")
}
"""Only a till's bearer token (or its code) opens these, never a cookie: no other site can make a browser send them."""
WRITE_PROBE = "api.check_readiness"
"""Named side transaction (decisions, end): it proves that the database takes writes."""
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")


def askers(route: Route, number: int, roles: list[str], is_long: bool) -> list[str]:
    """Those of these roles who try a route. The policy knows endpoints, not methods, and most endpoints have the rule
    of their room: an endpoint with a rule of its own is tried by all of them, another by two, each in turn, and every
    fifth with HEAD and OPTIONS by one; whoever a room refuses is refused at least once there. `make faults` has all of
    them try everything."""
    if is_long:
        return roles
    if route.method in ("HEAD", "OPTIONS"):
        return [] if number % 5 else in_turn(roles, number, 1)
    room = route.endpoint.partition(".")[0]
    return roles if rule_for(route.endpoint) != rule_for(f"{room}.any") else in_turn(roles, number, 2)


def refusal(route: Route, role: str) -> int:
    if role != ANYBODY:
        return 403
    return 303 if route.method in ("GET", "HEAD") else 401


def test_every_route_has_a_rule(app: Flask) -> None:
    nobody = [route.endpoint for route in routes(app) if not rule_for(route.endpoint)]
    assert not nobody, f"make these the room of a role in app/web/http/roles.py: {sorted(set(nobody))}"


def test_every_rule_belongs_to_a_route(app: Flask) -> None:
    endpoints = {route.endpoint for route in routes(app)}
    assert set(policy.EXCEPTIONS) <= endpoints
    assert set(policy.POLICY) <= {endpoint.partition(".")[0] for endpoint in endpoints}


def test_a_route_nobody_placed_is_closed_and_named(app: Flask, everybody: dict[str, PageClient]) -> None:
    app._got_first_request = False  # the planted page comes after the first request
    app.add_url_rule("/lupa", "forgotten.page", lambda: "inside")
    assert {route.endpoint for route in routes(app) if not rule_for(route.endpoint)} == {"forgotten.page"}
    for role, client in everybody.items():
        assert ask(client, "GET", "/lupa").status_code == (303 if role == ANYBODY else 403)


def test_every_part_of_an_address_has_a_type(app: Flask) -> None:
    loose = [rule.rule for rule in app.url_map.iter_rules() if re.search(r"<[^:>]+>", rule.rule)]
    assert not loose, f"give these parameters a converter of app/web/http/converters.py: {loose}"


def test_whoever_may_not_enter_is_refused_and_nothing_changes(
    app: Flask, everybody: dict[str, PageClient], is_long: bool
) -> None:
    before, refused, tried = state(), set(), set()
    for number, route in enumerate(routes(app)):
        room = route.endpoint.partition(".")[0]
        closed_to = [role for role in everybody if not opens(route, role)]
        refused |= {(room, role) for role in closed_to}
        new = [role for role in closed_to if (room, role) not in tried]
        for role in {*new, *askers(route, number, closed_to, is_long)}:
            client = everybody[role]
            tried.add((room, role))
            answer = ask(client, route.method, address(route.rule), token=client.token)
            assert answer.status_code == refusal(route, role), (route.endpoint, route.method, role)
            wrong = page_checks.header_problems(
                dict(answer.headers),
                camera=route.endpoint.startswith(f"{CAMERA_BLUEPRINT}."),
                is_private=True,
            )
            assert not wrong, (route.endpoint, route.method, role, wrong)
    assert tried == refused and len(tried) > 100
    assert state() == before


def test_whoever_may_enter_gets_in(
    app: Flask, everybody: dict[str, PageClient], monkeypatch: pytest.MonkeyPatch, is_long: bool
) -> None:
    without_session = {name for name, view in app.view_functions.items() if _is_exempt(view)}
    for endpoint in list(app.view_functions):
        monkeypatch.setitem(app.view_functions, endpoint, lambda **_values: "inside")
    for number, route in enumerate(routes(app)):
        if rule_for(route.endpoint) == TILL or route.endpoint in without_session:
            continue
        for role in askers(route, number, [role for role in everybody if opens(route, role)], is_long):
            client = everybody[role]
            if route.endpoint.startswith("auth.") and route.method == "POST" and role != ANYBODY:
                continue  # signing in or out would change who is asking
            answer = ask(client, route.method, address(route.rule), token=client.token)
            assert answer.status_code == 200, (route.endpoint, route.method, role, answer.status_code)


def test_methods_a_route_does_not_know_are_refused(
    app: Flask, everybody: dict[str, PageClient], is_long: bool
) -> None:
    """Each address with one of the methods it does not know, in turn; `make faults` tries them all."""
    before, turns = state(), itertools.cycle((ANYBODY, "finance"))
    for number, (path, known) in enumerate(_methods_by_path(app).items()):
        unknown = [method for method in METHODS if method not in known]
        for method in unknown if is_long else in_turn(unknown, number, 1):
            role = next(turns)
            answer = ask(everybody[role], method, path, token=everybody[role].token)
            assert answer.status_code == 405, (path, method, role)
            assert answer.headers["Allow"]
    assert state() == before


def _is_exempt(view: Any) -> bool:
    return f"{view.__module__}.{view.__name__}" in EXEMPT_FROM_CSRF


def _methods_by_path(app: Flask) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for route in routes(app):
        if route.endpoint != "static":
            found.setdefault(address(route.rule), set()).add(route.method)
    return found


def test_a_tills_route_requires_a_token_whatever_the_cookie_says(
    app: Flask, everybody: dict[str, PageClient]
) -> None:
    before = state()
    for route in routes(app, "GET", "POST"):
        if rule_for(route.endpoint) != TILL:
            continue
        for role, client in everybody.items():
            for bearer in ({}, {"Authorization": "Bearer salah"}, {"Authorization": "Basic eDp5"}):
                answer = ask(client, route.method, address(route.rule), headers=bearer, json={})
                assert answer.status_code == 401, (route.endpoint, role, bearer)
    assert state() == before


def test_a_refused_attempt_is_in_the_trail_once(everybody: dict[str, PageClient]) -> None:
    ask(everybody["cashier"], "GET", "/admin/")
    (event,) = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "access.refused"))
    assert (event.actor_kind, event.subject) == ("user", "admin.show_home")


def test_refusals_are_noted_once_a_minute_for_each_person_and_page(
    everybody: dict[str, PageClient], clock: Any
) -> None:
    def noted() -> list[tuple[str, str]]:
        events = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "access.refused"))
        return sorted((event.actor_name, event.subject) for event in events)

    for _ in range(20):
        ask(everybody["cashier"], "GET", "/admin/")
    assert [page for _name, page in noted()] == ["admin.show_home"]
    ask(everybody["cashier"], "GET", "/keuangan/")
    ask(everybody["manager"], "GET", "/admin/")
    assert len(noted()) == 3
    clock.shift(seconds=61)
    ask(everybody["cashier"], "GET", "/admin/")
    assert len(noted()) == 4


def test_every_writing_route_asks_for_the_own_token(app: Flask, everybody: dict[str, PageClient]) -> None:
    before = state()
    other = PageClient(app)
    other.get("/masuk")
    for route in routes(app):
        view = app.view_functions[route.endpoint]
        if route.method in SAFE or _is_exempt(view):
            continue
        client = everybody[_somebody(route)]
        for token in (None, "salah", other.token):
            answer = ask(client, route.method, address(route.rule), token=token)
            assert answer.status_code == 400, (route.endpoint, token)
    assert state() == before


def _somebody(route: Route) -> str:
    rule = rule_for(route.endpoint)
    if rule == PUBLIC:
        return ANYBODY
    return "employee" if rule == SIGNED_IN else min(rule)


def test_the_views_without_csrf_are_these_and_no_others() -> None:
    assert csrf._exempt_blueprints == set()
    assert csrf._exempt_views == EXEMPT_FROM_CSRF


@pytest.mark.both_engines
def test_opening_any_page_as_anybody_writes_nothing(
    app: Flask, everybody: dict[str, PageClient], is_long: bool
) -> None:
    before = state()
    for number, route in enumerate(routes(app, "GET", "HEAD")):
        if route.endpoint == WRITE_PROBE:
            continue
        for role in askers(route, number, [role for role in everybody if opens(route, role)], is_long):
            answer = ask(everybody[role], route.method, address(route.rule))
            assert answer.status_code < 500, (route.endpoint, role, answer.status_code)
            for cookie in answer.headers.getlist("Set-Cookie"):
                assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie, cookie
    assert state() == before
