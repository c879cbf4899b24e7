"""A form of these pages with the sentence of what is wrong, and its status."""

from typing import Any

from flask import render_template

from app.accounts.errors import TooManyTries
from app.shared.errors import DomainError
from app.shared.transaction import rollback
from app.web.http.errors import show_refusal


def show_page(
    template: str, form: Any, status: int, headers: dict[str, str] | None = None, **more: Any
) -> Any:
    """The page with its form."""
    return render_template(template, form=form, **more), status, headers or {}


def show_refused(template: str, form: Any, error: DomainError, **more: Any) -> Any:
    """The page again, with the error's sentence at its field; nothing stays written."""
    rollback()
    show_refusal(form, error)
    return show_page(template, form, *status_of(error), **more)


def status_of(error: DomainError) -> tuple[int, dict[str, str]]:
    """429 with the time to wait for too many tries, 422 for all others."""
    if isinstance(error, TooManyTries):
        return 429, {"Retry-After": str(error.facts["seconds"])}
    return 422, {}
