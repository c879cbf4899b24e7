"""The nesting depth of a TOML text, computed before the library reads it."""

import re

MOST_DOTS = 8
MOST_BRACKETS = 8
_NO_KEY = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"{3,5}+|\Z)'
    r"|'''(?:[^']|'(?!''))*+(?:'{3,5}+|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+(?:"|$)|\'[^\'\n]*+(?:\'|$)|#[^\n]*+',
    re.DOTALL | re.MULTILINE,
)
"""Texts and comments: what is left are keys, numbers and brackets."""


def is_nested_too_deep(text: str) -> bool:
    """Whether a key has more parts, or a value deeper brackets, than any text of rules needs. The library's memory use
    grows with the square of the depth."""
    depth = 0
    for line in _NO_KEY.sub("", text).split("\n"):
        if line.count(".") > MOST_DOTS:
            return True
        for letter in line:
            depth += (letter in "[{") - (letter in "]}")
            if depth > MOST_BRACKETS:
                return True
    return False
