"""The QR code of a receipt: the sale, signed by its till, so that it can be re-entered from paper.

`<origin>/cek/<receipt number>#2.<payload>.<signature>`; browsers do not send the part after `#`, so no log has it.
`static/js/till/receipt_code.js` does the same on the till; both are tested with `tests/sales/receipt_vectors.json`.

The payload is base64url of: uuid (16 bytes), milliseconds of `sold_at` since 1900 (6 bytes), till id, cashier,
one byte for payment, shift and kind of buyer, the shift's uuid, the employee's id, the lines. Whole numbers are
LEB128, texts are UTF-8 behind their length. A buyer that was typed is left out, because the paper shows it and
anybody may scan it: eight bytes prove it to whoever types it again. They and the signature (16 bytes) are
HMAC-SHA256 with the till's receipt key, which the server makes from a secret outside the database and hands to the
till (`booths.queries.get_receipt_key`): so both can compute them, and nobody with a copy of the database can.

Codes that begin with `1.` were signed with a key stored in the database; they are refused (ADR 0014).
"""

import base64
import binascii
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.sales.drafts import BuyerKey, BuyerRef, LineDraft, SaleDraft
from app.sales.rules import MAX_LINES, PAYMENTS

_START = datetime(1900, 1, 1, tzinfo=UTC)
_BUYERS: tuple[BuyerKey, ...] = ("public", "employee", "nip", "code", "card", "name")
_HAS_SHIFT, _BUYER_SHIFT, _BESIDE = 4, 3, 64
_PROOF = 8
_LARGEST = 10**15 - 1
_CODE = re.compile(r"2\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{22})", re.ASCII)
LONGEST_CASHIER, LONGEST_NAME = 60, 200
"""Letters of a username, and of a maker or a product as typed, as the tills' API takes them."""
LONGEST_CODE = 400
"""No printed code is longer: the whole address of one fits a QR of version 12 (`WHOLE`)."""
WHOLE = (("m", 287), ("l", 367))
"""Error level and the bytes a QR of version 12 holds at it: what a printer of 58 mm draws legibly."""


class UnreadableCode(ValueError):
    """The text is no complete receipt code."""


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """A code as read, signature unchecked. `sale.buyer` lacks a typed number or name; `asks_number` and `asks_name` say
    which."""

    till_id: int
    sale: SaleDraft
    payload: bytes
    signature: bytes
    asks_number: bool = False
    asks_name: bool = False
    proof: bytes = b""

    def is_signed_by(self, key: bytes) -> bool:
        """Whether the till with this key signed this sale."""
        return hmac.compare_digest(self.signature, _sign(key, self.payload))

    def is_buyer(self, key: bytes, number: str = "", name: str = "") -> bool:
        """Whether the till's cashier typed exactly this buyer; True if no buyer was typed."""
        if not (self.asks_number or self.asks_name):
            return True
        return hmac.compare_digest(self.proof, _prove(key, self.with_typed(number, name)))

    def with_typed(self, number: str = "", name: str = "") -> SaleDraft:
        """The sale with this typed buyer."""
        if not (self.asks_number or self.asks_name):
            return self.sale
        if self.sale.buyer.key == "name":
            return replace(self.sale, buyer=BuyerRef("name", name))
        return replace(self.sale, buyer=replace(self.sale.buyer, value=number, name=name))


def make_receipt_code(sale: SaleDraft, key: bytes, till_id: int) -> str:
    """`2.<payload>.<signature>` of a sale as the till sent it; empty if the payload cannot hold it exactly."""
    try:
        payload = _write(sale, till_id, key)
    except (ValueError, OverflowError):
        return ""
    return f"2.{_text(payload)}.{_text(_sign(key, payload))}"


def read_receipt_code(text: str) -> ReceiptCode:
    """Read a code, or the whole address from a scanner, without checking its signature. UnreadableCode."""
    match = _CODE.fullmatch("".join(text.split()).rpartition("#")[2])
    if not match or len(match[0]) > LONGEST_CODE:
        raise UnreadableCode
    try:
        payload, signature = _bytes(match[1]), _bytes(match[2])
        return _read(payload, signature)
    except (ValueError, OverflowError, IndexError) as error:
        raise UnreadableCode from error


@dataclass(frozen=True, slots=True)
class PrintedAddress:
    """The address in a QR code, the code's error level, and whether it contains the sale or only its number."""

    text: str
    level: str
    is_whole: bool


def printed_address(origin: str, receipt: str, code: str) -> PrintedAddress:
    """The address for a receipt's QR code; only the number if the code with the sale would be too fine to print."""
    bare = f"{origin}/cek/{receipt}"
    for level, room in WHOLE:
        if code and len(bare) + 1 + len(code) <= room:
            return PrintedAddress(f"{bare}#{code}", level, True)
    return PrintedAddress(bare, "m", False)


