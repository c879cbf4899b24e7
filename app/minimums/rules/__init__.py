"""Decrees and their tiers: how they are read, written and matched. Pure: values in, values out."""

from app.minimums.rules.matching import (
    MATCH_FIELDS,
    DecreeDraft,
    DecreeValue,
    Match,
    PostingKey,
    Tier,
    TierFinder,
    decree_in_force,
    definitive_position,
    match_tier,
)

__all__ = [
    "MATCH_FIELDS",
    "DecreeDraft",
    "DecreeValue",
    "Match",
    "PostingKey",
    "Tier",
    "TierFinder",
    "decree_in_force",
    "definitive_position",
    "match_tier",
]
