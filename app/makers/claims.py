"""What other subjects do with what a maker or a sheet claims, once it is stored: certificates, shops."""

from collections.abc import Callable, Sequence

from app.audit.rules import Actor

Claim = tuple[str, str]
"""(kind, what was said)."""
ClaimTaker = Callable[[int, Sequence[Claim], Actor], None]
_TAKERS: list[ClaimTaker] = []


def take_claims(taker: ClaimTaker) -> ClaimTaker:
    """Add a function that is given the maker, its new claims and who made them."""
    _TAKERS.append(taker)
    return taker


def hand_on_claims(maker_id: int, claims: Sequence[Claim], actor: Actor) -> None:
    """Give new claims to every subject that takes them, in the same transaction."""
    for taker in _TAKERS:
        taker(maker_id, claims, actor)
