"""Shifts that tills opened and closed by themselves, perhaps without a network. Nothing here makes a sale lose its
shift: a sale names its shift by uuid, whatever became of it meanwhile."""

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
    """Judge and write a till's shifts, each alone; answers in their order. Begins the writing transaction itself.

    The same again is `replayed`; an end added to an open one is `recorded`; other content under the same id is
    `conflict` and changes nothing; a cashier nobody knows, whom this till does not act for, or who is no cashier of
    its booth is `refused`.
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
    fault = "unknown_cashier" if cashier_id is None else _why_not(item, till, cashier_id, offset)
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


def _why_not(item: ShiftDraft, till: TillIdentity, cashier_id: int, offset: timedelta) -> str:
    """Why this till may not open or end a shift of this cashier; empty when it may.

    A cashier's own browser acts for nobody else, and not after that cashier signed out. A new shift is a cashier's
    of the booth on its day; one that is here already may be ended by its cashier, whatever became of the account.
    """
    if till.cashier_id not in (None, cashier_id):
        return "other_cashier"
    if till.ended_at is not None and _corrected(item.closed_at or item.opened_at, offset) > till.ended_at:
        return "signed_out"
    if db.session.scalar(select(Shift.id).where(Shift.uuid == item.uuid)) is not None:
        return ""
    day = clock.local_date(_corrected(item.opened_at, offset))
    return "" if is_cashier_at(cashier_id, till.booth_id, day) else "no_cashier_here"


def _write(item: ShiftDraft, till: TillIdentity, cashier_id: int, offset: timedelta) -> str:
    stored = db.session.scalar(select(Shift).where(Shift.uuid == item.uuid).with_for_update())
    if stored is None:
        _open(item, till, cashier_id, offset)
        return "recorded"
    opened_here = stored.open_hash is not None  # else a page opened it, and the page's beginning stands
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


def _open(item: ShiftDraft, till: TillIdentity, cashier_id: int, offset: timedelta) -> None:
    shift = Shift(
        uuid=item.uuid, booth_id=till.booth_id, till_id=till.till_id, cashier_id=cashier_id,
        opened_at=_corrected(item.opened_at, offset), float_amount=item.float_amount, difference_reason="",
        open_hash=_open_hash(item, cashier_id),
    )  # fmt: skip
    if item.closed_at is not None:
        _close(shift, item, offset)
    else:
        _make_room(shift)
    db.session.add(shift)


def _make_room(shift: Shift) -> None:
    """A cashier has one open shift at a booth: the newer one ends the older, whichever of them arrives first.

    That end is the server's guess; the till's own one still comes and then stands.
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
    """The cashier's own end of the shift; it replaces one that a manager or the server gave it meanwhile.

    What somebody counted stays where the till counted nothing.
    """
    if item.closed_at is None:
        return
    shift.closed_at = max(shift.opened_at, _corrected(item.closed_at, offset))
    shift.closed_by = shift.cashier_id
    shift.close_hash = _close_hash(item)
    if shift.first_counted_amount is None:
        shift.first_counted_amount = item.first_counted_amount
    if item.counted_amount is not None:
        shift.counted_amount, shift.difference_reason = item.counted_amount, item.difference_reason


def _corrected(moment: datetime, offset: timedelta) -> datetime:
    """An instant of the till by the server's clock (decisions 20); one that cannot be becomes now."""
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
