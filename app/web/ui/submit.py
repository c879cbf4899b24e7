"""Runs the act of a submitted form, or shows the page again with the error."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from app.shared.errors import DomainError, NotFound
from app.shared.transaction import rollback
from app.web.http.errors import show_refusal

Answer = str | Response | tuple[str, int]


def submit(form: Any, act: Callable[[], Answer], page: Callable[[], str]) -> Answer:
    """Return the page if no form was sent, `act()` if the form is valid, else the page again with status 422.

    If the act raises a refusal (DomainError), its changes are rolled back and its sentence appears at its field; the
    typed values stay. NotFound without a field is raised again, so that a missing thing is 404 as everywhere.
    """
    if not form.is_submitted():
        return page()
    if form.validate():
        try:
            return act()
        except DomainError as error:
            if isinstance(error, NotFound) and not error.field:
                raise
            rollback()
            show_refusal(form, error)
    return page(), 422


def flash_and_redirect(message: str, endpoint: str, **values: Any) -> Response:
    """Redirect to a page that shows this message at its top."""
    flash(message)
    return redirect(url_for(endpoint, **values), 303)
