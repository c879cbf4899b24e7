"""The shapes of what a till says besides sales: its code, its heartbeat, shifts, and items it set aside."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.booths.drafts import ShiftDraft, UnreadableShift
from app.sales.intake.rejected import RejectedDraft
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
from app.web.api.schemas import MOST_UNSENT, read_sent_at
from app.web.api.strict_json import EnvelopeError

SMALL_LIMIT = 4 * 1024
SHIFTS_LIMIT = 256 * 1024
ASIDE_LIMIT = 1024 * 1024
MAX_SHIFTS = 100
MAX_ASIDE = 50
SHIFT_FIELDS = frozenset(
    {
        "id",
        "cashier",
        "opened_at",
        "float_amount",
        "closed_at",
        "first_counted_amount",
        "counted_amount",
        "difference_reason",
    }  # fmt: skip
)
HEARTBEAT_FIELDS = frozenset({"unsent", "oldest", "version", "sent_at"})
_LONGEST_VERSION = 40


def read_enrolment(body: dict[str, Any]) -> tuple[str, str]:
    """The envelope of POST /api/v1/enrol → code and the device's own name ("" for none). EnvelopeError."""
    if body.keys() - {"code", "name"}:
        raise EnvelopeError(400, "enrol_shape")
    try:
        code = read_text(body, "code", 40)
        name = read_text(body, "name", 120) if body.get("name") not in (None, "") else ""
    except Fault as fault:
        raise EnvelopeError(400, "enrol_shape") from fault
    return code, name


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """What a till says while it sends nothing; instants by its own clock."""

    unsent: int
    oldest: datetime | None
    version: str
    sent_at: datetime | None


def read_heartbeat(body: dict[str, Any]) -> Heartbeat:
    """The envelope of POST /api/v1/till/heartbeat. EnvelopeError."""
    if body.keys() - HEARTBEAT_FIELDS:
        raise EnvelopeError(400, "heartbeat")
    try:
        unsent = read_integer(body, "unsent", 0, MOST_UNSENT)
        oldest = read_instant(body, "oldest") if body.get("oldest") is not None else None
        given = body.get("version") not in (None, "")
        version = read_text(body, "version", _LONGEST_VERSION) if given else ""
    except Fault as fault:
        raise EnvelopeError(400, "heartbeat") from fault
    return Heartbeat(unsent, oldest, version, read_sent_at(body))


def read_shifts(body: dict[str, Any]) -> tuple[list[ShiftDraft | UnreadableShift], datetime | None]:
    """The envelope of POST /api/v1/shifts → items and `sent_at`. EnvelopeError when the envelope itself is wrong."""
    if body.keys() - {"shifts", "sent_at"}:
        raise EnvelopeError(400, "unknown_field")
    shifts = body.get("shifts")
    if not isinstance(shifts, list) or not 1 <= len(shifts) <= MAX_SHIFTS:
        raise EnvelopeError(400, "shifts_count")
    return [_shift(item) for item in shifts], read_sent_at(body)


def _shift(item: Any) -> ShiftDraft | UnreadableShift:
    if not isinstance(item, dict):
        return UnreadableShift("", {"": "not_object"})
    errors: dict[str, str] = {}
    report_unknown_field(item, SHIFT_FIELDS, errors)
    uuid = try_field(errors, read_uuid, item, "id")
    cashier = try_field(errors, read_text, item, "cashier", 60)
    opened_at = try_field(errors, read_instant, item, "opened_at")
    float_amount = _amount(errors, item, "float_amount")
    closed_at = None
    if item.get("closed_at") is not None:
        closed_at = try_field(errors, read_instant, item, "closed_at")
    counted = _amount(errors, item, "counted_amount")
    first = _amount(errors, item, "first_counted_amount")
    reason = ""
    if item.get("difference_reason") not in (None, ""):
        reason = try_field(errors, read_text, item, "difference_reason", 300)
    if closed_at is not None and opened_at is not None and closed_at < opened_at:
        errors["closed_at"] = "closed_before_opened"
    if item.get("closed_at") is None:
        given = (("counted_amount", counted), ("first_counted_amount", first), ("difference_reason", reason))
        for name, value in given:
            if value not in (None, ""):
                errors[name] = "reason_without_close"
    if errors:
        return UnreadableShift(safe_item_id(item), errors)
    return ShiftDraft(uuid, cashier, opened_at, float_amount, closed_at, counted, reason, first)


def read_count(body: dict[str, Any]) -> tuple[str, int]:
    """The envelope of POST /api/v1/shifts/count → the shift's number and the count in rupiah. EnvelopeError."""
    if body.keys() - {"shift", "counted_amount"}:
        raise EnvelopeError(400, "unknown_field")
    try:
        return read_uuid(body, "shift"), read_integer(body, "counted_amount", 0, MAX_AMOUNT)
    except Fault as fault:
        raise EnvelopeError(400, "count_shape") from fault


def _amount(errors: dict[str, str], item: dict[str, Any], name: str) -> int | None:
    """Whole rupiah from 0 on; None where nobody counted."""
    if item.get(name) is None:
        return None
    found: int | None = try_field(errors, read_integer, item, name, 0, MAX_AMOUNT)
    return found


def safe_item_id(item: dict[str, Any]) -> str:
    """An item's id as it may be said back, whatever it is: at most 36 plain letters, else nothing."""
    given = item.get("id")
    return given[:36] if isinstance(given, str) and given.isascii() and given.isprintable() else ""


def read_aside(body: dict[str, Any]) -> list[RejectedDraft]:
    """The envelope of POST /api/v1/till/aside. An item may hold anything; only its frame is judged. EnvelopeError."""
    if body.keys() - {"items"}:
        raise EnvelopeError(400, "unknown_field")
    items = body.get("items")
    if not isinstance(items, list) or not 1 <= len(items) <= MAX_ASIDE:
        raise EnvelopeError(400, "items_count")
    return [_held(item) for item in items]


def _held(given: Any) -> RejectedDraft:
    if not isinstance(given, dict) or given.keys() - {"id", "item", "errors"}:
        raise EnvelopeError(400, "item_shape")
    item, errors, uuid = given.get("item"), given.get("errors") or {}, safe_item_id(given)
    if not uuid or uuid != given["id"] or not isinstance(item, dict) or not isinstance(errors, dict):
        raise EnvelopeError(400, "item_shape")
    return RejectedDraft(uuid, _showable(item), _showable(errors))


def _showable(content: dict[str, Any]) -> dict[str, Any]:
    """The content with a question mark for half a letter, which no page could show to whoever must decide."""
    shown: dict[str, Any] = json.loads(json.dumps(content, ensure_ascii=False).encode("utf-8", "replace"))
    return shown
