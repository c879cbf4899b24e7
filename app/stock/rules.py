"""The rules of goods: what each kind of note does to the shelf. Pure."""

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
