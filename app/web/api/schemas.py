"""The shapes the JSON door takes. Each item of a batch is read alone: a fault spoils that item and no other."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from app.sales.drafts import PUBLIC, BuyerRef, Item, LineDraft, SaleDraft, Unreadable, VoidDraft
from app.sales.rules import MAX_LINES, MAX_QUANTITY, PAYMENTS
from app.shared.money import MAX_AMOUNT
from app.web.api.strict_json import EnvelopeError, Fraction

MAX_ITEMS = 500
SALES_LIMIT = 1024 * 1024
"""Bytes of a batch: 500 ordinary sales are a quarter of it."""
QUERY_LIMIT = 4 * 1024
SALE_FIELDS = frozenset({"id", "sold_at", "cashier", "shift", "buyer", "lines", "payment"})
VOID_FIELDS = frozenset({"id", "void_of", "reason", "sold_at", "cashier"})
LINE_FIELDS = frozenset({"product", "maker", "name", "quantity", "unit_price"})
BUYER_KEYS = ("nip", "code", "card", "employee", "name", "public")
_LENGTHS = {"nip": 60, "code": 60, "card": 60, "name": 200}
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})",
    re.ASCII,
)
_YEARS = range(1900, 3000)
_EXACT = 2**53 - 1  # above it, not every whole number is one of JavaScript's


class Fault(ValueError):
    """One field is not what it should be: `code` names the sentence."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(code)
        self.field = field
        self.code = code


def read_sales(body: dict[str, Any]) -> tuple[list[Item], datetime | None]:
    """The envelope of POST /api/v1/sales → items and `sent_at`. EnvelopeError when the envelope itself is wrong."""
    if body.keys() - {"sales", "sent_at"}:
        raise EnvelopeError(400, "unknown_field")
    sales = body.get("sales")
    if not isinstance(sales, list):
        raise EnvelopeError(400, "sales_missing")
    if not 1 <= len(sales) <= MAX_ITEMS:
        raise EnvelopeError(400, "sales_count")
    sent_at = None
    if body.get("sent_at") is not None:
        try:
            sent_at = _instant(body, "sent_at")
        except Fault as fault:
            raise EnvelopeError(400, "sent_at") from fault
    return [read_item(item) for item in sales], sent_at


def read_item(item: Any) -> Item:
    """One item; Unreadable with a code per field where it has not the right shape."""
    if not isinstance(item, dict):
        return Unreadable("", {"": "not_object"})
    given = item.get("id")
    shown = given[:36] if isinstance(given, str) and given.isascii() and given.isprintable() else ""
    errors: dict[str, str] = {}
    reader = _void if "void_of" in item else _sale
    found = reader(item, errors)
    return Unreadable(shown, errors) if found is None else found


