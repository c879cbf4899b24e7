"""Verbs for what waits for a person: each is given its actor and reason, decides whole or not at all, once."""

from app.sales.settling.conflicts import book_conflict, dismiss_conflicts
from app.sales.settling.flags import review_flags
from app.sales.settling.held import book_held, dismiss_held
from app.sales.settling.voids import apply_voids, dismiss_voids

__all__ = [
    "apply_voids",
    "book_conflict",
    "book_held",
    "dismiss_conflicts",
    "dismiss_held",
    "dismiss_voids",
    "review_flags",
]
