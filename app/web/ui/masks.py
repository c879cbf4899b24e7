"""Filters that mask names, phones and accounts for readers who may only read a page (ADR 0058)."""

from flask import Flask

from app.web.http.navigation import reads_only
from app.web.ui.filters import MASK, NOTHING, nip_samar


def shown_name(name: str | None) -> str:
    """A person's name; for those who only read, the first letter of each word → `Z···· P····`."""
    if not name:
        return NOTHING
    return " ".join(f"{word[0]}{MASK}" for word in name.split()) if reads_only() else name


def shown_number(number: str | None) -> str:
    """A phone or account number; for those who only read, its last four digits → `····0011`."""
    if not number:
        return NOTHING
    return nip_samar(number) if reads_only() else number


def register_masks(app: Flask) -> None:
    """Give templates both as filters."""
    app.jinja_env.filters.update(shown_name=shown_name, shown_number=shown_number)
