"""The door described as OpenAPI 3.1, kept by hand beside the schemas; a test compares it with routes and fields."""

from typing import Any

from app.sales.rules import MAX_LINES, MAX_QUANTITY, PAYMENTS
from app.web.api.openapi_parts import (
    AMOUNT,
    INSTANT,
    MONTH,
    RUPIAH,
    UUID,
    answers,
    body,
    list_of,
    object_of,
    ref,
    text,
)
from app.web.api.openapi_tills import till_paths, till_schemas
from app.web.api.schemas import MAX_ITEMS, MOST_UNSENT


def _schemas() -> dict[str, Any]:
    known_line = {"product": {"type": "integer", "minimum": 1}, **_numbers()}
    typed_line = {"maker": text(200), "name": text(200), **_numbers()}
    sale = {
        "id": UUID,
        "sold_at": INSTANT,
        "cashier": text(60),
        "shift": {**UUID, "type": ["string", "null"]},
        "buyer": ref("Buyer"),
        "lines": {"type": "array", "minItems": 1, "maxItems": MAX_LINES, "items": ref("Line")},
        "payment": {"type": "string", "enum": list(PAYMENTS), "default": "none"},
    }
    void = {"id": UUID, "void_of": UUID, "reason": text(300), "sold_at": INSTANT, "cashier": text(60)}
    return {
        "Line": {
            "oneOf": [
                object_of(known_line, ["product", "quantity", "unit_price"]),
                object_of(typed_line, ["maker", "name", "quantity", "unit_price"]),
            ]
        },
        "Buyer": _buyer(),
        "Sale": object_of(sale, ["id", "sold_at", "cashier", "buyer", "lines"]),
        "Void": object_of(void, ["id", "void_of", "reason", "sold_at", "cashier"]),
        "Batch": object_of(
            {
                "sales": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": MAX_ITEMS,
                    "items": {"oneOf": [ref("Sale"), ref("Void")]},
                },
                "sent_at": {**INSTANT, "type": ["string", "null"]},
                "unsent": {"type": "integer", "minimum": 0, "maximum": MOST_UNSENT},
            },
            ["sales"],
        ),
        **till_schemas(),
        "Result": _result(),
        "Error": object_of({"error": {"type": "string"}, "code": {"type": "string"}}, ["error"]),
    }


def _numbers() -> dict[str, Any]:
    return {"quantity": {"type": "integer", "minimum": 1, "maximum": MAX_QUANTITY}, "unit_price": RUPIAH}


def _buyer() -> dict[str, Any]:
    name = {"name": text(200)}
    number = {"type": ["string", "integer"], "maxLength": 60}
    return {
        "oneOf": [
            object_of({"nip": number, **name}, ["nip"]),
            object_of({"code": number, **name}, ["code"]),
            object_of({"card": text(60), **name}, ["card"]),
            object_of({"employee": {"type": "integer", "minimum": 1}, **name}, ["employee"]),
            object_of(name, ["name"]),
            object_of({"public": {"const": True}}, ["public"]),
        ]
    }


def _result() -> dict[str, Any]:
    results = ["recorded", "replayed", "parked", "conflict", "refused"]
    shown = {
        "id": {"type": "string"},
        "result": {"type": "string", "enum": results},
        "receipt": {"type": "string"},
        "month": {**MONTH, "type": ["string", "null"]},
        "flags": {"type": "array", "items": {"type": "string"}},
        "errors": {"type": "object", "additionalProperties": {"type": "string"}},
        "ack": {"type": "string", "description": "Tanda terima: HMAC atas id dan result"},
        "first_result": {"type": "string", "enum": ["recorded", "parked"]},
    }
    return object_of(shown, ["id", "result", "receipt", "month", "flags", "errors", "ack"])


def _paths() -> dict[str, Any]:
    product, person, standing = _shown()
    query = object_of({"query": text(100)}, ["query"])
    products = list_of("products", object_of(product, list(product)))
    return {
        "/api/v1/sales": {
            "post": {
                "summary": "Kirim penjualan dan pembatalan; tiap butir dinilai sendiri",
                "requestBody": body(ref("Batch")),
                "responses": answers(list_of("results", ref("Result")), 400, 401, 413, 415, 503),
            }
        },
        "/api/v1/products": {
            "get": {
                "summary": "Produk yang dijual hari ini; memakai ETag",
                "responses": answers(products, 401),
            }
        },
        "/api/v1/buyers": {
            "post": {
                "summary": "Cari pembeli: kartu, nomor utuh, tepat 4 angka terakhir, atau nama",
                "requestBody": body(query),
                "responses": answers(
                    list_of("buyers", object_of(person, list(person))), 400, 401, 413, 415, 429
                ),
            }
        },
        "/api/v1/employees/{employee_id}/standing": {
            "get": {
                "summary": "Sisa belanja satu pegawai bulan ini",
                "parameters": [
                    {"name": "employee_id", "in": "path", "required": True, "schema": {"type": "integer"}},
                    {"name": "month", "in": "query", "required": False, "schema": MONTH},
                ],
                "responses": answers(object_of(standing, list(standing)), 400, 401, 404, 429),
            }
        },
        **till_paths(),
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
        "unit_price": AMOUNT,
        "favourite": {"type": "boolean"},
    }
    buyer = {name: {"type": "string"} for name in ("name", "unit", "position", "last4")}
    person = {"id": {"type": "integer"}, **buyer, "remaining": AMOUNT}
    standing = {
        "employee": {"type": "integer"},
        "month": MONTH,
        "status": {
            "type": ["string", "null"],
            "enum": ["met", "short", "exempt", "not_obliged", "no_rule", None],
            "description": "null untuk bulan lain daripada yang berjalan",
        },
        "minimum": {"type": "null"},
        "bought": {"type": "null"},
        "remaining": AMOUNT,
        "last_sale_today": {"type": ["string", "null"], "description": "JJ:MM waktu kota"},
        "until": {"type": "string", "format": "date"},
    }
    return product, person, standing


def _open_paths() -> dict[str, Any]:
    """What anybody may ask: this description and the probes."""
    health = {"type": "object", "properties": {"status": {"type": "string"}}}
    return {
        "/api/v1/openapi.json": {
            "get": {"summary": "Uraian ini", "security": [], "responses": answers({"type": "object"})}
        },
        "/healthz": {"get": {"summary": "Proses hidup", "security": [], "responses": answers(health)}},
        "/readyz": {"get": {"summary": "Siap mencatat", "security": [], "responses": answers(health, 503)}},
        "/metrics": {"get": {"summary": "Angka untuk Prometheus; token METRICS_TOKEN", "responses": _TEXT}},
    }


_TEXT = {
    "200": {
        "description": "Format teks Prometheus",
        "content": {"text/plain": {"schema": {"type": "string"}}},
    },
    "401": {"description": "Token keliru"},
    "404": {"description": "METRICS_TOKEN tidak disetel"},
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
