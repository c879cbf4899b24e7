"""Rules of decrees and tiers: reading, writing and matching. Pure."""

from app.minimums.rules.effects import Effect, PostingGroup, TierCounts, count_by_tier, effect_of
from app.minimums.rules.matching import (
    MATCH_FIELDS,
    DecreeDraft,
    DecreeValue,
    PostingKey,
    Tier,
    TierFinder,
    Withdrawal,
    decree_in_force,
    definitive_position,
    match_tier,
)
from app.minimums.rules.reading import MODES, Problem, Reading, content_hash, read_decree, read_tiers
from app.minimums.rules.writing import write_content, write_decree

__all__ = [
    "MODES",
    "MATCH_FIELDS",
    "DecreeDraft",
    "DecreeValue",
    "Effect",
    "PostingGroup",
    "PostingKey",
    "Problem",
    "Reading",
    "Tier",
    "TierCounts",
    "TierFinder",
    "Withdrawal",
    "content_hash",
    "count_by_tier",
    "decree_in_force",
    "definitive_position",
    "effect_of",
    "match_tier",
    "read_decree",
    "read_tiers",
    "write_content",
    "write_decree",
]
