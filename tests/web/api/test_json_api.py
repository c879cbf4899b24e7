"""Products, buyers, standings, the description and the probes of the JSON API."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.audit.rules import SYSTEM
from app.directory.models import Employee, Unit
from app.extensions import db
from app.minimums.services import load_decree
from app.person_merge.services import merge_people
from app.shared.transaction import begin_writing, commit
from app.tills.services.tills import enrol_till
from app.web.api import fields, schemas, till_schemas
from app.web.api.openapi import describe
from app.web.api.sentences import ENVELOPE, ITEM
from app.web.api.views import CSRF_EXEMPT
from tests.counter import DECREE
from tests.ledger import NIP, City, TillClient, a_sale
from tests.standing import make_person, make_unit


def get(till: TillClient, path: str) -> Any:
    db.session.rollback()
    return till.client.get(path, headers=till.headers)


def ask(till: TillClient, query: str) -> Any:
    db.session.rollback()
    return till.client.post("/api/v1/buyers", json={"query": query}, headers=till.headers)


def test_products_come_with_todays_price(till: TillClient, city: City) -> None:
    (product,) = get(till, "/api/v1/products").json["products"]
    assert (product["id"], product["maker"], product["unit_price"]) == (
        city.product_id,
        "Dapur Kenari",
        15_000,
    )


def test_a_buyer_is_shown_as_a_cashier_may_see_them(till: TillClient, city: City) -> None:
    (buyer,) = ask(till, "ani").json["buyers"]
    assert set(buyer) == {"id", "name", "unit", "position", "last4", "remaining"}
    assert (buyer["id"], buyer["last4"]) == (city.employee_id, NIP[-4:])
    assert NIP not in str(buyer)


def test_a_card_the_tablet_does_not_know_is_known_to_the_server(till: TillClient, city: City) -> None:
    card = db.session.get(Employee, city.employee_id).card_token
    (buyer,) = ask(till, card).json["buyers"]
    assert (buyer["id"], buyer["last4"], bool(buyer["unit"])) == (city.employee_id, NIP[-4:], True)


def test_ten_buyers_cost_as_many_statements_as_one(till: TillClient, city: City, count_queries: Any) -> None:
    till.send(a_sale(city))
    with count_queries() as one:
        assert len(ask(till, "ani").json["buyers"]) == 1
    begin_writing()
    unit = make_unit("Dinas Uji", db.session.query(Unit).one(), external_id="U9")
    for place in range(9):
        make_person(unit, f"Cici Contoh {place}")
    commit()
    with count_queries() as ten:
        assert len(ask(till, "contoh").json["buyers"]) == 10
    assert len(ten) == len(one), ten


def test_a_sale_of_ten_lines_costs_as_many_statements_as_one_of_two(
    till: TillClient, city: City, engine_name: str, count_queries: Any
) -> None:
    line = {"product": city.product_id, "quantity": 1, "unit_price": 15_000}
    till.send(a_sale(city))
    with count_queries() as few:
        till.send(a_sale(city, lines=[line] * 2))
    with count_queries() as many:
        till.send(a_sale(city, lines=[line] * 10))
    ceiling = 20 if engine_name == "sqlite" else 25  # PostgreSQL is asked for unsealed rows of each kind
    assert len(many) == len(few) <= ceiling, many


@pytest.mark.parametrize("query", ["", " ", "x" * 101, "a\x00"])
def test_a_query_that_is_none_is_400(till: TillClient, query: str) -> None:
    assert ask(till, query).status_code == 400


def test_searching_writes_nothing(till: TillClient, city: City) -> None:
    events = "SELECT count(*) FROM audit_event"
    before = db.session.scalar(text(events))
    ask(till, "ani")
    db.session.rollback()
    assert db.session.scalar(text(events)) == before


def test_a_standing_tells_what_remains_this_month_and_nothing_else(till: TillClient, city: City) -> None:
    begin_writing()
    load_decree(DECREE, actor=SYSTEM)
    commit()
    path = f"/api/v1/employees/{city.employee_id}/standing"
    before = get(till, path).json
    till.send(a_sale(city, lines=[{"product": city.product_id, "quantity": 1, "unit_price": 15_000}]))
    after = get(till, f"{path}?month=2026-11").json
    assert (before["status"], before["remaining"], after["remaining"]) == ("short", 50_000, 35_000)
    assert (after["month"], after["minimum"], after["bought"]) == ("2026-11", None, None)
    for other in ("2026-10", "2026-12"):
        told = get(till, f"{path}?month={other}").json
        assert (told["month"], told["employee"]) == (other, city.employee_id)
        assert {told[name] for name in ("status", "remaining", "minimum", "bought")} == {None}


def test_the_standing_of_a_merged_record_is_that_of_the_one_that_stayed_and_names_it(
    till: TillClient, city: City
) -> None:
    begin_writing()
    load_decree(DECREE, actor=SYSTEM)
    commit()
    till.send(a_sale(city, buyer={"employee": city.other_id}))
    merge_people(city.employee_id, city.other_id, "orang yang sama", actor=SYSTEM)
    commit()
    stayed, ended = (
        get(till, f"/api/v1/employees/{one}/standing").json for one in (city.employee_id, city.other_id)
    )
    assert stayed == ended and (ended["employee"], ended["remaining"]) == (city.employee_id, 20_000)


@pytest.mark.parametrize("kind", ["buyers", "standing"])
def test_one_till_may_ask_so_often_and_the_next_is_not_slowed_by_it(
    app: Flask, till: TillClient, city: City, kind: str
) -> None:
    """Trying out all endings, or reading everybody one by one, ends; a sale does not."""
    app.config["LOOKUP_LIMIT"] = "5 per minute"
    begin_writing()
    other = TillClient(app, enrol_till(city.booth_id, "Tablet 2", actor=SYSTEM)[1])
    commit()

    def asked(one: TillClient, number: int) -> Any:
        path = f"/api/v1/employees/{city.employee_id}/standing"
        return ask(one, f"{number:04}") if kind == "buyers" else get(one, path)

    assert [asked(till, number).status_code for number in range(7)] == [200] * 5 + [429] * 2
    refused = asked(till, 8)
    assert refused.json["code"] == "lookups" and refused.headers["Retry-After"]
    assert asked(other, 1).status_code == 200
    assert [one["result"] for one in till.send(a_sale(city))] == ["recorded"]


@pytest.mark.parametrize("path", ["/api/v1/employees/99999/standing", "/api/v1/employees/0/standing",
                                  "/api/v1/employees/18446744073709551616/standing"])  # fmt: skip
def test_a_standing_of_nobody_is_404(till: TillClient, path: str) -> None:
    assert get(till, path).status_code == 404


@pytest.mark.parametrize("month", ["", "2026-13", "2026", "２０２６-11", "2026-11-01", "x" * 5_000])
def test_a_month_that_is_none_is_400(till: TillClient, city: City, month: str) -> None:
    assert get(till, f"/api/v1/employees/{city.employee_id}/standing?month={month}").status_code == 400


@pytest.mark.parametrize("path", ["/api/v1/products", "/api/v1/employees/1/standing"])
def test_reading_needs_a_tills_token(till: TillClient, path: str) -> None:
    assert till.client.get(path).status_code == 401


def test_a_revoked_till_is_a_stranger(till: TillClient, city: City) -> None:
    from app.audit.rules import SYSTEM
    from app.tills.services.tills import revoke_till

    begin_writing()
    revoke_till(city.till_id, actor=SYSTEM)
    commit()
    assert get(till, "/api/v1/products").status_code == 401


def test_the_description_names_every_route_of_the_json_api(app: Flask) -> None:
    described = {
        (path, method.upper()) for path, methods in describe(app)["paths"].items() for method in methods
    }
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert described == routes


def test_every_code_the_reader_gives_has_a_sentence() -> None:
    import inspect

    from app.sales import rules
    from app.sales.corrections import voids
    from app.sales.intake import sync, validation
    from app.web.api import strict_json

    of_envelopes = re.findall(r'EnvelopeError\(\d+, "(\w+)"\)', inspect.getsource(strict_json))
    for shape in fields.Envelope.__subclasses__():
        of_envelopes += shape.codes.values()
    assert of_envelopes and set(of_envelopes) <= ENVELOPE.keys()

    of_fields = {*fields.CODES.values()}
    for module in (fields, schemas, till_schemas):
        of_fields |= {*re.findall(r'(?:fault|Code)\("(\w+)"\)', inspect.getsource(module))}
    assert of_fields <= ITEM.keys() | ENVELOPE.keys() | fields.CODES.keys()

    given = re.compile(r'(?:Fault\([^)]*?, |errors\[[^\]]*\] = |return )"(\w+)"\)?')
    for module in (validation, voids, rules, sync):
        for code in given.findall(inspect.getsource(module)):
            assert code in ITEM, code


def test_only_the_json_apis_posts_are_without_a_form_token(app: Flask) -> None:
    assert {view.__name__ for view in CSRF_EXEMPT} == {"take_sales", "search_buyers"}


def test_the_description_and_the_probes_are_open(till: TillClient) -> None:
    for path in ("/api/v1/openapi.json", "/healthz", "/readyz"):
        assert till.client.get(path).status_code == 200


@pytest.mark.both_engines
def test_readyz_writes_for_real_and_says_what_is_wrong(till: TillClient) -> None:
    db.session.rollback()
    assert till.client.get("/readyz").json == {"status": "ok", "checks": {"schema": True, "write": True}}
    begin_writing()
    db.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    commit()
    answer = till.client.get("/readyz")
    assert (answer.status_code, answer.json["checks"]["schema"]) == (503, False)


def test_readyz_is_503_when_nothing_can_be_written(till: TillClient) -> None:
    db.session.rollback()
    db.session.execute(text("PRAGMA query_only=ON"))
    db.session.rollback()
    try:
        assert till.client.get("/readyz").status_code == 503
    finally:
        db.session.execute(text("PRAGMA query_only=OFF"))
        db.session.rollback()
