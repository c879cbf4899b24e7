"""Field types of the JSON API, the base of its request shapes, and the translation of pydantic's errors into codes.

A shape is declared once: the reading of a body and its description (`openapi.py`) both follow from it.
"""

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated, Any, ClassVar, Self

from flask import Request
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from app.shared.money import MAX_AMOUNT
from app.shared.text import normalize
from app.web.api.sentences import ENVELOPE
from app.web.api.strict_json import EnvelopeError, Fraction, read_object

_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})",
    re.ASCII,
)
_YEARS = range(1900, 3000)
UNKNOWN = {"extra_forbidden": "unknown_field", "string_unicode": "unknown_field"}
"""Pydantic's errors for a field that is not declared; the second for a lone surrogate in its name."""
CODES = UNKNOWN | {
    "int_type": "not_integer",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "string_too_long": "too_long",
    "model_type": "not_object",
    "list_type": "missing",
    "too_short": "missing",
    "too_long": "too_many",
}
_MISSING_IF_NULL = frozenset({"not_integer", "not_uuid", "not_instant"})
"""Codes of a value of the wrong type; if the value is null, the code is `missing` instead."""


class Code:
    """Annotates a field: every error of its value gets this code."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __get_pydantic_core_schema__(self, source: Any, build: Callable[[Any], CoreSchema]) -> CoreSchema:
        return core_schema.custom_error_schema(
            build(source), custom_error_type=self.code, custom_error_message=self.code
        )


def fault(code: str) -> PydanticCustomError:
    """Return the error for a field's reader to raise."""
    return PydanticCustomError(code, code)  # type: ignore[arg-type]


def _read_text(longest: int, value: Any) -> str:
    if value is None:
        raise fault("missing")
    if not isinstance(value, str) or isinstance(value, Fraction):
        raise fault("not_text")
    if len(value) > longest:
        raise fault("string_too_long")
    value = normalize(value.replace("\u00a0", " ")).strip()
    if not value.isprintable():  # control and invisible characters, direction marks, lone surrogates
        raise fault("characters")
    if not value:
        raise fault("missing")
    return value


def _read_instant(value: Any) -> datetime:
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise fault("not_instant")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise fault("not_instant") from error
    if moment.year not in _YEARS:
        raise fault("out_of_range")
    return moment


def text(longest: int) -> Any:
    """Return the type of a text of 1 to `longest` characters, in NFC, without invisible characters."""
    schema = {"type": "string", "minLength": 1, "maxLength": longest}
    return Annotated[str, PlainValidator(partial(_read_text, longest)), WithJsonSchema(schema)]


def optional_text(longest: int) -> Any:
    """Return the same type, which also reads null and "" as ""."""
    schema = {"type": ["string", "null"], "maxLength": longest}
    read = partial(_read_text, longest)
    validator = PlainValidator(lambda value: "" if value in (None, "") else read(value))
    return Annotated[str, validator, WithJsonSchema(schema)]


def integer(least: int, most: int) -> Any:
    """Return the type of a whole number from `least` to `most`."""
    return Annotated[int, Field(ge=least, le=most)]


UUID = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", to_lower=True),
    Code("not_uuid"),
    Field(json_schema_extra={"format": "uuid"}),
]
INSTANT = Annotated[
    datetime,
    PlainValidator(_read_instant),
    WithJsonSchema({"type": "string", "format": "date-time", "description": "Dengan zona, misalnya +09:00"}),
]
"""An instant with its zone, of the years 1900 to 2999."""
SENT_AT = Annotated[INSTANT | None, Code("sent_at")]
ID = integer(1, 10**15 - 1)
AMOUNT = integer(0, MAX_AMOUNT)


class Shape(BaseModel):
    """An object of a request: these fields and no others, and no value is converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Envelope(Shape):
    """The body of a request, of at most `limit` bytes. `codes`: the code by pydantic's kind of error; "": any other."""

    limit: ClassVar[int] = 4 * 1024
    codes: ClassVar[dict[str, str]]

    @classmethod
    def read(cls, request: Request) -> Self:
        """Return the body as this shape. EnvelopeError 400, 413 or 415."""
        body = read_object(request, cls.limit)
        try:
            return cls.model_validate(body)
        except ValidationError as error:
            raise EnvelopeError(400, cls._code(error)) from error

    @classmethod
    def _code(cls, error: ValidationError) -> str:
        kinds = [one["type"] for one in error.errors(include_url=False, include_input=False)]
        kind = next((one for one in kinds if one in UNKNOWN), kinds[0])
        return kind if kind in ENVELOPE else cls.codes.get(kind, cls.codes[""])


def read_by(function: Callable[[Any], Any], shape: Any) -> Any:
    """Return the type of a field that `function` reads (JSON value → field value); `shape` describes the JSON."""
    return Annotated[Any, PlainValidator(function, json_schema_input_type=shape)]


def reader(shape: Any) -> Callable[[Any], Any]:
    """Return pydantic's compiled reader of this shape: JSON value → shape. ValidationError."""
    return TypeAdapter(shape).validator.validate_python


def list_faults(error: ValidationError) -> dict[str, str]:
    """Return the first code of each field, as in `{"lines[0].quantity": "not_integer"}`."""
    codes: dict[str, str] = {}
    for one in error.errors(include_url=False, include_context=False):
        code = CODES.get(one["type"], one["type"])
        if one["input"] is None and code in _MISSING_IF_NULL:
            code = "missing"
        codes.setdefault(_name_field([*one["loc"]], one["type"]), code)
    return codes


def _name_field(places: list[int | str], kind: str) -> str:
    if kind == "string_unicode":
        places.append("?")
    elif kind == "product_or_name":
        places[-1] = "product"
    elif kind == "extra_forbidden" and isinstance(places[-1], str):
        places[-1] = places[-1][:40] if places[-1].isprintable() else "?"
    return "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in places).removeprefix(".")


def safe_id(item: dict[str, Any]) -> str:
    """Return the id of an unreadable item, safe to send back: at most 36 ASCII characters, else ""."""
    value = item.get("id")
    return value[:36] if isinstance(value, str) and value.isascii() and value.isprintable() else ""
