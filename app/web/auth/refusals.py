"""Shows the pages of signing in again after a refusal, with the error at its field and the right status."""

from typing import Any

from flask import render_template

from app.accounts.errors import TooManyTries
from app.shared.errors import DomainError
from app.shared.transaction import rollback
from app.web.http.errors import show_refusal


def show_page(
    template: str, form: Any, status: int, headers: dict[str, str] | None = None, **more: Any
) -> Any:
    """Return the page with its form, status and headers."""
    return render_template(template, form=form, **more), status, headers or {}


def show_refused(template: str, form: Any, error: DomainError, **more: Any) -> Any:
    """Roll back, and return the page again with the error's sentence at its field."""
    rollback()
    show_refusal(form, error)
    return show_page(template, form, *status_of(error), **more)


def status_of(error: DomainError) -> tuple[int, dict[str, str]]:
    """Return 429 and the seconds to wait for too many tries, 422 for every other error."""
    if isinstance(error, TooManyTries):
        return 429, {"Retry-After": str(error.facts["seconds"])}
    return 422, {}
