"""The JSON API as OpenAPI 3.1, built from each view's declaration: the shapes it takes and answers, its refusals."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from flask import Flask, request
from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from werkzeug.routing import Rule

from app.web.api.answers import Error
from app.web.api.fields import ID, Envelope
from app.web.http.policy import TILL, rule_for
from app.web.http.transaction import manages_own_transaction

_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Declares a view: it answers `answers` (None: plain text) with `statuses`; `refuses`: other HTTP statuses.

    A view that `takes` a shape gets it as its argument, and begins its writing transaction itself after the body was
    read; a body of another shape is an EnvelopeError.
    """

    summary: str = field(kw_only=False)
    answers: Any = field(kw_only=False)
    takes: type[Envelope] | None = None
    statuses: tuple[int, ...] = (200,)
    refuses: tuple[int, ...] = ()
    query: dict[str, Any] = field(default_factory=dict)

    def __call__(self, view: Callable[..., Any]) -> Callable[..., Any]:
        """Return the view to register."""
        declared: Any = view
        if (shape := self.takes) is not None:

            @manages_own_transaction
            @wraps(view)
            def declared() -> Any:
                return view(shape.read(request._get_current_object()))  # type: ignore[attr-defined]

        declared.operation = self
        return declared  # type: ignore[no-any-return]

    def list_refusals(self, endpoint: str) -> set[int]:
        """Return the HTTP statuses with which the view may refuse."""
        by_token = {401, 403} if rule_for(endpoint) == TILL else set()
        return {429, 503, *self.refuses} | by_token | ({400, 413, 415} if self.takes else set())


def list_operations(app: Flask) -> Iterator[tuple[Rule, str, Operation]]:
    """Return every route of this API with its method and its view's declaration."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("api."):
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield rule, method.lower(), app.view_functions[rule.endpoint].operation  # type: ignore[attr-defined]


class _Schemas(GenerateJsonSchema):
    """Leaves out titles that repeat a field's name, and defaults that mean "not given"."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def default_schema(self, schema: Any) -> dict[str, Any]:
        described = super().default_schema(schema)
        return {name: value for name, value in described.items() if name != "default" or value}


def describe(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document."""
    operations = list(list_operations(app))
    shapes = {Error} | {shape for _, _, one in operations for shape in (one.takes, one.answers) if shape}
    schemas, components = TypeAdapter.json_schemas(
        [(shape, "validation", TypeAdapter(shape)) for shape in shapes],
        ref_template="#/components/schemas/{model}",
        schema_generator=_Schemas,
    )
    for component in components["$defs"].values():
        component.pop("description", None)  # the classes' docstrings are for readers of the code
    content = {shape: {"application/json": {"schema": schema}} for (shape, _), schema in schemas.items()}
    paths: dict[str, Any] = {}
    for rule, method, one in operations:
        path = _ARGUMENT.sub(r"{\1}", rule.rule)
        paths.setdefault(path, {})[method] = _describe(rule, one, content)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pintu kasir", "version": "1"},
        "security": [{"till": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"till": {"type": "http", "scheme": "bearer"}},
            "schemas": components["$defs"],
        },
    }


def _describe(rule: Rule, one: Operation, content: dict[Any, Any]) -> dict[str, Any]:
    answer = {"text/plain": {"schema": {"type": "string"}}} if one.answers is None else content[one.answers]
    refused: dict[str, Any] = {"description": "Ditolak"} | (
        {"content": content[Error]} if one.answers else {}
    )
    responses = {str(status): refused for status in sorted(one.list_refusals(rule.endpoint))}
    responses |= {str(status): {"description": "OK", "content": answer} for status in one.statuses}
    operation: dict[str, Any] = {"summary": one.summary, "responses": responses}
    parameters = [_parameter("path", name, ID) for name in sorted(rule.arguments)]
    parameters += [_parameter("query", name, shape) for name, shape in one.query.items()]
    if parameters:
        operation["parameters"] = parameters
    if one.takes:
        operation["requestBody"] = {"required": True, "content": content[one.takes]}
    if rule_for(rule.endpoint) != TILL:
        operation["security"] = []
    return operation


def _parameter(place: str, name: str, shape: Any) -> dict[str, Any]:
    schema = TypeAdapter(shape).json_schema()
    return {"name": name, "in": place, "required": place == "path", "schema": schema}
