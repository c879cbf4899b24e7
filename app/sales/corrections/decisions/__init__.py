"""Verbs for what waits for a person: each is given its actor and reason, decides whole or not at all, once."""

from app.sales.corrections.decisions.conflicts import book_conflict, dismiss_conflicts
from app.sales.corrections.decisions.flags import review_flags
from app.sales.corrections.decisions.rejected import book_held, dismiss_held
from app.sales.corrections.decisions.voids import apply_voids, dismiss_voids

__all__ = [
    "apply_voids",
    "book_conflict",
    "book_held",
    "dismiss_conflicts",
    "dismiss_held",
    "dismiss_voids",
    "review_flags",
]
