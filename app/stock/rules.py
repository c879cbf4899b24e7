"""The rules of goods: how each kind of note changes the shelf, and which lots remain. Pure."""

from collections.abc import Iterable
from datetime import date

KINDS = ("delivery", "return", "broken", "lost", "expired", "found")
"""The kinds of supply notes."""
INCOMING = frozenset({"delivery", "found"})
LOSSES = frozenset({"broken", "lost", "expired"})
MAX_PIECES = 10_000


def signed_pieces(kind: str, pieces: int) -> int:
    """The change of the shelf by these pieces on a note of this kind: positive if goods come."""
    return pieces if kind in INCOMING else -pieces


def note_number(booth_id: int, year: int, sequence: int) -> str:
    """The number of a supply note, counted per booth and year: `NT-3-2026-0017`."""
    return f"NT-{booth_id}-{year}-{sequence:04d}"


def list_remaining_lots(lots: Iterable[tuple[date, int]], pieces: int) -> list[tuple[date, int]]:
    """The lots (best-before, pieces) of the pieces on the shelf, earliest expiry first.

    Goods that expire first are assumed to leave first, so the latest of the delivered lots remain.
    """
    remaining = []
    for best_before, delivered in sorted(lots, reverse=True):
        if pieces <= 0:
            break
        remaining.append((best_before, min(delivered, pieces)))
        pieces -= delivered
    return remaining[::-1]
