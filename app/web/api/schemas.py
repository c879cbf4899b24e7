"""The shapes the JSON door takes. Each item of a batch is read alone: a fault spoils that item and no other."""

from datetime import datetime
from typing import Any

from app.sales.drafts import PUBLIC, BuyerRef, Item, LineDraft, SaleDraft, Unreadable, VoidDraft
from app.sales.rules import MAX_LINES, MAX_QUANTITY, PAYMENTS
from app.shared.money import MAX_AMOUNT
from app.web.api.fields import (
    Fault,
    read_instant,
    read_integer,
    read_text,
    read_uuid,
    report_unknown_field,
    try_field,
)
from app.web.api.strict_json import EnvelopeError

MAX_ITEMS = 500
SALES_LIMIT = 1024 * 1024
"""Bytes of a batch: 500 ordinary sales are a quarter of it."""
QUERY_LIMIT = 4 * 1024
MOST_UNSENT = 1_000_000
ENVELOPE_FIELDS = frozenset({"sales", "sent_at", "unsent"})
SALE_FIELDS = frozenset({"id", "sold_at", "cashier", "shift", "buyer", "lines", "payment"})
VOID_FIELDS = frozenset({"id", "void_of", "reason", "sold_at", "cashier"})
LINE_FIELDS = frozenset({"product", "maker", "name", "quantity", "unit_price"})
BUYER_KEYS = ("nip", "code", "card", "employee", "name", "public")
_LENGTHS = {"nip": 60, "code": 60, "card": 60, "name": 200}
_EXACT = 2**53 - 1  # above it, not every whole number is one of JavaScript's


def read_sales(body: dict[str, Any]) -> tuple[list[Item], datetime | None]:
    """The envelope of POST /api/v1/sales → items and `sent_at`. EnvelopeError when the envelope itself is wrong."""
    if body.keys() - ENVELOPE_FIELDS:
        raise EnvelopeError(400, "unknown_field")
    sales = body.get("sales")
    if not isinstance(sales, list):
        raise EnvelopeError(400, "sales_missing")
    if not 1 <= len(sales) <= MAX_ITEMS:
        raise EnvelopeError(400, "sales_count")
    return [read_item(item) for item in sales], read_sent_at(body)


def read_sent_at(body: dict[str, Any]) -> datetime | None:
    """An envelope's `sent_at`, None where the sender has no clock of its own. EnvelopeError."""
    if body.get("sent_at") is None:
        return None
    try:
        return read_instant(body, "sent_at")
    except Fault as fault:
        raise EnvelopeError(400, "sent_at") from fault


def read_unsent(body: dict[str, Any]) -> int:
    """How many items a till holds besides this batch; 0 where it does not say. EnvelopeError."""
    unsent = body.get("unsent", 0)
    if type(unsent) is not int or not 0 <= unsent <= MOST_UNSENT:
        raise EnvelopeError(400, "unsent")
    return unsent


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


def _sale(item: dict[str, Any], errors: dict[str, str]) -> SaleDraft | None:
    report_unknown_field(item, SALE_FIELDS, errors)
    uuid = try_field(errors, read_uuid, item, "id")
    sold_at = try_field(errors, read_instant, item, "sold_at")
    cashier = try_field(errors, read_text, item, "cashier", 60)
    shift = try_field(errors, read_uuid, item, "shift") if item.get("shift") is not None else ""
    buyer = try_field(errors, _buyer, item.get("buyer"))
    lines = _lines(item.get("lines"), errors)
    payment = item.get("payment", "none")
    if payment not in PAYMENTS:
        errors["payment"] = "not_in_list"
    if errors:
        return None
    return SaleDraft(uuid, sold_at, buyer, lines, payment, cashier, shift)


def _void(item: dict[str, Any], errors: dict[str, str]) -> VoidDraft | None:
    report_unknown_field(item, VOID_FIELDS, errors)
    uuid = try_field(errors, read_uuid, item, "id")
    target = try_field(errors, read_uuid, item, "void_of")
    reason = try_field(errors, read_text, item, "reason", 300)
    sold_at = try_field(errors, read_instant, item, "sold_at")
    cashier = try_field(errors, read_text, item, "cashier", 60)
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
        beside = read_text(given, "name", _LENGTHS["name"], "buyer.")
    if len(keys) != 1 or given.keys() - set(BUYER_KEYS):
        raise Fault("buyer", "buyer_shape")
    key = keys[0]
    if key == "public":
        if given["public"] is not True:
            raise Fault("buyer.public", "not_true")
        return PUBLIC
    if key == "employee":
        return BuyerRef("employee", str(read_integer(given, "employee", 1, 10**15 - 1, "buyer.")), beside)
    if key in ("nip", "code") and type(given[key]) is int and given[key] >= 0:
        # A careless till. A sender in JavaScript has rounded a long number already.
        return BuyerRef(key, str(given[key]), beside, is_damaged=given[key] > _EXACT)
    return BuyerRef(key, read_text(given, key, _LENGTHS[key], "buyer."), beside)  # type: ignore[arg-type]


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
    report_unknown_field(given, LINE_FIELDS, errors, where)
    quantity = try_field(errors, read_integer, given, "quantity", 1, MAX_QUANTITY, where)
    price = try_field(errors, read_integer, given, "unit_price", 1, MAX_AMOUNT, where)
    product, maker, name = None, "", ""
    if given.get("product") is not None:
        if "maker" in given or "name" in given:
            errors[f"{where}product"] = "product_or_name"
        product = try_field(errors, read_integer, given, "product", 1, 10**15 - 1, where)
    else:
        maker = try_field(errors, read_text, given, "maker", 200, where)
        name = try_field(errors, read_text, given, "name", 200, where)
    if len(errors) > before:
        return None
    return LineDraft(quantity, price, product, maker, name)


def read_query(body: dict[str, Any]) -> str:
    """The envelope of POST /api/v1/buyers → the text searched for."""
    if body.keys() != {"query"}:
        raise EnvelopeError(400, "query_shape")
    try:
        return read_text(body, "query", 100)
    except Fault as fault:
        raise EnvelopeError(400, "query_shape") from fault
