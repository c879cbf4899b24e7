"""A cashier's PIN: six digits that unlock an enrolled till, offline too. Pure.

It gives no access to the server. A till gets salt, iterations and result, so that it can check a PIN offline. Somebody
with access to a till's storage can try all million PINs, so one check is made slow.
"""

import hashlib
import secrets

from app.accounts.errors import PinNotSixDigits, PinTooSimple

LENGTH = 6
ITERATIONS = 310_000
SALT_BYTES = 16
_ROWS = ("01234567890", "09876543210")


def ensure_usable_pin(pin: str) -> None:
    """Raise PinNotSixDigits, or PinTooSimple for one digit six times or a run up or down."""
    if len(pin) != LENGTH or not (pin.isascii() and pin.isdigit()):
        raise PinNotSixDigits("pin")
    if len(set(pin)) == 1 or any(pin in row for row in _ROWS):
        raise PinTooSimple("pin")


def new_pin() -> str:
    """Make a random usable PIN."""
    while True:
        pin = f"{secrets.randbelow(10**LENGTH):0{LENGTH}d}"
        try:
            ensure_usable_pin(pin)
        except PinTooSimple:
            continue
        return pin


def pin_from(seed: bytes) -> str:
    """Derive a usable PIN from 256 secret bits, so that a form sent twice gets the same PIN."""
    while True:
        pin = f"{int.from_bytes(seed) % 10**LENGTH:0{LENGTH}d}"
        try:
            ensure_usable_pin(pin)
        except PinTooSimple:
            seed = hashlib.sha256(seed).digest()
            continue
        return pin


def derive(pin: str, salt: bytes, iterations: int) -> str:
    """PBKDF2-HMAC-SHA256 of the PIN, 32 bytes as hex, which a till computes and compares."""
    return hashlib.pbkdf2_hmac("sha256", pin.encode("ascii"), salt, iterations).hex()
