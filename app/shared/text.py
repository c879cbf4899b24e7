"""Unicode normal forms with a cost linear in the length of any text."""

import unicodedata
from functools import lru_cache
from typing import Literal

LONGEST_RUN = 30
"""The most combining marks in a row: Unicode's bound for safe text (UAX 15, Stream-Safe)."""
_SHORT = 64


def normalize(text: str, form: Literal["NFC", "NFKC", "NFKD"] = "NFC") -> str:
    """The text in a normal form. Combining marks beyond the 30th in a row are dropped; no language uses so many.

    Sorting marks costs the square of their number, so that without the bound one text could block the server.
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
    letters, run = [], 0
    for letter in text:
        run = run + 1 if _is_mark(letter) else 0
        if run <= LONGEST_RUN:
            letters.append(letter)
    return "".join(letters)


@lru_cache(maxsize=2048)
def _is_mark(letter: str) -> bool:
    """Whether the letter consists of combining marks only, also after decomposition."""
    return all(unicodedata.combining(part) for part in unicodedata.normalize("NFKD", letter))
