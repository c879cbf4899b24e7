"""Limits how often one till or one login may look up a person, or what a person still has to buy.

Far above a counter's busiest day (the 7th: some 800 buyers at one booth, a question or two for each), and far below
what trying out all numbers takes: ten thousand endings of four digits, or some four million NIPs for one person.
"""

from flask import current_app
from limits import parse_many

from app.directory.errors import TooManyLookups
from app.extensions import limiter

LIMIT = "120 per minute; 3000 per day"


def count_lookup(asker: str, kind: str = "search") -> None:
    """Count one lookup by a till or login (`till:7`, `user:12`), separately per `kind`. TooManyLookups."""
    for limit in parse_many(str(current_app.config.get("LOOKUP_LIMIT", LIMIT))):
        if not limiter.limiter.hit(limit, "lookup", kind, asker):
            raise TooManyLookups()
