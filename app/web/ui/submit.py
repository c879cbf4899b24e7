"""A form that was sent: its act, or the same page again with the sentence of what is wrong."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from app.shared.errors import DomainError, NotFound
from app.shared.transaction import rollback
from app.web.http.errors import show_refusal

Answer = str | Response | tuple[str, int]


def submit(form: Any, act: Callable[[], Answer], page: Callable[[], str]) -> Answer:
    """The page where nothing was sent; what `act` answers where the form is right; else the page again, 422.

    A refusal (DomainError) of the act takes back what it wrote and stands at its field, what was typed stays. NotFound
    that names no field is passed on: a thing that is not there is 404, as everywhere.
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


def flash_and_redirect(words: str, endpoint: str, **values: Any) -> Response:
    """Redirect to a page that says first what was done."""
    flash(words)
    return redirect(url_for(endpoint, **values), 303)
