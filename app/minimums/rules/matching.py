"""Finds the tier and minimum of a posting (decisions 1 and 2). Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import translate
from functools import lru_cache
from typing import Literal, NamedTuple, Protocol, TypeVar

from app.shared.period import Period

Mode = Literal["wajib", "himbauan"]
Value = str | int
Match = Mapping[str, Sequence[Value]]

MATCH_FIELDS = ("status", "echelon", "position", "position_kind", "grade", "unit")

_ACTING = re.compile(r"(^|[^\w])(plt|plh|pelaksana\s+(tugas|harian))\b.*$", re.IGNORECASE | re.DOTALL)


class PostingKey(NamedTuple):
    """The values of a posting that a tier may match. People with the same key have the same tier."""

    status: str
    echelon: str
    position: str
    position_kind: str
    grade: str
    unit_id: int


class Lineage(Protocol):
    """The part of the unit tree that matching uses."""

    def ancestors(self, unit_id: int) -> tuple[int, ...]:
        """The unit itself first, then its ancestors."""


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier: tried in order of `position`. `minimum` in whole rupiah; None sets no amount.

    `matches` are alternatives; all fields of one must match, each with any value of its list. The values of `unit` are
    ids of units.
    """

    position: int
    code: str
    name: str
    minimum: int | None
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class DecreeDraft:
    """A decree as read from its text, not yet stored."""

    number: str
    title: str
    signed_on: date
    effective_from: Period
    mode: Mode
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The withdrawal of a decree: actor, time and reason; `by` is None for a command."""

    by: str | None
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class DecreeValue(DecreeDraft):
    """A stored decree; a withdrawn one applies to no month."""

    id: int
    withdrawal: Withdrawal | None = None


Decree = TypeVar("Decree", bound=DecreeDraft)


def definitive_position(position: str) -> str:
    """The person's own post, without acting posts (Plt., Plh.; decisions 1).

    `Sekretaris Dinas / Plt. Kepala Dinas` → `Sekretaris Dinas`; `Plt. Kepala Dinas` alone → empty text, so that no
    pattern matches a post that the person only acts in.
    """
    return " ".join(_ACTING.sub("", position).strip(" \t/|,;(-–").split())


def names_acting_post(pattern: str) -> bool:
    """Whether a pattern matches acting posts, on which no minimum may depend (decisions 1)."""
    return bool(_ACTING.search(pattern))


@lru_cache(maxsize=2_000)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(translate(" ".join(text.split())), re.IGNORECASE)


@lru_cache(maxsize=2_000)
def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def _field_holds(field: str, values: Sequence[Value], key: PostingKey, tree: Lineage) -> bool:
    if field == "unit":
        return not set(values).isdisjoint(tree.ancestors(key.unit_id))
    if field == "position":
        position = definitive_position(key.position)
        return bool(position) and any(_pattern(str(pattern)).match(position) for pattern in values)
    if field == "grade":
        return _plain(key.grade) in {_plain(str(value)) for value in values}
    return getattr(key, field) in values


def _match_holds(match: Match, key: PostingKey, tree: Lineage) -> bool:
    return bool(match) and all(_field_holds(field, match[field], key, tree) for field in match)


def match_tier(tiers: Iterable[Tier], key: PostingKey, tree: Lineage) -> Tier | None:
    """The first tier, in the given order, with an alternative that matches this posting; None: no tier."""
    for tier in tiers:
        if any(_match_holds(match, key, tree) for match in tier.matches):
            return tier
    return None


class TierFinder:
    """Matches each distinct posting once; fields that no tier uses are ignored."""

    def __init__(self, tiers: Sequence[Tier], tree: Lineage) -> None:
        self._tiers = tiers
        self._tree = tree
        self._used = frozenset(field for tier in tiers for match in tier.matches for field in match)
        self._known: dict[PostingKey, Tier | None] = {}

    def tier_of(self, key: PostingKey) -> Tier | None:
        """The tier of a posting, as by `match_tier`."""
        used = self._used
        short = PostingKey(
            key.status if "status" in used else "",
            key.echelon if "echelon" in used else "",
            key.position if "position" in used else "",
            key.position_kind if "position_kind" in used else "",
            key.grade if "grade" in used else "",
            key.unit_id if "unit" in used else 0,
        )
        if short not in self._known:
            self._known[short] = match_tier(self._tiers, short, self._tree)
        return self._known[short]


def decree_in_force(decrees: Iterable[Decree], period: Period) -> Decree | None:
    """The decree of a month: the one with the highest `effective_from` not after it, then the one signed later.

    Decisions 1. If both are equal: the later one in `decrees`, which must be in the order stored.
    """
    latest: Decree | None = None
    for decree in decrees:
        if decree.effective_from <= period and (
            latest is None
            or (decree.effective_from, decree.signed_on) >= (latest.effective_from, latest.signed_on)
        ):
            latest = decree
    return latest
