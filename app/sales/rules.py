"""The rules of the ledger: receipt number, content hash, clock, limits, who may reverse. Pure."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app.sales.drafts import LineDraft, SaleDraft, VoidDraft
from app.shared.money import MAX_AMOUNT
from app.shared.period import Period

MAX_LINES = 100
MAX_QUANTITY = 10_000
PAYMENTS = ("cash", "qris", "transfer", "none")
UNMATCHED_MAKERS = ("", "(pengaduan)")
"""The maker names of goods whose maker is unknown; earlier versions wrote the second."""
UNKNOWN_GOODS = "Belanja belum tercatat"
"""The product name of a purchase that was reported without its goods."""
SKEW = timedelta(minutes=10)
AHEAD = timedelta(minutes=5)
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_CONFUSABLE = str.maketrans("OIL", "011")
_EPOCH_YEARS = range(2000, 2200)  # the years a Period may have


def receipt_number(uuid: str) -> str:
    """The number on the receipt: the uuid's first 40 bits in Crockford base 32, `7QK3-M9ZD`.

    A till computes it without a network. People read it out; it is no key, because two uuids may share one.
    """
    bits = UUID(uuid).int >> 88
    first, last = bits >> 20, bits & 0xFFFFF
    return f"{_PAIRS[first >> 10]}{_PAIRS[first & 1023]}-{_PAIRS[last >> 10]}{_PAIRS[last & 1023]}"


def read_receipt_number(text: str) -> str | None:
    """A typed receipt number in its normal form. Accepts small letters, blanks, O for 0, and I or L for 1.

    None if the text is no receipt number.
    """
    letters = "".join(text.upper().split()).replace("-", "").translate(_CONFUSABLE)
    if len(letters) != 8 or not set(letters) <= set(_ALPHABET):
        return None
    return f"{letters[:4]}-{letters[4:]}"


def uuids_of_receipt(number: str) -> tuple[str, str]:
    """The lowest and the highest uuid that carry this number."""
    bits = 0
    for letter in number.replace("-", ""):
        bits = bits << 5 | _ALPHABET.index(letter)
    low = bits << 88
    return str(UUID(int=low)), str(UUID(int=low + (1 << 88) - 1))


def content_digest(draft: SaleDraft | VoidDraft) -> str:
    """SHA-256 of an item's parsed values, with instants in UTC; `sent_at` is not part of it."""
    if isinstance(draft, VoidDraft):
        values: list[object] = ["void", draft.void_of, draft.reason, _instant(draft.sold_at), draft.cashier]
    else:
        buyer = draft.buyer
        lines = [
            [line.product_id, line.maker, line.name, line.quantity, line.unit_price] for line in draft.lines
        ]
        values = ["sale", _instant(draft.sold_at), draft.cashier, draft.shift, draft.payment]
        values += [[buyer.key, buyer.value, buyer.name], lines]
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


@dataclass(frozen=True, slots=True)
class ClockVerdict:
    """What follows from the clocks of one sale: business date in the city's zone, flags, and whether it is parked."""

    business_date: date
    period: Period
    offset_seconds: int | None
    flags: tuple[str, ...]
    is_parked: bool


def assess_clock(
    sold_at: datetime,
    sent_at: datetime | None,
    received_at: datetime,
    zone: ZoneInfo,
    enrolled_at: datetime | None = None,
    ended_at: datetime | None = None,
) -> ClockVerdict:
    """Decide date, flags and parking of a sale (decisions 20). Offset = received − sent, unknown if `sent_at` is None;
    the corrected time is sold + offset, and its local date is the business date.

    Parked if the correction changes the month, or if the corrected time lies more than 5 minutes in the future, before
    the till's enrolment, after its end (`ended_at`), or outside the months that exist.
    """
    offset = received_at - sent_at if sent_at is not None else None
    flags = []
    if offset is None:
        flags.append("clock_unknown")
    elif abs(offset) > SKEW:
        flags.append("clock_skew")
    corrected = _corrected_time(sold_at, offset)
    day = _local_date(corrected, zone)
    if day is None:
        day = received_at.astimezone(zone).date()
        parked_for = ["clock_impossible"]
    else:
        parked_for = _reasons_to_park(sold_at, corrected, received_at, zone, (enrolled_at, ended_at))
    seconds = None if offset is None else round(offset.total_seconds())
    return ClockVerdict(day, Period.of(day), seconds, (*flags, *parked_for), bool(parked_for))


