"""What the till's script asks and sends: found, recorded once, taken back, never at a colleague's counter."""

from __future__ import annotations

import contextvars
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.booths.queries import find_shift_facts
from app.booths.services import close_shift
from app.compliance.queries import find_standing
from app.extensions import db
from app.sales.models import Sale, SaleConflict, SaleLine
from app.shared.period import Period
from tests.counter import MARTHA_CARD, MARTHA_NIP, MINIMUM, Counter, at_the_till, make_counter, sale_of
from tests.pages import PageClient

NOVEMBER = Period(2026, 11)


@pytest.fixture
def counter(session: Any) -> Counter:
    """The small city."""
    return make_counter()


@pytest.fixture
def cashier(app: Any, counter: Counter) -> PageClient:
    """A cashier with an open shift, the till page open."""
    client = at_the_till(app, counter)
    client.get("/kasir")
    return client


def shift_of(cashier: Any) -> int:
    """The number of the cashier's open shift."""
    facts = find_shift_facts(cashier.shift)
    assert facts is not None
    return facts.shift_id


def ask(cashier: PageClient, query: Any, expect: int = 200) -> Any:
    return cashier.post("/kasir/pembeli", json={"query": query}, expect=expect).json


@pytest.mark.parametrize("query", [MARTHA_CARD, MARTHA_NIP, "19850411 201001 2 009", f"'{MARTHA_NIP}"])
def test_a_card_or_a_nip_finds_one_person_with_what_remains(
    query: str, cashier: PageClient, counter: Counter
) -> None:
    found = ask(cashier, query)
    assert found["exact"] and found["buyer"]["id"] == counter.martha
    assert found["buyer"]["unit"] == "SMP Negeri 4" and found["buyer"]["last4"] == "2009"
    assert found["rest"] == {"status": "short", "shortfall": MINIMUM, "until": "30 November 2026"}


def test_an_answer_about_a_person_carries_no_full_nip(cashier: PageClient) -> None:
    page = cashier.post("/kasir/pembeli", json={"query": MARTHA_CARD}, expect=200)
    assert MARTHA_NIP.encode() not in page.data


def test_namesakes_are_listed_with_unit_and_marked(cashier: PageClient, counter: Counter) -> None:
    found = ask(cashier, "yohanes")
    assert not found["exact"]
    assert {(hit["unit"], hit["last4"], hit["twin"]) for hit in found["hits"]} == {
        ("SMP Negeri 4", "1003", True), ("SD Negeri 12 Latuhalat", "1007", True),
    }  # fmt: skip


def test_nobody_found_is_an_empty_list_not_an_error(cashier: PageClient) -> None:
    assert ask(cashier, "siapa saja") == {"exact": False, "hits": []}


@pytest.mark.parametrize(
    "body", [{}, {"query": ""}, {"query": "  "}, {"query": 5}, {"query": "a" * 121}, {"employee": 0},
             {"employee": True}, {"employee": 10**16}, {"query": "a", "more": 1}, {"employee": "1"}],
)  # fmt: skip
def test_a_question_of_another_shape_is_refused(body: dict[str, Any], cashier: PageClient) -> None:
    assert cashier.post("/kasir/pembeli", json=body, expect=400).json["error"]


def test_an_unknown_person_s_number_is_no_person(cashier: PageClient) -> None:
    assert cashier.post("/kasir/pembeli", json={"employee": 999_999}, expect=409).json["error"]


def sell(cashier: PageClient, body: dict[str, Any], expect: int = 200) -> Any:
    return cashier.post("/kasir/jual", json=body, expect=expect).json


def test_a_sale_is_recorded_and_counts_at_once(cashier: PageClient, counter: Counter) -> None:
    lines = [
        {"product": counter.bagea, "quantity": 1, "unit_price": 25_000},
        {"maker": "Rumah Kue", "name": "Kue cara", "quantity": 2, "unit_price": 5_000},
    ]
    answer = sell(cashier, sale_of(cashier, 1, lines, buyer={"employee": counter.martha}))
    assert answer["result"] == "recorded" and answer["month"] == "2026-11" and not answer["flags"]
    standing = find_standing(counter.martha, NOVEMBER)
    assert standing is not None and (standing.bought, standing.shortfall) == (35_000, MINIMUM - 35_000)
    sale = db.session.query(Sale).one()
    assert sale.source == "web" and sale.shift_id == shift_of(cashier)
    assert sale.cashier_id == cashier.user.id and sale.booth_id == counter.booth_id


