"""Refusals that every decision shares."""

from app.shared.errors import Refused


class NothingChosen(Refused):
    """No item was selected for the decision."""


class AlreadyDecided(Refused):
    """Some of the items are decided already; nothing was changed. facts: count, of."""
