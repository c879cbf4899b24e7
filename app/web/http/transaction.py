"""One commit per writing request, and only if the status is below 400. A GET never commits business data."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import DBAPIError

from app.shared.transaction import begin_writing, commit, is_writing, rollback

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


View = Callable[..., Any]


def manages_own_transaction(view: View) -> View:
    """Mark a view that calls `begin_writing()` itself, because it first hashes, parses or reads for long."""
    view.manages_own_transaction = True  # type: ignore[attr-defined]
    return view


def register_transaction(app: Flask) -> None:
    """Begin a writing transaction before each unsafe request, and end it after every request."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_forget)


def _begin() -> None:
    current_request = request._get_current_object()  # type: ignore[attr-defined]
    if current_request.method in SAFE_METHODS or current_request.endpoint is None:
        return
    view: Any = current_app.view_functions.get(current_request.endpoint)
    if not getattr(view, "manages_own_transaction", False):
        begin_writing()


def _end(response: Response) -> Response:
    if not is_writing():
        return response
    if response.status_code < 400 and request.method not in SAFE_METHODS:
        g.committing = True
        try:
            commit()
        except (
            DBAPIError
        ) as error:  # the database failed at the commit; Flask's error handlers run only for views
            return current_app.make_response(current_app.handle_user_exception(error))
    else:
        rollback()
    return response


def _forget(_error: BaseException | None) -> None:
    if is_writing():
        rollback()
