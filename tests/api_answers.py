"""A test client that holds each answer of the JSON API to what its view declares (`app/web/api/openapi.py`)."""

from __future__ import annotations

import gzip
from functools import cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from pydantic import TypeAdapter
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from app.web.api.answers import Error
from app.web.api.openapi import Operation


class AnswerCheckingClient(FlaskClient):
    """Opens addresses as Flask's client does; an answer nobody declared fails the test."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        check_answer(self.application, answer)
        return answer


def check_answer(app: Flask, answer: TestResponse) -> None:
    """AssertionError for a status, ValidationError for a body that the view does not declare."""
    path, method, status = answer.request.path, answer.request.method, answer.status_code
    try:
        endpoint, _ = app.url_map.bind("localhost").match(path, method)
    except (HTTPException, RequestRedirect):
        return
    is_of_foreign_host = status == 400 and answer.mimetype == "text/plain"
    if method not in ("GET", "POST") or not str(endpoint).startswith("api.") or is_of_foreign_host:
        return
    declared: Operation | None = getattr(app.view_functions[endpoint], "operation", None)
    if declared is None:  # a view that a test planted; the document cannot be made of a real one without it
        return
    if status == 304:
        assert answer.headers["ETag"] and not answer.data
    elif status in declared.statuses:
        if declared.answers is None:
            assert answer.mimetype == "text/plain"
        else:
            _adapter(declared.answers).validate_json(_plain(answer), strict=True)
    else:
        assert status in {500, *declared.list_refusals(endpoint)}, (
            f"{method} {path}: nobody declared {status}"
        )
        if declared.answers is not None:
            _adapter(Error).validate_json(_plain(answer), strict=True)


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def _plain(answer: TestResponse) -> bytes:
    assert answer.mimetype == "application/json"
    encoding = answer.headers.get("Content-Encoding")
    if encoding is None:
        return answer.data
    assert encoding == "gzip", encoding
    return gzip.decompress(answer.data)
