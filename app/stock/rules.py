"""The rules of goods: what each kind of note does to the shelf, and what of it is old. Pure."""

from collections.abc import Iterable
from datetime import date

KINDS = ("delivery", "return", "broken", "lost", "expired", "found")
"""The kinds of supply notes."""
INCOMING = frozenset({"delivery", "found"})
LOSSES = frozenset({"broken", "lost", "expired"})
MAX_PIECES = 10_000


def signed_pieces(kind: str, pieces: int) -> int:
    """The change of the shelf by so many pieces of a note of this kind: positive if goods come."""
    return pieces if kind in INCOMING else -pieces


def number_of_note(booth_id: int, year: int, sequence: int) -> str:
    """The number of a supply note, counted per booth and year: `NT-3-2026-0017`."""
    return f"NT-{booth_id}-{year}-{sequence:04d}"


def list_remaining_lots(lots: Iterable[tuple[date, int]], pieces: int) -> list[tuple[date, int]]:
    """Which delivered lots (best-before, pieces) the pieces on the shelf are of, first expired first.

    What expires first is taken to leave first, so that the shelf holds the latest lots.
    """
    remaining = []
    for best_before, delivered in sorted(lots, reverse=True):
        if pieces <= 0:
            break
        remaining.append((best_before, min(delivered, pieces)))
        pieces -= delivered
    return remaining[::-1]
