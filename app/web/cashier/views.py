"""The till page, and the day's list beside it."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from app.booths.models import Shift
from app.booths.queries import get_booth
from app.booths.rules import takes_cash
from app.sales.day import sum_day
from app.sales.queries import SaleRow, list_today
from app.shared import clock
from app.umkm.queries import CatalogueItem, list_catalogue
from app.web.cashier import blueprint
from app.web.cashier.scope import my_shift
from app.web.cashier.words import till_words
from app.web.navigation import in_menu


@blueprint.get("/")
@in_menu(_l("Kasir"), order=10)
def till() -> str | Response:
    """The till of the open shift; without one, the page that opens one."""
    shift = my_shift()
    if shift is None:
        return redirect(url_for("cashier.start_shift"), 303)
    booth = get_booth(shift.booth_id)
    goods = [item for item in list_catalogue(clock.today()) if item.unit_price is not None]
    return render_template(
        "cashier/till.html",
        booth=booth,
        makers=sorted({item.maker_name for item in goods}),
        data=_till_data(shift, booth.mode, goods),
    )


def _till_data(shift: Shift, mode: str, goods: list[CatalogueItem]) -> dict[str, Any]:
    """What the script starts from: goods, words and addresses; no person's data."""
    return {
        "shift": shift.uuid,
        "cashier": current_user.username,
        "mode": mode,
        "payment": "cash" if takes_cash(mode) else "none",
        "urls": {
            "buyers": url_for("cashier.find_buyer"),
            "sell": url_for("cashier.sell"),
            "void": url_for("cashier.void_now"),
            "receipt": url_for("cashier.receipt", uuid="00000000-0000-4000-8000-000000000000"),
        },
        "words": till_words(),
        "products": [
            {
                "id": item.product_id,
                "name": item.name,
                "maker": item.maker_name,
                "price": item.unit_price,
                "category": item.category,
                "favourite": item.is_favourite,
                "barcode": item.barcode,
            }
            for item in goods
        ],
    }


@blueprint.get("/hari-ini")
@in_menu(_l("Nota hari ini"), order=20)
def today() -> str | Response:
    """The booth's notes of today, the newest first, with what may still be done to each."""
    shift = my_shift()
    if shift is None:
        return redirect(url_for("cashier.start_shift"), 303)
    day = clock.today()
    rows = list_today(shift.booth_id, day)
    return render_template(
        "cashier/today.html",
        booth=get_booth(shift.booth_id),
        day=day,
        rows=[row for row in reversed(rows) if row.void_of is None],
        may_change=lambda row: _may_change(row, shift),
        sums=sum_day(rows),
    )


def _may_change(row: SaleRow, shift: Shift) -> bool:
    """Whether this cashier may still take the note back (decisions 14); the service has the last word."""
    return row.voided_by is None and row.cashier_id == current_user.id and row.shift_id in (shift.id, None)
