"""Records shifts that tills opened and closed, perhaps without a network. A sale refers to its shift by uuid, so that
no change here separates a sale from its shift."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError

from app.accounts.queries import find_user_id, is_cashier_at
from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.shared import clock
from app.shared.transaction import begin_writing
from app.tills.drafts import ShiftAnswer, ShiftDraft, UnreadableShift
from app.tills.models import Shift
from app.tills.queries.shifts import find_open_shift
from app.tills.queries.tills import TillIdentity
from app.tills.services.heartbeat import record_till_sync

_SKEW = timedelta(minutes=10)
_AHEAD = timedelta(minutes=5)
_YEARS = range(2000, 2200)
_TRIES = 5
"""Again where another connection was quicker with this id or this open shift: several devices may be."""


def accept_shifts(
    items: Sequence[ShiftDraft | UnreadableShift], till: TillIdentity, sent_at: datetime | None
) -> list[ShiftAnswer]:
    """Validate and write a till's shifts one by one; answers in their order. Begins the writing transaction itself.

    The same shift again is `replayed`; an end added to an open shift is `recorded`; other content under the same id is
    `conflict` and changes nothing. An unknown cashier, one this till does not act for, and one who is no cashier of
    the booth are `refused`.
    """
    begin_writing()
    offset = clock.now() - sent_at if sent_at is not None else timedelta()
    answers = [_accept(item, till, offset) for item in items]
    record_till_sync(till.till_id)
    actor = Actor("till", till.till_id, till.name)
    details = dict(Counter(answer.result for answer in answers))
    record_event("booths.sync_shifts", actor=actor, subject="till", subject_id=till.till_id, details=details)
    return answers


def _accept(item: ShiftDraft | UnreadableShift, till: TillIdentity, offset: timedelta) -> ShiftAnswer:
    if isinstance(item, UnreadableShift):
        return ShiftAnswer(item.uuid, "refused", tuple(item.errors.items()))
    cashier_id = find_user_id(item.cashier)
    fault = "unknown_cashier" if cashier_id is None else _find_refusal(item, till, cashier_id, offset)
    if cashier_id is None or fault:
        return ShiftAnswer(item.uuid, "refused", (("cashier", fault),))
    for _try in range(_TRIES):
        try:
            with db.session.begin_nested():
                result = _write(item, till, cashier_id, offset)
                db.session.flush()
            return ShiftAnswer(item.uuid, result)
        except IntegrityError:
            continue
        except DataError:
            break
    return ShiftAnswer(item.uuid, "refused", (("", "not_recordable"),))


def _find_refusal(item: ShiftDraft, till: TillIdentity, cashier_id: int, offset: timedelta) -> str:
    """The code of the reason why this till may not open or end a shift of this cashier; empty if it may.

    A login till acts only for its own cashier, until that cashier signs out. A new shift needs a cashier of the booth
    on its day; a stored shift may be ended by its cashier even if the account has changed since.
    """
    if till.cashier_id not in (None, cashier_id):
        return "other_cashier"
    if (
        till.ended_at is not None
        and _corrected_time(item.closed_at or item.opened_at, offset) > till.ended_at
    ):
        return "signed_out"
    if db.session.scalar(select(Shift.id).where(Shift.uuid == item.uuid)) is not None:
        return ""
    day = clock.local_date(_corrected_time(item.opened_at, offset))
    return "" if is_cashier_at(cashier_id, till.booth_id, day) else "no_cashier_here"


def _write(item: ShiftDraft, till: TillIdentity, cashier_id: int, offset: timedelta) -> str:
    stored = db.session.scalar(select(Shift).where(Shift.uuid == item.uuid).with_for_update())
    if stored is None:
        _open_shift(item, till, cashier_id, offset)
        return "recorded"
    opened_here = stored.open_hash is not None  # else a page opened it, and that opening remains
    if stored.booth_id != till.booth_id or stored.cashier_id != cashier_id:
        return "conflict"
    if opened_here and stored.open_hash != _open_hash(item, cashier_id):
        return "conflict"
    if item.closed_at is None or stored.close_hash == _close_hash(item):
        return "replayed"
    if stored.close_hash is not None:
        return "conflict"
    _close(stored, item, offset)
    return "recorded"


def _open_shift(item: ShiftDraft, till: TillIdentity, cashier_id: int, offset: timedelta) -> None:
    shift = Shift(
        uuid=item.uuid, booth_id=till.booth_id, till_id=till.till_id, cashier_id=cashier_id,
        opened_at=_corrected_time(item.opened_at, offset), float_amount=item.float_amount, difference_reason="",
        open_hash=_open_hash(item, cashier_id),
    )  # fmt: skip
    if item.closed_at is not None:
        _close(shift, item, offset)
    else:
        _end_older_shift(shift)
    db.session.add(shift)


def _end_older_shift(shift: Shift) -> None:
    """End the older of two open shifts of a cashier at a booth, whichever arrives first: only one may be open.

    The server sets an estimated end; the till's own closing message replaces it.
    """
    other = find_open_shift(shift.booth_id, shift.cashier_id)
    if other is None:
        return
    if other.opened_at <= shift.opened_at:
        other.closed_at = shift.opened_at
        db.session.flush()  # before the newer one is added: only one may be open
    else:
        shift.closed_at = other.opened_at


def _close(shift: Shift, item: ShiftDraft, offset: timedelta) -> None:
    """Close the shift as the cashier did; this replaces an end set by a manager or the server meanwhile.

    An earlier count remains if the till sends none.
    """
    if item.closed_at is None:
        return
    shift.closed_at = max(shift.opened_at, _corrected_time(item.closed_at, offset))
    shift.closed_by = shift.cashier_id
    shift.close_hash = _close_hash(item)
    if shift.first_counted_amount is None:
        shift.first_counted_amount = item.first_counted_amount
    if item.counted_amount is not None:
        shift.counted_amount, shift.difference_reason = item.counted_amount, item.difference_reason


def _corrected_time(moment: datetime, offset: timedelta) -> datetime:
    """The till's instant by the server's clock (decisions 20); an impossible one becomes now."""
    now = clock.now()
    try:
        right = (moment + offset if abs(offset) > _SKEW else moment).astimezone(UTC)
    except OverflowError:
        return now
    return right if right.year in _YEARS and right <= now + _AHEAD else now


def _open_hash(item: ShiftDraft, cashier_id: int) -> str:
    return _hash(cashier_id, item.opened_at.astimezone(UTC).isoformat(), item.float_amount)


def _close_hash(item: ShiftDraft) -> str:
    ended = item.closed_at.astimezone(UTC).isoformat() if item.closed_at else None
    return _hash(ended, item.counted_amount, item.difference_reason)


def _hash(*values: object) -> str:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
