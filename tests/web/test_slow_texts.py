"""The entrances as visitors meet them: every form, every JSON address and public search, fed texts made to be slow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from app.web.ui.forms import BaseForm
from tests.costs import grows_linearly
from tests.web.routes import address, routes

TEXTS = {
    "marks in the wrong order": lambda size: "a" + "\u0301" * (size // 2) + "\u0323" * (size // 2),
    "marks in disguise": lambda size: "\u0f73\u0f71" * (size // 2),
    "blanks and a sign": lambda size: "iii" + " " * size + "/",
    "digits and points": lambda size: "1." * (size // 2),
    "open strings": lambda size: '"' + '\\"' * (size // 2),
    "separators": lambda size: ",;|\t\n" * (size // 5),
}


def forms(kind: type[BaseForm] = BaseForm) -> Iterator[type[BaseForm]]:
    """Every form of the application; those made for one page only are made of the same fields."""
    for one in kind.__subclasses__():
        if one.__module__.startswith("app."):
            yield one
        yield from forms(one)


@pytest.mark.parametrize("text", TEXTS)
def test_no_form_costs_more_than_in_proportion(app: Flask, text: str) -> None:
    every = sorted(set(forms()), key=lambda one: (one.__module__, one.__name__))
    assert len(every) > 20

    def fill(typed: str) -> None:
        for form in every:
            names = [name for name in dir(form) if hasattr(getattr(form, name), "field_class")]
            with (
                app.test_request_context("/", method="POST", data=dict.fromkeys(names, typed)),
                suppress(Exception),
            ):
                form(meta={"csrf": False}).validate()

    assert grows_linearly(fill, TEXTS[text], 1_000)


BODIES = {
    "an open string": lambda size: '{"a":' + "[" * 21 + '"' + '\\"' * (size // 2),
    "an open string with a last backslash": lambda size: (
        '{"a":' + "[" * 21 + '"' + '\\"' * (size // 2) + "\\"
    ),
    "quotes": lambda size: '{"a":' + "[" * 21 + '"' * size,
    "brackets": lambda size: '{"a":' + "[" * size,
    "keys": lambda size: "{" + ",".join(f'"k{number}":1' for number in range(size // 8)) + "}",
    "digits": lambda size: '{"a":' + "1" * size + "}",
    "marks": lambda size: '{"code":"a' + "\u0301" * (size // 2) + "\u0323" * (size // 2) + '"}',
}


@pytest.mark.parametrize("body", BODIES)
def test_no_json_address_costs_more_than_in_proportion(app: Flask, as_role: Any, body: str) -> None:
    """As a cashier, whose pages take JSON, and without a token: enrolment reads what anybody sends."""
    client = as_role("cashier").browser
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    places = [
        address(route.rule) for route in routes(app, "POST") if route.endpoint.split(".")[0] == "cashier"
    ]
    places.append("/api/v1/enrol")

    def send(text: str) -> None:
        for place in places:
            with suppress(HTTPException):
                client.post(place, data=text.encode(), content_type="application/json")

    assert grows_linearly(send, BODIES[body], 8_000)


@pytest.mark.parametrize(
    "place", ["/produk?cari=", "/produk?jenis=", "/cek?nomor=", "/masuk?lanjut=/", "/masuk?x="]
)
@pytest.mark.parametrize("text", TEXTS)
def test_no_address_costs_more_than_in_proportion(app: Flask, place: str, text: str) -> None:
    path, _, name = place.partition("?")
    client = app.test_client()
    app.config.update(CHECK_LIMIT="10000 per minute")

    def ask(typed: str) -> None:
        client.get(path, query_string={name.rstrip("=/"): typed})

    assert grows_linearly(ask, TEXTS[text], 4_000)
