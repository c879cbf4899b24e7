"""Decisions about items that wait for a person: each takes its actor and reason and decides all items or none."""

from app.sales.corrections.decisions.conflicts import book_conflict, dismiss_conflicts
from app.sales.corrections.decisions.flags import review_flags
from app.sales.corrections.decisions.rejected import book_rejected, dismiss_rejected
from app.sales.corrections.decisions.voids import apply_voids, dismiss_voids

__all__ = [
    "apply_voids",
    "book_conflict",
    "book_rejected",
    "dismiss_conflicts",
    "dismiss_rejected",
    "dismiss_voids",
    "review_flags",
]
