"""What a person should look at: the same number with other content, odd rows of a month, booths that are silent."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.booths.queries import list_shifts, list_tills
from app.booths.rules import is_behind
from app.sales import queries as sales
from app.sales.models import SaleConflict
from app.sales.queries import SaleRow
from app.sales.queries.deciding import Asked, list_open_ids
from app.sales.queries.evidence import list_waiting_voids
from app.sales.settling import dismiss_conflicts
from app.shared import clock
from app.web.access import current_actor
from app.web.finance import blueprint
from app.web.finance.forms_buyers import SettleForm
from app.web.finance.words import PAYMENT_WORDS, STATE_WORDS, flag_words
from app.web.paging import page_number, pages_of
from app.web.periods import chosen_period, list_shown_periods

PER_PAGE = 50
Answer = str | Response | tuple[str, int]


class Conflict(NamedTuple):
    """What came under a number already used, beside what the ledger holds under it."""

    row: SaleConflict
    booked: SaleRow | None
    amount: int
    lines: Sequence[tuple[str, int, int]]


@blueprint.get("/periksa")
def list_to_check() -> str:
    """Conflicts, reversals whose sale has not come, and the month's flagged rows."""
    return _page()


@blueprint.post("/periksa/<id:conflict_id>")
def settle(conflict_id: int) -> Answer:
    """Note what was found about a conflicting content."""
    form = SettleForm()
    if not form.validate_on_submit():
        form.conflict.data = conflict_id
        return _page(form), 422
    dismiss_conflicts([conflict_id], form.reason.data or "", actor=current_actor())
    flash(_("Tercatat sudah diperiksa. Kalau ada penjualan yang memang kurang, catat sebagai nota baru."))
    return redirect(url_for("finance.list_to_check"), 303)


@blueprint.get("/pojok")
def show_booths() -> str:
    """Which till sent last when, what waits on it, and which shifts are still open (decisions 19)."""
    today = clock.today()
    tills = [one for one in list_tills() if one.revoked_at is None]

    def behind(till: Any) -> bool:
        synced = till.last_synced_at
        return is_behind(clock.local_date(synced) if synced else None, till.unsent, today)

    return render_template(
        "finance/booths.html",
        tills=sorted(tills, key=lambda one: (not behind(one), one.booth.casefold(), one.name.casefold())),
        behind=behind,
        shifts=list_shifts(open_only=True),
    )


def _page(form: SettleForm | None = None) -> str:
    months = list_shown_periods()
    period = chosen_period(months)
    rows = sales.list_flagged(period)
    pages = pages_of(len(rows), PER_PAGE)
    page = min(page_number(), pages)
    conflicts = sales.list_conflicts()
    booked = sales.list_sales_by_uuid([one.uuid for one in conflicts]) if conflicts else {}
    return render_template(
        "finance/checks.html",
        period=period,
        months=months,
        rows=rows[(page - 1) * PER_PAGE : page * PER_PAGE],
        count=len(rows),
        page=page,
        pages=pages,
        conflicts=[_conflict(one, booked.get(one.uuid)) for one in conflicts],
        pending=list_waiting_voids(list_open_ids("voids", Asked())),
        form=form or SettleForm(formdata=None),
        flag_words=flag_words,
        state_words=STATE_WORDS,
        payment_words=PAYMENT_WORDS,
    )


def _conflict(row: SaleConflict, booked: SaleRow | None) -> Conflict:
    """Kept lines are lists [product id, maker, name, quantity, unit price], or the rows made of them."""
    lines = []
    for line in row.content.get("lines") or []:
        if isinstance(line, dict):
            lines.append(
                (line.get("product_name") or "–", line.get("quantity", 0), line.get("unit_price", 0))
            )
        else:
            lines.append((line[2] or "–", line[3], line[4]))
    return Conflict(row, booked, sum(quantity * price for _name, quantity, price in lines), lines)