def test_the_same_sale_again_is_stored_once_and_answered_the_same(
    cashier: PageClient, counter: Counter
) -> None:
    body = sale_of(cashier, 1, [{"product": counter.bagea, "quantity": 1, "unit_price": 25_000}])
    first = sell(cashier, body)
    again = sell(cashier, body | {"sent_at": "2026-11-07T09:16:40+09:00"})
    assert again == first | {"replayed": True}
    assert db.session.query(Sale).count() == 1


def test_the_same_number_for_another_sale_is_a_conflict_kept_for_a_person(
    cashier: PageClient, counter: Counter
) -> None:
    sell(cashier, sale_of(cashier, 1, [{"product": counter.bagea, "quantity": 1, "unit_price": 25_000}]))
    other = sale_of(cashier, 1, [{"product": counter.kopi, "quantity": 1, "unit_price": 24_000}])
    assert sell(cashier, other)["result"] == "conflict"
    assert db.session.query(SaleConflict).count() == 1 and db.session.query(Sale).count() == 1


def test_an_unknown_buyer_is_kept_as_typed(cashier: PageClient, counter: Counter) -> None:
    line = {"product": counter.bagea, "quantity": 1, "unit_price": 25_000}
    assert sell(cashier, sale_of(cashier, 1, [line], buyer={"name": "Pak Jhon, SD"}))["result"] == "recorded"
    sale = db.session.query(Sale).one()
    assert (sale.buyer_kind, sale.buyer_name) == ("unresolved", "Pak Jhon, SD")


def test_another_price_than_the_catalogue_s_is_charged_and_flagged(
    cashier: PageClient, counter: Counter
) -> None:
    answer = sell(
        cashier, sale_of(cashier, 1, [{"product": counter.bagea, "quantity": 1, "unit_price": 20_000}])
    )
    assert answer["result"] == "recorded" and answer["flags"]
    assert db.session.query(SaleLine).one().unit_price == 20_000


@pytest.mark.parametrize(
    "changes", [{"lines": []}, {"payment": "kredit"}, {"buyer": {}}, {"shift": None}, {"cashier": "dedi"},
                {"shift": "00000000-0000-4000-8000-00000000ffff"},
                {"lines": [{"product": 999_999, "quantity": 1, "unit_price": 1}]},
                {"lines": [{"product": 1, "quantity": 0, "unit_price": 1}]},
                {"lines": [{"product": 1, "quantity": 1.5, "unit_price": 1}]},
                {"lines": [{"maker": "A", "name": "B", "quantity": 1, "unit_price": -5}]}],
)  # fmt: skip
def test_a_sale_that_cannot_be_booked_is_refused_in_words_and_nothing_stays(
    changes: dict[str, Any], cashier: PageClient, counter: Counter
) -> None:
    line = {"product": counter.bagea, "quantity": 1, "unit_price": 25_000}
    body = sale_of(cashier, 1, [line])
    body["sale"] |= changes
    answer = sell(cashier, body)
    assert answer["result"] == "refused" and all(answer["errors"].values())
    assert db.session.query(Sale).count() == 0


def test_a_sale_in_the_name_of_a_colleague_s_shift_is_refused(
    app: Any, cashier: PageClient, counter: Counter
) -> None:
    colleague = at_the_till(app, counter, "dedi")
    line = {"product": counter.bagea, "quantity": 1, "unit_price": 25_000}
    body = sale_of(cashier, 1, [line], shift=colleague.shift)  # type: ignore[attr-defined]
    assert sell(cashier, body)["result"] == "refused"


