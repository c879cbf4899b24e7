"""One-time activation codes: 16 unambiguous letters and digits, 80 bits."""

import hashlib

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U."""
LENGTH = 16
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, ".": None, "\u00a0": None})


def format_code(number: int) -> str:
    """80 random bits as `XXXX-XXXX-XXXX-XXXX`."""
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, 32)
        letters.append(ALPHABET[place])
    text = "".join(letters)
    return "-".join(text[start : start + 4] for start in range(0, LENGTH, 4))


def read(text: str) -> str | None:
    """The 16 letters of a typed code; None if the text cannot be a code."""
    cleaned = text.strip().upper().translate(_READ_AS)
    if len(cleaned) != LENGTH or any(letter not in ALPHABET for letter in cleaned):
        return None
    return cleaned


def fingerprint(secret: str) -> str:
    """The stored hash of a code or session key: SHA-256 in hex, without salt because both are random."""
    return hashlib.sha256(secret.encode()).hexdigest()


def card_fingerprint(text: str) -> str:
    """The stored hash of a card's code, typed or scanned; for a text that is no code, a hash no card has."""
    return fingerprint("card:" + (read(text) or ""))
