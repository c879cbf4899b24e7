"""A cashier's PIN: six digits that unlock an enrolled till, offline too. Pure.

It opens nothing on the server. A till is given salt, iterations and result, so that it can judge a PIN by itself;
whoever takes a till apart can try all million, which is why the work of one try is made long.
"""

import hashlib
import secrets

from app.accounts.errors import PinNotSixDigits, PinTooSimple

LENGTH = 6
ITERATIONS = 310_000
SALT_BYTES = 16
_ROWS = ("01234567890", "09876543210")


def ensure_usable_pin(pin: str) -> None:
    """PinNotSixDigits; PinTooSimple for one digit six times, or a run up or down."""
    if len(pin) != LENGTH or not (pin.isascii() and pin.isdigit()):
        raise PinNotSixDigits("pin")
    if len(set(pin)) == 1 or any(pin in row for row in _ROWS):
        raise PinTooSimple("pin")


def new_pin() -> str:
    """Six random digits that may be a PIN."""
    while True:
        pin = f"{secrets.randbelow(10**LENGTH):0{LENGTH}d}"
        try:
            ensure_usable_pin(pin)
        except PinTooSimple:
            continue
        return pin


def pin_from(seed: bytes) -> str:
    """Six digits that may be a PIN, the same for the same 256 secret bits: what a form sent twice is answered with."""
    while True:
        pin = f"{int.from_bytes(seed) % 10**LENGTH:0{LENGTH}d}"
        try:
            ensure_usable_pin(pin)
        except PinTooSimple:
            seed = hashlib.sha256(seed).digest()
            continue
        return pin


def derive(pin: str, salt: bytes, iterations: int = ITERATIONS) -> str:
    """PBKDF2-HMAC-SHA256 of the PIN's digits, 32 bytes as hex: what a till computes and compares."""
    return hashlib.pbkdf2_hmac("sha256", pin.encode("ascii"), salt, iterations).hex()
