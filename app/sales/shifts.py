"""Ending a shift where money is counted: the count is blind, a difference wants its reason (decisions 15)."""

from app.audit.rules import Actor
from app.booths.models import Shift
from app.booths.queries import get_booth, get_shift
from app.booths.rules import takes_cash
from app.booths.services import close_shift, record_first_count
from app.sales.cash_count import sum_drawer
from app.sales.errors import CountMissing, DrawerDiffers
from app.sales.queries.shifts import list_drawer_rows
from app.shared.reason import read_reason


def count_drawer(shift_id: int, counted_amount: int | None) -> bool:
    """Whether the drawer holds what the ledger says, of all devices; the first count stays with the shift.

    The one way to count, for the page and for tills: nobody is told how much it should be. CountMissing. A booth
    that only notes counts nothing, and fits.
    """
    shift = get_shift(shift_id)
    if not takes_cash(get_booth(shift.booth_id).mode):
        return True
    if counted_amount is None:
        raise CountMissing("counted_amount")
    record_first_count(shift_id, counted_amount)
    return not _difference(shift, counted_amount)


def close_counted_shift(
    shift_id: int, *, actor: Actor, counted_amount: int | None, reason: str = ""
) -> Shift:
    """End the own shift; `counted_amount` is the drawer's money in whole rupiah.

    CountMissing where the booth takes money and nothing was counted; DrawerDiffers when the count is not what
    the ledger says and no reason is given; ShiftAlreadyClosed. A booth that only notes counts nothing.
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
    """End somebody else's shift, with the reason why and, when the drawer was counted, its money.

    ReasonMissing, ShiftAlreadyClosed.
    """
    kept = read_reason(reason)
    counts = takes_cash(get_booth(get_shift(shift_id).booth_id).mode)
    return close_shift(shift_id, actor=actor, counted_amount=counted_amount if counts else None, reason=kept)


def _reason_for(shift: Shift, counted: int, reason: str) -> str:
    """The reason to keep: none where the count is right. DrawerDiffers."""
    if not _difference(shift, counted):
        return ""
    return read_reason(reason, DrawerDiffers("reason"))


def _difference(shift: Shift, counted: int) -> int | None:
    rows = list_drawer_rows([shift.id]).get(shift.id, [])
    return sum_drawer(rows, float_amount=shift.float_amount, counted=counted).difference
