"""Closes shifts of booths that take cash. The cashier does not see the expected cash before the count; a difference
needs a reason (decisions 15)."""

from app.audit.rules import Actor
from app.booths.queries import get_booth
from app.booths.rules import takes_cash
from app.sales.cash_count import sum_drawer
from app.sales.errors import CountMissing, DrawerDiffers
from app.sales.queries.shifts import list_drawer_rows
from app.shared.reason import read_reason
from app.tills.models import Shift
from app.tills.queries.shifts import get_shift
from app.tills.services.shifts import close_shift, record_first_count


def count_drawer(shift_id: int, counted_amount: int | None) -> bool:
    """Whether the counted cash (whole rupiah) is the expected cash of all devices. Stores the shift's first count.

    The page and the tills both call this; neither shows the expected amount. CountMissing. In a booth that takes no
    cash True without a count; a count is compared there too, because a till may not know yet that its booth changed.
    """
    shift = get_shift(shift_id)
    if counted_amount is None:
        if takes_cash(get_booth(shift.booth_id).mode):
            raise CountMissing("counted_amount")
        return True
    record_first_count(shift_id, counted_amount)
    return not _difference(shift, counted_amount)


def close_counted_shift(
    shift_id: int, *, actor: Actor, counted_amount: int | None, reason: str = ""
) -> Shift:
    """Close the cashier's own shift; `counted_amount` is the cash in the drawer in whole rupiah.

    CountMissing if the booth takes cash and nothing was counted; DrawerDiffers if the count is not the expected cash
    and there is no reason; ShiftAlreadyClosed. A booth that takes no cash counts nothing.
    """
    shift = get_shift(shift_id)
    if not takes_cash(get_booth(shift.booth_id).mode):
        return close_shift(shift_id, actor=actor)
    if counted_amount is None:
        raise CountMissing("counted_amount")
    return close_shift(
        shift_id,
        actor=actor,
        counted_amount=counted_amount,
        reason=_reason_for(shift, counted_amount, reason),
    )


def close_forgotten_shift(
    shift_id: int, *, actor: Actor, reason: str, counted_amount: int | None = None
) -> Shift:
    """Close another cashier's shift, with a reason and, if the drawer was counted, its cash in whole rupiah.

    ReasonMissing, ShiftAlreadyClosed.
    """
    reason = read_reason(reason)
    counts = takes_cash(get_booth(get_shift(shift_id).booth_id).mode)
    return close_shift(
        shift_id, actor=actor, counted_amount=counted_amount if counts else None, reason=reason
    )


def _reason_for(shift: Shift, counted: int, reason: str) -> str:
    """The reason to store; empty if the count is right. DrawerDiffers if it is wrong and there is no reason."""
    if not _difference(shift, counted):
        return ""
    return read_reason(reason, DrawerDiffers("reason"))


def _difference(shift: Shift, counted: int) -> int | None:
    rows = list_drawer_rows([shift.id]).get(shift.id, [])
    return sum_drawer(rows, float_amount=shift.float_amount, counted=counted).difference
