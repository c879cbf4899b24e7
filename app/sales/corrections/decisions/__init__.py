"""Decisions about items that wait for a person: each takes its actor and reason and decides all items or none."""

from app.sales.corrections.decisions.conflicts import book_conflict
from app.sales.corrections.decisions.flags import review_flags
from app.sales.corrections.decisions.rejected import book_rejected
from app.sales.corrections.decisions.voids import apply_voids

__all__ = [
    "apply_voids",
    "book_conflict",
    "book_rejected",
    "review_flags",
]