def _sign(key: bytes, payload: bytes) -> bytes:
    return hmac.digest(key, b"nota 1\n" + payload, hashlib.sha256)[:16]


def _prove(key: bytes, sale: SaleDraft) -> bytes:
    """The proof of a typed buyer. A zero byte, which no text contains, separates number and name; the uuid makes the
    proof differ between sales."""
    typed = f"{sale.buyer.value}\0{sale.buyer.name}".encode()
    message = b"pembeli 1\n" + UUID(sale.uuid).bytes + typed
    return hmac.digest(key, message, hashlib.sha256)[:_PROOF]


def _write(sale: SaleDraft, till_id: int, key: bytes) -> bytes:
    """The payload. ValueError for values it cannot hold: microseconds, a name beside an employee, a damaged number."""
    since, rest = divmod(sale.sold_at - _START, timedelta(milliseconds=1))
    buyer = sale.buyer
    if rest or buyer.is_damaged or (buyer.name and buyer.key in ("public", "employee")):
        raise ValueError
    beside = bool(buyer.name) and buyer.key != "name"
    head = PAYMENTS.index(sale.payment) | bool(sale.shift) * _HAS_SHIFT
    head |= _BUYERS.index(buyer.key) << _BUYER_SHIFT | beside * _BESIDE
    parts = [UUID(sale.uuid).bytes, since.to_bytes(6, "big"), _number(till_id), _string(sale.cashier)]
    parts += [bytes([head]), UUID(sale.shift).bytes if sale.shift else b""]
    if buyer.key != "public":
        parts.append(_number(int(buyer.value)) if buyer.key == "employee" else _prove(key, sale))
    parts.append(_number(len(sale.lines)))
    for line in sale.lines:
        parts += [_number(line.product_id or 0), _number(line.quantity), _number(line.unit_price)]
        parts += [] if line.product_id else [_string(line.maker), _string(line.name)]
    return b"".join(parts)


def _number(value: int) -> bytes:
    if not 0 <= value <= _LARGEST:
        raise ValueError(value)
    encoded = bytearray()
    while value > 127:
        encoded.append(value & 127 | 128)
        value >>= 7
    return bytes([*encoded, value])


def _string(text: str) -> bytes:
    encoded = text.encode()
    return _number(len(encoded)) + encoded


def _read(payload: bytes, signature: bytes) -> ReceiptCode:
    at = 0

    def take(count: int) -> bytes:
        nonlocal at
        at += count
        if at > len(payload):
            raise IndexError
        return payload[at - count : at]

    uuid, since = str(UUID(bytes=take(16))), int.from_bytes(take(6), "big")
    till_id, cashier = _take_number(take), _take_string(take, LONGEST_CASHIER)
    head = take(1)[0]
    shift = str(UUID(bytes=take(16))) if head & _HAS_SHIFT else ""
    key = _BUYERS[head >> _BUYER_SHIFT & 7]
    employee = str(_take_number(take)) if key == "employee" else ""
    proof = take(_PROOF) if key not in ("public", "employee") else b""
    count = _take_number(take)
    if not 1 <= count <= MAX_LINES or head & 128:
        raise ValueError(count)
    lines = tuple(_take_line(take) for _ in range(count))
    if at != len(payload):
        raise ValueError(at)
    sold_at, buyer = _START + timedelta(milliseconds=since), BuyerRef(key, employee)
    sale = SaleDraft(uuid, sold_at, buyer, lines, PAYMENTS[head & 3], cashier, shift)
    asks_number, asks_name = key in ("nip", "code", "card"), key == "name" or bool(head & _BESIDE)
    return ReceiptCode(till_id, sale, payload, signature, asks_number, asks_name, proof)


def _take_number(take: Callable[[int], bytes]) -> int:
    value = 0
    for place in range(8):
        byte = take(1)[0]
        value |= (byte & 127) << 7 * place
        if byte < 128:
            break
    if byte > 127 or value > _LARGEST:
        raise ValueError(value)
    return value


def _take_string(take: Callable[[int], bytes], longest: int) -> str:
    """A text with the same limits as in the tills' API: ValueError if it is empty, too long, not normalized, or has
    characters that no page shows. A till may sign anything, but people must be able to read what is booked."""
    text = take(_take_number(take)).decode()
    tidy = unicodedata.normalize("NFC", text.replace("\u00a0", " ")).strip()
    if text != tidy or not text.isprintable() or not 1 <= len(text) <= longest:
        raise ValueError(text)
    return text


def _take_line(take: Callable[[int], bytes]) -> LineDraft:
    product, quantity, price = (_take_number(take) for _ in range(3))
    if product:
        return LineDraft(quantity, price, product)
    return LineDraft(
        quantity, price, None, _take_string(take, LONGEST_NAME), _take_string(take, LONGEST_NAME)
    )


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """ValueError also for another spelling of the same bytes: one receipt has one code."""
    try:
        content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError(text) from error
    if _text(content) != text:
        raise ValueError(text)
    return content
