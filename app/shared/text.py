"""Unicode normal forms at a cost that grows with the length of the text, whatever somebody sends."""

import unicodedata
from functools import lru_cache
from typing import Literal

LONGEST_RUN = 30
"""So many combining marks may follow each other: Unicode's own bound for safe text (UAX 15, Stream-Safe)."""
_SHORT = 64


def normalize(text: str, form: Literal["NFC", "NFKC", "NFKD"] = "NFC") -> str:
    """The text in a normal form; marks beyond the 30th in a row are dropped, which no language writes.

    Sorting marks costs the square of their number: without the bound one line of text holds up the whole server.
    """
    if text.isascii():
        return text
    return unicodedata.normalize(form, text if len(text) <= _SHORT else _without_long_runs(text))


def count_digits(text: str) -> int:
    """How many characters of a text are digits."""
    return sum(letter.isdigit() for letter in text)


def has_long_run(text: str) -> bool:
    """Whether more combining marks follow each other than any language writes."""
    return len(text) > LONGEST_RUN and not text.isascii() and len(_without_long_runs(text)) < len(text)


def _without_long_runs(text: str) -> str:
    kept, run = [], 0
    for letter in text:
        run = run + 1 if _is_mark(letter) else 0
        if run <= LONGEST_RUN:
            kept.append(letter)
    return "".join(kept)


@lru_cache(maxsize=2048)
def _is_mark(letter: str) -> bool:
    """Whether the letter stands for combining marks alone, also once it is taken apart."""
    return all(unicodedata.combining(part) for part in unicodedata.normalize("NFKD", letter))