def _try(errors: dict[str, str], read: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    try:
        return read(*args, **kwargs)
    except Fault as fault:
        errors[fault.field] = fault.code
        return None


def _unknown(item: dict[str, Any], known: frozenset[str], errors: dict[str, str], where: str = "") -> None:
    for name in item.keys() - known:
        shown = name[:40] if name.isprintable() else "?"
        errors[where + shown] = "unknown_field"


def _sale(item: dict[str, Any], errors: dict[str, str]) -> SaleDraft | None:
    _unknown(item, SALE_FIELDS, errors)
    uuid = _try(errors, _uuid, item, "id")
    sold_at = _try(errors, _instant, item, "sold_at")
    cashier = _try(errors, _text, item, "cashier", 60)
    shift = _try(errors, _uuid, item, "shift") if item.get("shift") is not None else ""
    buyer = _try(errors, _buyer, item.get("buyer"))
    lines = _lines(item.get("lines"), errors)
    payment = item.get("payment", "none")
    if payment not in PAYMENTS:
        errors["payment"] = "not_in_list"
    if errors:
        return None
    return SaleDraft(uuid, sold_at, buyer, lines, payment, cashier, shift)


def _void(item: dict[str, Any], errors: dict[str, str]) -> VoidDraft | None:
    _unknown(item, VOID_FIELDS, errors)
    uuid = _try(errors, _uuid, item, "id")
    target = _try(errors, _uuid, item, "void_of")
    reason = _try(errors, _text, item, "reason", 300)
    sold_at = _try(errors, _instant, item, "sold_at")
    cashier = _try(errors, _text, item, "cashier", 60)
    if uuid is not None and uuid == target:
        errors["void_of"] = "void_of_itself"
    return None if errors else VoidDraft(uuid, target, reason, sold_at, cashier)


def _buyer(given: Any) -> BuyerRef:
    """Exactly one key says who; a name may stand beside a number. A number is kept as typed if nobody has it."""
    if not isinstance(given, dict) or not given:
        raise Fault("buyer", "buyer_shape")
    keys = [key for key in BUYER_KEYS if key in given]
    beside = ""
    if len(keys) == 2 and "name" in keys and "public" not in keys:
        keys.remove("name")
        beside = _text(given, "name", _LENGTHS["name"], "buyer.")
    if len(keys) != 1 or given.keys() - set(BUYER_KEYS):
        raise Fault("buyer", "buyer_shape")
    key = keys[0]
    if key == "public":
        if given["public"] is not True:
            raise Fault("buyer.public", "not_true")
        return PUBLIC
    if key == "employee":
        return BuyerRef("employee", str(_integer(given, "employee", 1, 10**15 - 1, "buyer.")), beside)
    if key in ("nip", "code") and type(given[key]) is int and given[key] >= 0:
        # A careless till. A sender in JavaScript has rounded a long number already.
        return BuyerRef(key, str(given[key]), beside, is_damaged=given[key] > _EXACT)
    return BuyerRef(key, _text(given, key, _LENGTHS[key], "buyer."), beside)  # type: ignore[arg-type]


def _lines(given: Any, errors: dict[str, str]) -> tuple[LineDraft, ...]:
    if not isinstance(given, list) or not given:
        errors["lines"] = "missing"
        return ()
    if len(given) > MAX_LINES:
        errors["lines"] = "too_many"
        return ()
    return tuple(line for place, one in enumerate(given) if (line := _line(one, f"lines[{place}].", errors)))


def _line(given: Any, where: str, errors: dict[str, str]) -> LineDraft | None:
    if not isinstance(given, dict):
        errors[where.rstrip(".")] = "not_object"
        return None
    before = len(errors)
    _unknown(given, LINE_FIELDS, errors, where)
    quantity = _try(errors, _integer, given, "quantity", 1, MAX_QUANTITY, where)
    price = _try(errors, _integer, given, "unit_price", 1, MAX_AMOUNT, where)
    product, maker, name = None, "", ""
    if given.get("product") is not None:
        if "maker" in given or "name" in given:
            errors[f"{where}product"] = "product_or_name"
        product = _try(errors, _integer, given, "product", 1, 10**15 - 1, where)
    else:
        maker = _try(errors, _text, given, "maker", 200, where)
        name = _try(errors, _text, given, "name", 200, where)
    if len(errors) > before:
        return None
    return LineDraft(quantity, price, product, maker, name)


def read_query(body: dict[str, Any]) -> str:
    """The envelope of POST /api/v1/buyers → the text searched for."""
    if body.keys() != {"query"}:
        raise EnvelopeError(400, "query_shape")
    try:
        return _text(body, "query", 100)
    except Fault as fault:
        raise EnvelopeError(400, "query_shape") from fault


def _text(given: dict[str, Any], name: str, longest: int, where: str = "") -> str:
    value = given.get(name)
    if value is None:
        raise Fault(where + name, "missing")
    if not isinstance(value, str) or isinstance(value, Fraction):
        raise Fault(where + name, "not_text")
    if len(value) > longest:
        raise Fault(where + name, "too_long")
    value = unicodedata.normalize("NFC", value.replace("\u00a0", " ")).strip()
    if not value.isprintable():  # control and invisible characters, direction marks, lone surrogates
        raise Fault(where + name, "characters")
    if not value:
        raise Fault(where + name, "missing")
    return value


def _integer(given: dict[str, Any], name: str, least: int, most: int, where: str = "") -> int:
    value = given.get(name)
    if value is None:
        raise Fault(where + name, "missing")
    if type(value) is not int:  # a boolean is an int in Python, not here
        raise Fault(where + name, "not_integer")
    if not least <= value <= most:
        raise Fault(where + name, "out_of_range")
    return value


def _uuid(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    if value is None:
        raise Fault(name, "missing")
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise Fault(name, "not_uuid")
    return str(UUID(value))


def _instant(given: dict[str, Any], name: str) -> datetime:
    value = given.get(name)
    if value is None:
        raise Fault(name, "missing")
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise Fault(name, "not_instant")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise Fault(name, "not_instant") from error
    if moment.year not in _YEARS:
        raise Fault(name, "out_of_range")
    return moment
