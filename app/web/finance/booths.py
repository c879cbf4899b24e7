"""The page of booths and tills: when each till last sent, and the open shifts (decisions 19)."""

from typing import Any

from flask import render_template

from app.shared import clock
from app.tills.queries.shifts import list_shifts
from app.tills.queries.tills import list_tills
from app.tills.rules import is_behind
from app.web.finance import blueprint


@blueprint.get("/pojok")
def show_booths() -> str:
    """Show when each till last sent, how many sales it has not sent, and the open shifts."""
    today = clock.today()
    tills = [one for one in list_tills() if one.revoked_at is None]

    def behind(till: Any) -> bool:
        synced = till.last_synced_at
        return is_behind(clock.local_date(synced) if synced else None, till.unsent, today, till.kind)

    return render_template(
        "finance/booths.html",
        tills=sorted(tills, key=lambda one: (not behind(one), one.booth.casefold(), one.name.casefold())),
        behind=behind,
        shifts=list_shifts(open_only=True),
    )
