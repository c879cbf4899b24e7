"""The document at /api/v1/openapi.json is valid OpenAPI and says what the API really takes and answers."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, jsonify
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from pydantic import ValidationError

from app.extensions import db
from app.web.api import fields
from tests.ledger import City, TillClient, a_sale, a_void, new_id

INSTANT = "2026-11-07T09:10:00+09:00"


@pytest.fixture
def document(till: TillClient) -> dict[str, Any]:
    db.session.rollback()
    return till.client.get("/api/v1/openapi.json").json  # type: ignore[no-any-return]


def test_it_is_valid_openapi(document: dict[str, Any]) -> None:
    validate(document)


def test_a_tills_token_is_required_where_the_route_requires_one(document: dict[str, Any]) -> None:
    open_paths = {
        path
        for path, methods in document["paths"].items()
        for one in methods.values()
        if one.get("security") == []
    }
    assert open_paths == {"/api/v1/enrol", "/api/v1/openapi.json", "/healthz", "/readyz", "/metrics"}


def test_each_shape_is_used_and_has_a_place(document: dict[str, Any]) -> None:
    named = set(document["components"]["schemas"])
    used = {
        part.partition('"')[0] for part in str(document).replace("'", '"').split("#/components/schemas/")[1:]
    }
    assert used == named


def _sale(**changes: Any) -> dict[str, Any]:
    return a_sale(City("", 1, 1, 1, 1, 1, 1), **changes)


LINE = {"quantity": 2, "unit_price": 15_000}
SHIFT = {"id": new_id(), "cashier": "rina", "opened_at": INSTANT}
TAKEN: list[tuple[str, Any]] = [
    ("Batch", {"sales": [_sale(), a_void(new_id())], "sent_at": INSTANT, "unsent": 3}),
    ("Batch", {"sales": [_sale(payment=..., shift=None)], "sent_at": None}),
    ("Batch", {"sales": [_sale(lines=[LINE | {"maker": "Ocha", "name": "Sagu", "product": None}])]}),
    *(
        ("Batch", {"sales": [_sale(buyer=buyer)]})
        for buyer in (
            {"nip": 198001012005011009},
            {"code": "A1", "name": "Ani"},
            {"card": "x"},
            {"employee": 7},
            {"name": "Ani"},
            {"public": True},
        )
    ),
    ("Query", {"query": "ani"}),
    ("Enrolment", {"code": "7QK3-M9ZD", "name": None}),
    ("Heartbeat", {"unsent": 0, "oldest": INSTANT, "version": "", "sent_at": None}),
    ("Shifts", {"shifts": [SHIFT], "sent_at": INSTANT}),
    ("Shifts", {"shifts": [SHIFT | {"closed_at": INSTANT, "counted_amount": 0, "difference_reason": "x"}]}),
    ("Count", {"shift": new_id(), "counted_amount": 5}),
    ("Rejected", {"items": [{"id": "bukan-uuid", "item": {"a": 1}, "errors": None}]}),
]
REFUSED: list[tuple[str, Any]] = [
    ("Batch", {"sales": []}),
    ("Batch", {"sales": [_sale()], "total": 5}),
    ("Batch", {"sales": [_sale()], "unsent": -1}),
    ("Batch", {"sales": [_sale(total=5)]}),
    ("Batch", {"sales": [_sale(sold_at=...)]}),
    ("Batch", {"sales": [_sale(id="x")]}),
    ("Batch", {"sales": [_sale(payment="kredit")]}),
    ("Batch", {"sales": [_sale(lines=[])]}),
    ("Batch", {"sales": [_sale(lines=[LINE])]}),
    ("Batch", {"sales": [_sale(lines=[LINE | {"product": 1, "maker": "Ocha", "name": "Sagu"}])]}),
    ("Batch", {"sales": [_sale(lines=[LINE | {"product": 1, "quantity": 10_001}])]}),
    *(
        ("Batch", {"sales": [_sale(buyer=buyer)]})
        for buyer in (
            {},
            {"nip": "1", "code": "2"},
            {"public": False},
            {"public": True, "name": "x"},
            {"role": "x"},
        )
    ),
    ("Query", {"query": ""}),
    ("Enrolment", {"name": "Tablet"}),
    ("Heartbeat", {"unsent": "0"}),
    ("Shifts", {"shifts": [SHIFT | {"float_amount": -1}]}),
    ("Count", {"shift": new_id()}),
    ("Rejected", {"items": [{"id": "x" * 37, "item": {}}]}),
]


def _is_taken(shape: str, body: dict[str, Any]) -> bool:
    """Whether the reader takes the envelope and each item in it."""
    (reader,) = (one for one in fields.Envelope.__subclasses__() if one.__name__ == shape)
    try:
        read = reader.model_validate(body)
    except ValidationError:
        return False
    return not any(
        getattr(item, "errors", None) for item in [*getattr(read, "sales", ()), *getattr(read, "shifts", ())]
    )


CASES = [(*one, True) for one in TAKEN] + [(*one, False) for one in REFUSED]


@pytest.mark.parametrize(
    ("shape", "body", "is_taken"), CASES, ids=[str(place) for place in range(len(CASES))]
)
def test_the_document_and_the_reader_agree(
    document: dict[str, Any], shape: str, body: dict[str, Any], is_taken: bool
) -> None:
    schema = {"$ref": f"#/components/schemas/{shape}", "components": document["components"]}
    assert OAS31Validator(schema).is_valid(body) == is_taken
    assert _is_taken(shape, body) == is_taken


def test_an_answer_nobody_declared_is_seen(
    app: Flask, till: TillClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client of every test looks at each answer."""

    def answers(http_status: int, **body: Any) -> Any:
        def view() -> Any:
            return jsonify(body), http_status

        view.operation = app.view_functions["api.check_health"].operation  # type: ignore[attr-defined]
        monkeypatch.setitem(app.view_functions, "api.check_health", view)
        db.session.rollback()
        return till.client.get("/healthz")

    assert answers(200, status="ok").status_code == 200
    for body in ({"status": "ok", "more": 1}, {"status": "fine"}, {}):
        with pytest.raises(ValidationError):
            answers(200, **body)
    with pytest.raises(AssertionError, match="418"):
        answers(418, error="x")
    with pytest.raises(ValidationError):
        answers(503, said="x")
