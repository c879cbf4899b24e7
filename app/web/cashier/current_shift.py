"""Where the cashier stands: the booths this login may work at, and the shift that is open."""

from flask_login import current_user

from app.booths.models import Booth, Shift
from app.booths.queries import BoothRow, find_open_shift_of, get_booth, list_booths
from app.sales.corrections.voids import Reverser
from app.sales.queries import SaleRow, find_sale
from app.shared.errors import NotFound


def booth_scope() -> frozenset[int] | None:
    """The booths this cashier is bound to; None: not bound, so any."""
    return current_user.scope("cashier") or None


def my_booths() -> list[BoothRow]:
    """The booths in use this cashier may open a shift at."""
    return list_booths(booth_scope(), active_only=True)


def my_shift() -> Shift | None:
    """The cashier's open shift, or None."""
    return find_open_shift_of(current_user.id, booth_scope())


def ensure_my_booth(booth_id: int) -> Booth:
    """The booth, when this cashier may work there. NotFound, the same as for a booth that does not exist."""
    scope = booth_scope()
    if scope is not None and booth_id not in scope:
        raise NotFound()
    return get_booth(booth_id)


def get_my_note(uuid: str) -> SaleRow:
    """A note of the cashier's own, or of the booth where the shift is open. NotFound."""
    sale, shift = find_sale(uuid), my_shift()
    if sale is None:
        raise NotFound()
    here = shift is not None and sale.booth_id == shift.booth_id
    if sale.cashier_id != current_user.id and not here:
        raise NotFound()
    return sale


def reverser() -> Reverser:
    """This cashier as somebody who may take back own sales of the open shift (decisions 14)."""
    shift = my_shift()
    return Reverser(cashier_id=current_user.id, booth_id=shift.booth_id if shift else None)
