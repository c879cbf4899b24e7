"""The booths at which this cashier may work, the open shift, and the receipts that the cashier may open."""

from flask_login import current_user

from app.booths.models import Booth
from app.booths.queries import get_booth
from app.sales.corrections.voids import Reverser
from app.sales.queries import SaleRow, find_sale
from app.shared.errors import NotFound
from app.tills.models import Shift
from app.tills.queries.booths import BoothRow, list_booths
from app.tills.queries.shifts import find_open_shift_of


def booth_scope() -> frozenset[int] | None:
    """Return the ids of the booths to which this cashier is restricted; None if the cashier may work at any."""
    return current_user.scope("cashier") or None


def my_booths() -> list[BoothRow]:
    """Return the active booths at which this cashier may open a shift."""
    return list_booths(booth_scope(), active_only=True)


def my_shift() -> Shift | None:
    """Return the cashier's open shift, or None."""
    return find_open_shift_of(current_user.id, booth_scope())


def ensure_my_booth(booth_id: int) -> Booth:
    """Return the booth if this cashier may work there. NotFound otherwise, as for a booth that does not exist."""
    scope = booth_scope()
    if scope is not None and booth_id not in scope:
        raise NotFound()
    return get_booth(booth_id)


def get_my_receipt(uuid: str) -> SaleRow:
    """Return a receipt of this cashier, or of the booth of the open shift. NotFound for every other."""
    sale, shift = find_sale(uuid), my_shift()
    if sale is None:
        raise NotFound()
    here = shift is not None and sale.booth_id == shift.booth_id
    if sale.cashier_id != current_user.id and not here:
        raise NotFound()
    return sale


def reverser() -> Reverser:
    """Return this cashier as somebody who may void own sales of the open shift (decisions 14)."""
    shift = my_shift()
    return Reverser(cashier_id=current_user.id, booth_id=shift.booth_id if shift else None)