def test_a_sale_kept_back_by_the_network_is_taken_after_its_shift_was_closed(
    cashier: PageClient, counter: Counter, session: Any
) -> None:
    body = sale_of(cashier, 1, [{"product": counter.bagea, "quantity": 1, "unit_price": 25_000}])
    shift = shift_of(cashier)
    close_shift(shift, actor=SYSTEM)
    assert sell(cashier, body)["result"] == "recorded"
    assert db.session.query(Sale).one().shift_id == shift


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"sale": {}, "sale": {}}', b"\xff", b'{"sale": NaN}'])
def test_a_body_that_is_no_strict_json_is_refused_in_json(body: bytes, cashier: PageClient) -> None:
    headers = {"X-CSRFToken": cashier.token, "Content-Type": "application/json"}
    answer = contextvars.Context().run(cashier.browser.post, "/kasir/jual", data=body, headers=headers)
    assert answer.status_code == 400 and answer.get_json()["error"] and answer.get_json()["judged"]


def test_without_the_token_of_the_page_nothing_is_sold(cashier: PageClient, counter: Counter) -> None:
    body = sale_of(cashier, 1, [{"product": counter.bagea, "quantity": 1, "unit_price": 25_000}])
    page = cashier.post(
        "/kasir/jual", json=body, expect=400, token="falsch", headers={"Accept": "application/json"}
    )
    assert page.json["error"] and "judged" not in page.json, "the till keeps the sale and tries again"
    assert db.session.query(Sale).count() == 0


def void(cashier: PageClient, number: int, of: int, expect: int = 200, reason: str = "Salah pembeli") -> Any:
    body = {
        "id": f"00000000-0000-4000-9000-{number:012d}",
        "void_of": f"00000000-0000-4000-8000-{of:012d}",
        "reason": reason,
        "sold_at": "2026-11-07T09:16:00+09:00",
        "cashier": cashier.user.username,
    }
    return cashier.post("/kasir/batal", json={"void": body}, expect=expect).json


def test_a_sale_is_taken_back_once_and_counts_no_more(cashier: PageClient, counter: Counter) -> None:
    line = {"product": counter.bagea, "quantity": 2, "unit_price": 25_000}
    sell(cashier, sale_of(cashier, 1, [line], buyer={"employee": counter.martha}))
    first = void(cashier, 1, of=1)
    assert first["result"] == "recorded"
    assert void(cashier, 1, of=1)["replayed"], "the same press again is harmless"
    assert "sudah" in void(cashier, 2, of=1, expect=409)["error"]
    standing = find_standing(counter.martha, NOVEMBER)
    assert standing is not None and standing.bought == 0
    assert db.session.query(Sale).count() == 2


def test_a_colleague_s_sale_is_not_taken_back(app: Any, cashier: PageClient, counter: Counter) -> None:
    sell(cashier, sale_of(cashier, 1, [{"product": counter.bagea, "quantity": 1, "unit_price": 25_000}]))
    colleague = at_the_till(app, counter, "dedi")
    colleague.get("/kasir")
    assert void(colleague, 1, of=1, expect=409)["error"]
    assert db.session.query(Sale).count() == 1


def test_after_the_shift_a_cashier_takes_nothing_back(
    cashier: PageClient, counter: Counter, session: Any
) -> None:
    sell(cashier, sale_of(cashier, 1, [{"product": counter.bagea, "quantity": 1, "unit_price": 25_000}]))
    close_shift(shift_of(cashier), actor=SYSTEM)
    assert void(cashier, 1, of=1, expect=409)["error"]


def test_a_reason_is_wanted(cashier: PageClient, counter: Counter) -> None:
    sell(cashier, sale_of(cashier, 1, [{"product": counter.bagea, "quantity": 1, "unit_price": 25_000}]))
    assert void(cashier, 1, of=1, expect=400, reason=" ")["error"]


def test_a_sale_costs_few_statements(cashier: PageClient, counter: Counter, count_queries: Any) -> None:
    """The writing turn is short: everything is looked up in a fixed number of statements, lines or not."""
    lines = [{"product": counter.bagea, "quantity": 1, "unit_price": 25_000}] * 2
    lines += [{"product": counter.kopi, "quantity": 1, "unit_price": 24_000}] * 8
    sell(cashier, sale_of(cashier, 1, lines[1:3], buyer={"employee": counter.martha}))
    with count_queries() as few:
        sell(cashier, sale_of(cashier, 2, lines[1:3], buyer={"employee": counter.martha}))
    with count_queries() as many:
        sell(cashier, sale_of(cashier, 3, lines, buyer={"employee": counter.martha}))
    assert len(many) == len(few) <= 22, many
