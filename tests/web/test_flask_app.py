"""What the application object leaves out, and what allows it to."""

from inspect import iscoroutinefunction
from itertools import chain

import pytest
from flask import Flask, session


def test_no_view_and_no_hook_is_a_coroutine(app: Flask) -> None:
    hooks = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
    functions = [*app.view_functions.values(), *app.teardown_appcontext_funcs]
    functions += chain.from_iterable(chain.from_iterable(one.values()) for one in hooks)
    handlers = chain.from_iterable(by_code.values() for by_code in app.error_handler_spec.values())
    functions += chain.from_iterable(by_kind.values() for by_kind in handlers)
    assert len(functions) > 50
    assert [one for one in functions if iscoroutinefunction(one)] == []


def test_a_cookie_is_nobody_at_the_tills_api(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction() as stored:
        stored["_user_id"] = "somebody"
    with client:
        client.get("/api/v1/openapi.json")
        assert "_user_id" not in session
        client.get("/masuk")
        assert session["_user_id"] == "somebody"


@pytest.mark.parametrize("accepted", ["", "gzip", "br"])
def test_a_file_is_asked_about_as_it_is_fetched(app: Flask, accepted: str) -> None:
    headers = {"Accept-Encoding": accepted}
    asked = app.test_client().head("/static/css/app.css", headers=headers, buffered=True)
    fetched = app.test_client().get("/static/css/app.css", headers=headers, buffered=True)
    assert (asked.status_code, fetched.status_code) == (200, 200)
    assert asked.headers["Content-Length"] == fetched.headers["Content-Length"] == str(len(fetched.data))
    assert asked.data == b""
