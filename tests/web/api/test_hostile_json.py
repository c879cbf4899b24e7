"""What must never get past the JSON API: 4xx or a refused item, nothing stored, never a 5xx."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.extensions import db
from app.sales.models import Sale
from app.web.api.strict_json import EnvelopeError, parse_object
from tests.ledger import City, TillClient, a_sale, new_id


def stored() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Sale)) or 0


def body(*sales: Any, **more: Any) -> bytes:
    return json.dumps({"sales": list(sales)} | more).encode()


ENVELOPES = [
    (b"", 400),
    (b"   ", 400),
    (b"null", 400),
    (b"[]", 400),
    (b"7", 400),
    (b'"x"', 400),
    (b"{", 400),
    (b'{"sales": []}', 400),
    (b'{"sales": {}}', 400),
    (b'{"sales": null}', 400),
    (b"{}", 400),
    (b'{"sales": [NaN]}', 400),
    (b'{"sales": [Infinity]}', 400),
    (b'{"sales": [-Infinity]}', 400),
    (b'{"sales": [{}], "sales": [{}]}', 400),
    (b'{"sales": [{"id": 1, "id": 2}]}', 400),
    (b'{"sales": [' + b"[" * 100_000 + b"]" * 100_000 + b"]}", 400),
    (b'{"sales": [' + b"[" * 19 + b"]" * 19 + b"]}", 400),
    (b'{"sales": ' + b'{"a":' * 5_000, 400),
    (b'\xff\xfe{"sales": []}', 400),
    ('{"sales": [1]}'.encode("utf-16"), 400),
    (b'\xef\xbb\xbf{"sales": [1]}', 400),
    (b'{"sales": [{"id": "\xc3\x28"}]}', 400),
    (b'{"sales": [1], "sent_at": 5}', 400),
    (b'{"sales": [1], "sent_at": "kemarin"}', 400),
    (b'{"sales": [1], "sent_at": "2026-11-07T09:00:00"}', 400),
    (b'{"sales": [1], "sent_at": "0001-01-01T00:00:00+09:00"}', 400),
    (b'{"sales": [1], "total": 5}', 400),
    (b'{"sales": [' + b",".join([b"1"] * 501) + b"]}", 400),
    (b'{"sales": ["' + b"x" * 1_100_000 + b'"]}', 413),
]


@pytest.mark.parametrize(("raw", "status"), ENVELOPES, ids=[str(place) for place in range(len(ENVELOPES))])
def test_a_wrong_envelope_is_refused_with_a_sentence(till: TillClient, raw: bytes, status: int) -> None:
    answer = till.raw(raw)
    assert answer.status_code == status
    assert answer.json["error"].endswith(".")
    assert stored() == 0


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "", "x"]
)
def test_only_json_in_utf8_is_taken(till: TillClient, city: City, kind: str) -> None:
    assert till.raw(body(a_sale(city)), **{"Content-Type": kind}).status_code == 415


def test_a_compressed_body_is_not_taken(till: TillClient, city: City) -> None:
    assert till.raw(body(a_sale(city)), **{"Content-Encoding": "gzip"}).status_code == 415


@pytest.mark.parametrize(
    "token", ["", "Bearer", "Bearer ", "Bearer falsch", "Basic abc", "Bearer " + "x" * 5_000]
)
def test_without_a_tills_token_nothing_is_read(till: TillClient, city: City, token: str) -> None:
    answer = till.raw(body(a_sale(city)), Authorization=token)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert stored() == 0


NUMBERS = [0, -1, -0.0, 1.0, 1.5, True, False, None, "2", "１９", "٣٤", " 12\n", "1e3", "1_000", [], {}, 2**63, 2**64,
           10**15, 10**400]  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS, ids=[str(place) for place in range(len(NUMBERS))])
@pytest.mark.parametrize("field", ["quantity", "unit_price", "product"])
def test_a_number_that_is_none_refuses_its_item(
    till: TillClient, city: City, field: str, number: Any
) -> None:
    line = {"product": city.product_id, "quantity": 1, "unit_price": 15_000} | {field: number}
    (answer,) = till.raw(body(a_sale(city, lines=[line]))).json["results"]
    assert answer["result"] == "refused"
    assert answer["errors"]
    assert stored() == 0


@pytest.mark.parametrize("raw", [b"1e309", b"1e3", b"-0", b"1" * 5_000, b"2.0"])
def test_a_number_spelled_oddly_refuses_its_item(till: TillClient, city: City, raw: bytes) -> None:
    marked = a_sale(city, lines=[{"product": city.product_id, "quantity": 777, "unit_price": 15_000}])
    (answer,) = till.raw(body(marked).replace(b"777", raw)).json["results"]
    assert answer["result"] == "refused"
    assert stored() == 0


TEXTS = [
    "a\x00b",
    "\ud800",
    "a\u202eb",
    "a\u200bb",
    "\u2066x",
    "x" * 301,
    "",
    "   ",
    5,
    None,
    [],
    {},
    "a\nb",
    "a\x1bb",
]


@pytest.mark.parametrize("text", TEXTS, ids=[str(place) for place in range(len(TEXTS))])
@pytest.mark.parametrize("field", ["cashier", "name", "maker"])
def test_a_text_that_hides_something_refuses_its_item(
    till: TillClient, city: City, field: str, text: Any
) -> None:
    line = {"maker": "Ocha", "name": "Sagu", "quantity": 1, "unit_price": 5}
    sale = a_sale(city, cashier=text) if field == "cashier" else a_sale(city, lines=[line | {field: text}])
    (answer,) = till.raw(body(sale)).json["results"]
    assert answer["result"] == "refused"
    assert stored() == 0


ITEMS = [
    {"id": "x"}, {"id": 5}, {"id": None}, {"id": "0" * 40}, {"id": "{" + "0" * 36 + "}"},
    {"sold_at": "2026-11-07T09:10:00"}, {"sold_at": "2026-02-30T09:10:00+09:00"}, {"sold_at": 1_762_000_000},
    {"sold_at": "0001-01-01T00:00:00Z"}, {"sold_at": "9999-12-31T23:59:59Z"}, {"sold_at": "2026-11-07"},
    {"sold_at": "2026-11-07T09:10:00+99:00"}, {"sold_at": "２０２６-11-07T09:10:00Z"},
    {"buyer": ...}, {"buyer": None}, {"buyer": {}}, {"buyer": []}, {"buyer": "198001012005011009"},
    {"buyer": {"nip": "1", "code": "2"}}, {"buyer": {"public": False}}, {"buyer": {"public": 1}},
    {"buyer": {"public": True, "name": "x"}}, {"buyer": {"nip": True}}, {"buyer": {"nip": 1.5}},
    {"buyer": {"nip": -5}}, {"buyer": {"employee": "1"}}, {"buyer": {"employee": 2**63}},
    {"buyer": {"nip": "x" * 61}}, {"buyer": {"role": "admin"}},
    {"payment": "kredit"}, {"payment": None}, {"payment": []}, {"shift": "x"}, {"shift": 5},
    {"lines": {}}, {"lines": None}, {"lines": [None]}, {"lines": [[]]}, {"lines": [{}]},
    {"total": 5}, {"amount": 1}, {"employee_id": 1}, {"result": "recorded"}, {"booth_id": 2}, {"\u202e": 1},
]  # fmt: skip


@pytest.mark.parametrize("change", ITEMS, ids=[str(place) for place in range(len(ITEMS))])
def test_an_item_of_the_wrong_shape_is_refused_and_its_neighbour_booked(
    till: TillClient, city: City, change: dict[str, Any]
) -> None:
    wrong, right = till.raw(body(a_sale(city, **change), a_sale(city))).json["results"]
    assert (wrong["result"], right["result"]) == ("refused", "recorded")
    assert all(isinstance(sentence, str) and sentence for sentence in wrong["errors"].values())
    assert stored() == 1


def test_a_line_has_a_product_or_names_not_both(till: TillClient, city: City) -> None:
    line = {"product": city.product_id, "maker": "Ocha", "name": "Sagu", "quantity": 1, "unit_price": 5}
    (answer,) = till.send(a_sale(city, lines=[line]))
    assert answer["result"] == "refused"


def test_a_void_of_itself_is_refused(till: TillClient, city: City) -> None:
    uuid = new_id()
    void = {"id": uuid, "void_of": uuid, "reason": "x", "sold_at": "2026-11-07T09:00:00Z", "cashier": "rina"}
    (answer,) = till.send(void)
    assert answer["result"] == "refused"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = ["id", "sold_at", "cashier", "buyer", "lines", "payment", "shift", "void_of", "reason", "extra"]


@settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
@given(changes=st.dictionaries(st.sampled_from(FIELDS), JSON, min_size=1, max_size=3))
def test_no_item_whatever_breaks_the_json_api(till: TillClient, city: City, changes: dict[str, Any]) -> None:
    answer = till.raw(body(a_sale(city) | changes))
    assert answer.status_code in (200, 400)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
def test_the_reader_answers_an_object_or_a_refusal(raw: bytes) -> None:
    try:
        assert isinstance(parse_object(raw), dict)
    except EnvelopeError as error:
        assert error.status == 400
