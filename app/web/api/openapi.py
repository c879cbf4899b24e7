"""The door described as OpenAPI 3.1, kept by hand beside the schemas; a test compares it with routes and fields."""

from typing import Any

from app.sales.rules import MAX_LINES, MAX_QUANTITY, PAYMENTS
from app.shared.money import MAX_AMOUNT
from app.web.api.schemas import MAX_ITEMS

_UUID = {"type": "string", "format": "uuid"}
_INSTANT = {"type": "string", "format": "date-time", "description": "Dengan zona, misalnya +09:00"}
_MONTH = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}
_RUPIAH = {"type": "integer", "minimum": 1, "maximum": MAX_AMOUNT}
_AMOUNT = {"type": ["integer", "null"], "description": "Rupiah bulat"}


def _text(longest: int) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": longest}


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _schemas() -> dict[str, Any]:
    known_line = {"product": {"type": "integer", "minimum": 1}, **_numbers()}
    typed_line = {"maker": _text(200), "name": _text(200), **_numbers()}
    sale = {
        "id": _UUID,
        "sold_at": _INSTANT,
        "cashier": _text(60),
        "shift": {**_UUID, "type": ["string", "null"]},
        "buyer": _ref("Buyer"),
        "lines": {"type": "array", "minItems": 1, "maxItems": MAX_LINES, "items": _ref("Line")},
        "payment": {"type": "string", "enum": list(PAYMENTS), "default": "none"},
    }
    void = {"id": _UUID, "void_of": _UUID, "reason": _text(300), "sold_at": _INSTANT, "cashier": _text(60)}
    return {
        "Line": {
            "oneOf": [
                _object(known_line, ["product", "quantity", "unit_price"]),
                _object(typed_line, ["maker", "name", "quantity", "unit_price"]),
            ]
        },
        "Buyer": _buyer(),
        "Sale": _object(sale, ["id", "sold_at", "cashier", "buyer", "lines"]),
        "Void": _object(void, ["id", "void_of", "reason", "sold_at", "cashier"]),
        "Batch": _object(
            {
                "sales": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": MAX_ITEMS,
                    "items": {"oneOf": [_ref("Sale"), _ref("Void")]},
                },
                "sent_at": {**_INSTANT, "type": ["string", "null"]},
            },
            ["sales"],
        ),
        "Result": _result(),
        "Error": _object({"error": {"type": "string"}, "code": {"type": "string"}}, ["error"]),
    }


def _numbers() -> dict[str, Any]:
    return {"quantity": {"type": "integer", "minimum": 1, "maximum": MAX_QUANTITY}, "unit_price": _RUPIAH}


def _buyer() -> dict[str, Any]:
    name = {"name": _text(200)}
    number = {"type": ["string", "integer"], "maxLength": 60}
    return {
        "oneOf": [
            _object({"nip": number, **name}, ["nip"]),
            _object({"code": number, **name}, ["code"]),
            _object({"card": _text(60), **name}, ["card"]),
            _object({"employee": {"type": "integer", "minimum": 1}, **name}, ["employee"]),
            _object(name, ["name"]),
            _object({"public": {"const": True}}, ["public"]),
        ]
    }


def _result() -> dict[str, Any]:
    results = ["recorded", "replayed", "parked", "conflict", "refused"]
    shown = {
        "id": {"type": "string"},
        "result": {"type": "string", "enum": results},
        "receipt": {"type": "string"},
        "month": {**_MONTH, "type": ["string", "null"]},
        "flags": {"type": "array", "items": {"type": "string"}},
        "errors": {"type": "object", "additionalProperties": {"type": "string"}},
        "first_result": {"type": "string", "enum": ["recorded", "parked"]},
    }
    return _object(shown, ["id", "result", "receipt", "month", "flags", "errors"])


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _answers(schema: dict[str, Any], *codes: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "200": {"description": "OK", "content": {"application/json": {"schema": schema}}}
    }
    for code in codes:
        error = {"application/json": {"schema": _ref("Error")}}
        found[str(code)] = {"description": "Ditolak", "content": error}
    return found


def _list_of(name: str, item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {name: {"type": "array", "items": item}}, "required": [name]}


def _paths() -> dict[str, Any]:
    product, person, standing = _shown()
    query = _object({"query": _text(100)}, ["query"])
    products = _list_of("products", _object(product, list(product)))
    return {
        "/api/v1/sales": {
            "post": {
                "summary": "Kirim penjualan dan pembatalan; tiap butir dinilai sendiri",
                "requestBody": _body(_ref("Batch")),
                "responses": _answers(_list_of("results", _ref("Result")), 400, 401, 413, 415, 503),
            }
        },
        "/api/v1/products": {
            "get": {"summary": "Produk yang dijual hari ini", "responses": _answers(products, 401)}
        },
        "/api/v1/buyers": {
            "post": {
                "summary": "Cari pembeli: kartu, nomor (4 angka atau lebih), atau nama",
                "requestBody": _body(query),
                "responses": _answers(_list_of("buyers", _object(person, list(person))), 400, 401, 413, 415),
            }
        },
        "/api/v1/employees/{employee_id}/standing": {
            "get": {
                "summary": "Capaian satu pegawai pada satu bulan",
                "parameters": [
                    {"name": "employee_id", "in": "path", "required": True, "schema": {"type": "integer"}},
                    {"name": "month", "in": "query", "required": False, "schema": _MONTH},
                ],
                "responses": _answers(_object(standing, list(standing)), 400, 401, 404),
            }
        },
        **_open_paths(),
    }


def _shown() -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The fields of a product, of a buyer and of a standing as they are answered."""
    product = {
        "id": {"type": "integer"},
        "maker": {"type": "string"},
        "name": {"type": "string"},
        "category": {"type": "string"},
        "barcode": {"type": ["string", "null"]},
        "unit_price": _AMOUNT,
        "favourite": {"type": "boolean"},
    }
    buyer = {name: {"type": "string"} for name in ("name", "unit", "position", "last4")}
    person = {"id": {"type": "integer"}, **buyer, "remaining": _AMOUNT}
    standing = {
        "employee": {"type": "integer"},
        "month": _MONTH,
        "status": {"type": "string", "enum": ["met", "short", "exempt", "not_obliged", "no_rule"]},
        "minimum": _AMOUNT,
        "bought": {"type": "integer"},
        "remaining": _AMOUNT,
    }
    return product, person, standing


def _open_paths() -> dict[str, Any]:
    """What anybody may ask: this description and the probes."""
    health = {"type": "object", "properties": {"status": {"type": "string"}}}
    return {
        "/api/v1/openapi.json": {
            "get": {"summary": "Uraian ini", "security": [], "responses": _answers({"type": "object"})}
        },
        "/healthz": {"get": {"summary": "Proses hidup", "security": [], "responses": _answers(health)}},
        "/readyz": {"get": {"summary": "Siap mencatat", "security": [], "responses": _answers(health, 503)}},
    }


def describe() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pintu kasir", "version": "1"},
        "security": [{"till": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"till": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
        },
    }
