"""Every address with the number of one thing: a missing thing is 404, and another's looks exactly like it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from app.accounts.rules.roles import ROLES
from app.shared.transaction import commit
from app.web.http.policy import TILL, rule_for
from tests.pages import PageClient
from tests.web.foreign import make_worlds
from tests.web.routes import ANYBODY, Route, address, ask, kinds, routes, state

NUMBERED = {"id", "uuid", "version"}
"""Kinds of what an address names one thing with."""


CITY_WIDE = {
    "admin": {"user_id"},
    "finance": {"decree_id", "exemption_id", "employee_id", "unit_id", "opd_id", "sale_id", "item_id"}
    | {"late_id", "item_id", "notice_id", "version", "shift_id", "dispute_id"}
    | {"statement_id", "payout_id", "remittance_id", "booth_id", "maker_id", "line_id"},
    "personnel": {"employee_id", "other_id", "merge_id", "upload_id", "unit_id", "act_id"},
    "manager": {"maker_id", "product_id"},
    "umkm": {
        "maker_id",
        "member_id",
        "product_id",
        "photo_id",
        "channel_id",
        "turn_id",
        "contact_id",
        "certificate_id",
    }
    | {"submission_id", "agency_id", "reason_id", "event_id", "session_id", "enrolment_id", "finding_id"},
    "curator": {"product_id"},
    "maker": {"event_id", "session_id"},
    "api": {"employee_id"},
    "public": {"version"},  # of a signed month: whoever holds the printed page asks whether it stands
}
"""Roles that look after the whole city: nothing of a kind is foreign to them, only missing."""


SCOPED = {
    "finance": {"job_id"},
    "umkm": {"job_id"},
    "opd": {"job_id", "user_id", "employee_id", "unit_id", "exemption_id", "notice_id"},
    "cashier": {"uuid", "sale_id", "shift_id"},
    "manager": {"sale_id", "item_id", "line_id", "supply_note_id", "count_id"}
    | {"booth_id", "sheet_id", "shift_id", "till_id", "user_id", "code_id", "statement_id", "payout_id"}
    | {"remittance_id", "job_id"},
    "employee": {"sale_id", "uuid", "notice_id", "dispute_id"},
    "maker": {
        "maker_id",
        "booth_id",  # of the goods card: with another maker's product there is none
        "supply_note_id",
        "payout_id",
        "submission_id",
        "finding_id",
        "product_id",
        "photo_id",
        "channel_id",
        "turn_id",
        "contact_id",
        "enrolment_id",
        "notice_id",
    },
    "curator": {"verdict_id", "hold_id"},
}
"""Roles that may open some things of a kind and not others: `foreign` below makes one that is not theirs."""


def test_every_address_with_an_id_says_whose_things_it_opens(app: Flask) -> None:
    unknown = []
    for route in routes(app):
        room = route.endpoint.partition(".")[0]
        for name, kind in kinds(route.rule).items():
            if kind in NUMBERED and name not in CITY_WIDE.get(room, set()) | SCOPED.get(room, set()):
                unknown.append((route.endpoint, name))
    assert not unknown, (
        "name each in CITY_WIDE of this file, or in SCOPED where the role is bound to a unit, booth, agency or maker: "
        f"{unknown}"
    )


@pytest.mark.both_engines
def test_a_missing_thing_is_404_for_whoever_may_enter(app: Flask, everybody: dict[str, PageClient]) -> None:
    before = state()
    for route in _id_routes(app):
        for role in sorted(rule_for(route.endpoint) & set(ROLES)) or [ANYBODY]:
            answer = ask(everybody[role], route.method, address(route.rule), token=everybody[role].token)
            refused = (404,) if route.method == "GET" else (404, 422)  # an empty form may be refused first
            assert answer.status_code in refused, (route.endpoint, route.method, role, answer.status_code)
    assert state() == before


def test_a_foreign_thing_looks_exactly_like_a_missing_one(app: Flask, session: Any) -> None:
    viewers, foreign = make_worlds(app)
    commit()
    before = state()
    tried = set()
    for route in _id_routes(app):
        room = route.endpoint.partition(".")[0]
        for name, kind in kinds(route.rule).items():
            if name not in SCOPED.get(room, set()) or room not in viewers:
                continue
            client = viewers[room]
            assert name in foreign, f"make one of another office or booth in tests/web/foreign.py: {name}"
            theirs = address(route.rule, **{name: foreign[name]})
            bodies = []
            for path in (theirs, address(route.rule)):
                answer = ask(client, route.method, path, token=client.token)
                assert answer.status_code == 404, (route.endpoint, route.method, name, kind)
                body = answer.get_data().replace(path.encode(), b"PATH")
                bodies.append(
                    re.sub(rb'name="csrf_token" value="[^"]*"', b"TOKEN", body)
                )  # signed anew each second
            assert bodies[0] == bodies[1], route.endpoint
            tried.add((room, name))
    assert {("opd", "employee_id"), ("opd", "user_id"), ("cashier", "uuid"), ("manager", "booth_id")} <= tried
    assert {("maker", "supply_note_id"), ("maker", "payout_id"), ("maker", "submission_id")} <= tried
    assert {("curator", "verdict_id"), ("curator", "hold_id")} <= tried
    assert state() == before


def _id_routes(app: Flask) -> list[Route]:
    return [
        route
        for route in routes(app, "GET", "POST")
        if NUMBERED & set(kinds(route.rule).values()) and rule_for(route.endpoint) != TILL
    ]
