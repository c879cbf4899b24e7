"""Registries in which other subjects check the claims of makers and sheets, and store them as their own records."""

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
    """Register a function that receives the maker's id, its new claims and the actor."""
    _TAKERS.append(taker)
    return taker


def pass_claims(maker_id: int, claims: Sequence[Claim], actor: Actor) -> None:
    """Pass new claims to all registered functions, in the same transaction."""
    for taker in _TAKERS:
        taker(maker_id, claims, actor)


def doubt_claims(doubter: ClaimDoubter) -> ClaimDoubter:
    """Register a function that returns its doubts about a claim, without the database."""
    _DOUBTERS.append(doubter)
    return doubter


def list_doubts(claim: Claim) -> list[Doubt]:
    """The doubts of all registered functions about a claim."""
    return [doubt for doubter in _DOUBTERS for doubt in doubter(claim)]
