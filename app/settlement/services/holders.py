"""Sets the holder of a booth's QRIS money, from a day on (makers 12)."""

from datetime import date

from sqlalchemy import text

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.booths.queries import get_booth
from app.extensions import db
from app.settlement.errors import HolderSettled
from app.settlement.models import BoothMoney
from app.settlement.queries.holders import find_holder, find_last_settled_at
from app.settlement.rules import Holder
from app.shared import clock
from app.shared.transaction import lock_table

_LOCK = text("LOCK TABLE booth_money IN ROW EXCLUSIVE MODE")
"""Waits for statements that are being made, so that what they settle is seen."""


def set_qris_holder(booth_id: int, holder: Holder, effective_from: date, *, actor: Actor) -> str:
    """Set who receives QRIS payments from a local date on; returns `created`, `changed` or `unchanged`.

    NotFound; HolderSettled if a statement settled goods sold there on or after that day: its sums cannot change.
    """
    booth = get_booth(booth_id)
    lock_table(_LOCK)
    row, outcome = find_holder(booth.id, effective_from), "changed"
    if row is None:
        row, outcome = BoothMoney(booth_id=booth.id, effective_from=effective_from), "created"
    elif row.qris_holder == holder:
        return "unchanged"
    last = find_last_settled_at(booth.id)
    if last is not None and effective_from <= last.day:
        raise HolderSettled("effective_from", number=last.number)
    row.qris_holder, row.recorded_at, row.recorded_by = holder, clock.now(), actor.id
    db.session.add(row)
    db.session.flush()
    seal_states("booth_money", [row.id])
    details = {"booth": booth.id, "from": effective_from.isoformat(), "holder": holder}
    record_event(
        "settlement.set_holder", actor=actor, subject="booth_money", subject_id=row.id, details=details
    )
    return outcome
