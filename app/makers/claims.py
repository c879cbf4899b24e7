"""Lets other subjects check what a maker or a sheet claims, and store it as theirs."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from app.audit.rules import Actor

Claim = tuple[str, str]
"""(kind, what was said)."""
ClaimTaker = Callable[[int, Sequence[Claim], Actor], None]
Doubt = tuple[str, dict[str, Any]]
"""(key of a sentence, what fills it)."""
ClaimDoubter = Callable[[Claim], Iterator[Doubt]]
_TAKERS: list[ClaimTaker] = []
_DOUBTERS: list[ClaimDoubter] = []


def take_claims(taker: ClaimTaker) -> ClaimTaker:
    """Add a function that is given the maker, its new claims and who made them."""
    _TAKERS.append(taker)
    return taker


def pass_claims(maker_id: int, claims: Sequence[Claim], actor: Actor) -> None:
    """Give new claims to every subject that takes them, in the same transaction."""
    for taker in _TAKERS:
        taker(maker_id, claims, actor)


def doubt_claims(doubter: ClaimDoubter) -> ClaimDoubter:
    """Add a function that says what of a claim it cannot take; it asks no database."""
    _DOUBTERS.append(doubter)
    return doubter


def list_doubts(claim: Claim) -> list[Doubt]:
    """What no subject can take of a claim."""
    return [doubt for doubter in _DOUBTERS for doubt in doubter(claim)]
