"""Opens and closes shifts on pages. `shift_items.py` records the shifts that tills send."""

import uuid as uuids

from sqlalchemy.exc import IntegrityError

from app.audit.rules import Actor
from app.audit.services import record_event
from app.booths.errors import BoothNotInUse
from app.booths.queries import get_booth
from app.extensions import db
from app.shared import clock
from app.tills.errors import ShiftAlreadyClosed, ShiftAlreadyOpen
from app.tills.models import Shift
from app.tills.queries.shifts import find_open_shift, get_shift


def open_shift(
    booth_id: int,
    cashier_id: int,
    *,
    actor: Actor,
    float_amount: int | None = None,
    till_id: int | None = None,
    uuid: str | None = None,
) -> Shift:
    """Open a shift; `float_amount` is the change money in whole rupiah, None in a booth without cash.

    ShiftAlreadyOpen (a unique index also refuses a concurrent second one), BoothNotInUse.
    """
    booth = get_booth(booth_id)
    if not booth.is_active:
        raise BoothNotInUse("booth")
    if find_open_shift(booth_id, cashier_id) is not None:
        raise ShiftAlreadyOpen()
    shift = Shift(
        uuid=uuid or str(uuids.uuid4()), booth_id=booth_id, till_id=till_id, cashier_id=cashier_id,
        opened_at=clock.now(), float_amount=float_amount, difference_reason="",
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(shift)
    except IntegrityError as error:
        raise ShiftAlreadyOpen() from error
    record_event(
        "booths.open_shift", actor=actor, subject="shift", subject_id=shift.id, details={"booth": booth_id}
    )
    return shift


def record_first_count(shift_id: int, counted_amount: int) -> None:
    """Store a shift's first count in whole rupiah; does nothing for later counts and closed shifts."""
    shift = get_shift(shift_id)
    if shift.closed_at is None and shift.first_counted_amount is None:
        shift.first_counted_amount = counted_amount
        db.session.flush()


def close_shift(shift_id: int, *, actor: Actor, counted_amount: int | None = None, reason: str = "") -> Shift:
    """Close a shift: the cashier's own, or as a manager a forgotten one. Computes no sums.

    `counted_amount` is the drawer's money in whole rupiah, None if none was counted. ShiftAlreadyClosed.
    """
    shift = get_shift(shift_id)
    if shift.closed_at is not None:
        raise ShiftAlreadyClosed()
    shift.closed_at = clock.now()
    shift.closed_by = actor.id if actor.kind == "user" else None
    shift.counted_amount, shift.difference_reason = counted_amount, reason
    db.session.flush()
    record_event(
        "booths.close_shift", actor=actor, subject="shift", subject_id=shift.id,
        details={"booth": shift.booth_id, "own": shift.cashier_id == shift.closed_by},
    )  # fmt: skip
    return shift
