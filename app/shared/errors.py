"""What every refusal of the house has in common. Sentences for people live in `app/web/http/errors.py`."""

from typing import Any


class DomainError(Exception):
    """Something was refused. `field` names the input it belongs to; `facts` fill the sentence."""

    def __init__(self, field: str | None = None, **facts: Any) -> None:
        super().__init__(type(self).__name__, facts)
        self.field = field
        self.facts = facts


class NotFound(DomainError):
    """What was asked for does not exist, or not for this person (the answer is the same)."""


class Refused(DomainError):
    """A rule of the house forbids it (answer 409 or 422)."""


class ReasonMissing(Refused):
    """A decision was sent without its reason."""