def _corrected_time(sold_at: datetime, offset: timedelta | None) -> datetime | None:
    try:
        return sold_at + (offset or timedelta())
    except OverflowError:
        return None


def _local_date(moment: datetime | None, zone: ZoneInfo) -> date | None:
    """The city's date of an instant; None outside the years 2000 to 2199."""
    if moment is None:
        return None
    try:
        day = moment.astimezone(zone).date()
    except OverflowError:
        return None
    return day if day.year in _EPOCH_YEARS else None


def _reasons_to_park(
    sold_at: datetime,
    corrected: datetime | None,
    received_at: datetime,
    zone: ZoneInfo,
    validity: tuple[datetime | None, datetime | None],
) -> list[str]:
    """`validity`: when the till was enrolled and when it ended; None for no bound."""
    if corrected is None:
        return ["clock_impossible"]
    sold_on, corrected_on = _local_date(sold_at, zone), _local_date(corrected, zone)
    reasons = []
    if (
        sold_on is None
        or corrected_on is None
        or (sold_on.year, sold_on.month) != (corrected_on.year, corrected_on.month)
    ):
        reasons.append("clock_month")
    if corrected - received_at > AHEAD:
        reasons.append("clock_ahead")
    enrolled_at, ended_at = validity
    if enrolled_at is not None and corrected < enrolled_at:
        reasons.append("clock_before_enrolment")
    if ended_at is not None and corrected > ended_at:
        reasons.append("clock_after_end")
    return reasons


def sale_total(lines: Sequence[LineDraft]) -> int:
    """The sum of the lines in whole rupiah."""
    return sum(line.quantity * line.unit_price for line in lines)


def check_amounts(lines: Sequence[LineDraft]) -> dict[str, str]:
    """Reason codes by field for lines, quantity, price and total outside their limits; empty if all are within."""
    if not lines:
        return {"lines": "missing"}
    if len(lines) > MAX_LINES:
        return {"lines": "too_many"}
    errors = {}
    for position, line in enumerate(lines):
        if not 1 <= line.quantity <= MAX_QUANTITY:
            errors[f"lines[{position}].quantity"] = "out_of_range"
        if not 1 <= line.unit_price <= MAX_AMOUNT:
            errors[f"lines[{position}].unit_price"] = "out_of_range"
    if not errors and sale_total(lines) > MAX_AMOUNT:
        errors["lines"] = "total_too_large"
    return errors


def price_differs(charged: int, catalogue: int | None) -> bool:
    """Whether the price charged differs from the catalogue's of that day (both in rupiah); False if it has none."""
    return catalogue is not None and charged != catalogue


@dataclass(frozen=True, slots=True)
class SaleFacts:
    """The facts of a sale that decide who may reverse it."""

    booth_id: int
    cashier_id: int | None
    shift_id: int | None
    is_shift_open: bool
    business_date: date


def may_void(
    sale: SaleFacts, *, cashier_id: int | None, booth_id: int, today: date, is_finance: bool
) -> bool:
    """Whether somebody may reverse or correct a sale (decisions 14): finance always, a cashier in the own open shift.

    In a booth without shifts a cashier may reverse the own sales of the same day.
    """
    if is_finance:
        return True
    if cashier_id is None or sale.cashier_id != cashier_id or sale.booth_id != booth_id:
        return False
    if sale.shift_id is not None:
        return sale.is_shift_open
    return sale.business_date == today
