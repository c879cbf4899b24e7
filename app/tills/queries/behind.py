"""Which tills of a booth may still send sales from before an instant: what a count of the shelf waits for."""

from datetime import datetime

from app.tills.queries.tills import TillRow, list_tills
from app.tills.rules import LOGIN, may_hold_sales_before


def list_tills_behind(booth_id: int, instant: datetime) -> list[TillRow]:
    """Those tills by name, withdrawn ones last. One statement.

    A cashier's browser whose time was over by the instant sold nothing since; one that goes on as another till, after
    its cashier signed in there again, is only that other one.
    """
    rows = list_tills([booth_id], ended_after=instant)
    newest = {_browser(till): till.id for till in sorted(rows, key=lambda till: till.id)}
    return [till for till in rows if newest[_browser(till)] == till.id and _may_hold(till, instant)]


def _browser(till: TillRow) -> tuple[object, ...]:
    """What the tills of one browser share: the later one takes over the time from which the first was a till."""
    return (till.cashier_id, till.enrolled_at) if till.kind == LOGIN else (till.id,)


def _may_hold(till: TillRow, instant: datetime) -> bool:
    return may_hold_sales_before(
        instant,
        seen_at=till.last_seen_at,
        synced_at=till.last_synced_at,
        unsent=till.unsent,
        revoked_at=till.revoked_at,
    )
