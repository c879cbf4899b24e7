"""The base classes of all refusals. Their sentences for people are in `app/messages`."""

from typing import Any


class DomainError(Exception):
    """A refusal. `field` names the form field it belongs to; `facts` fill its sentence."""

    def __init__(self, field: str | None = None, **facts: Any) -> None:
        super().__init__(type(self).__name__, facts)
        self.field = field
        self.facts = facts


class NotFound(DomainError):
    """The record does not exist, or the person may not see it (the answer is the same)."""


class Refused(DomainError):
    """A rule forbids the act (answered 409 or 422)."""


class ReasonMissing(Refused):
    """A decision was sent without its reason."""
