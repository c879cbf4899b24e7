"""Pieces the description of the door is put together from."""

from typing import Any

from app.shared.money import MAX_AMOUNT

UUID = {"type": "string", "format": "uuid"}
INSTANT = {"type": "string", "format": "date-time", "description": "Dengan zona, misalnya +09:00"}
MONTH = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}
RUPIAH = {"type": "integer", "minimum": 1, "maximum": MAX_AMOUNT}
AMOUNT = {"type": ["integer", "null"], "description": "Rupiah bulat"}


def text(longest: int) -> dict[str, Any]:
    """Text of 1 to so many letters."""
    return {"type": "string", "minLength": 1, "maxLength": longest}


def object_of(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    """An object with these fields and no others."""
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def ref(name: str) -> dict[str, str]:
    """A schema by name."""
    return {"$ref": f"#/components/schemas/{name}"}


def body(schema: dict[str, Any]) -> dict[str, Any]:
    """A JSON body."""
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def answers(schema: dict[str, Any], *codes: int) -> dict[str, Any]:
    """The answer 200 with this shape, and refusals with these codes."""
    found: dict[str, Any] = {
        "200": {"description": "OK", "content": {"application/json": {"schema": schema}}}
    }
    for code in codes:
        error = {"application/json": {"schema": ref("Error")}}
        found[str(code)] = {"description": "Ditolak", "content": error}
    return found


def list_of(name: str, item: dict[str, Any]) -> dict[str, Any]:
    """An object that holds one list."""
    return {"type": "object", "properties": {name: {"type": "array", "items": item}}, "required": [name]}
