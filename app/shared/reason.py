"""The one rule for the text of a reason."""

from app.shared.errors import DomainError, ReasonMissing

MAX_REASON = 300


def read_reason(text: str, missing: DomainError | None = None) -> str:
    """One line of at most 300 letters. An empty text raises `missing`, by default ReasonMissing."""
    reason = " ".join(text.split())[:MAX_REASON]
    if not reason:
        raise missing or ReasonMissing("reason")
    return reason
