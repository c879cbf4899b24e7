"""Lists the tills of a booth that may still send sales made before an instant; a count of the shelf waits for them."""

from datetime import datetime

from app.tills.queries.tills import TillRow, list_tills
from app.tills.rules import LOGIN, may_hold_sales_before


def list_tills_behind(booth_id: int, instant: datetime) -> list[TillRow]:
    """Those tills by name, revoked ones last. One statement.

    A login till that expired before the instant is left out, because it sold nothing since. If a browser continues as
    another till after a new sign-in, only that till is listed.
    """
    rows = list_tills([booth_id], ended_after=instant)
    newest = {_browser(till): till.id for till in sorted(rows, key=lambda till: till.id)}
    return [till for till in rows if newest[_browser(till)] == till.id and _may_hold(till, instant)]


def _browser(till: TillRow) -> tuple[object, ...]:
    """A key that the tills of one browser share: a later one takes over the `enrolled_at` of the first."""
    return (till.cashier_id, till.enrolled_at) if till.kind == LOGIN else (till.id,)


def _may_hold(till: TillRow, instant: datetime) -> bool:
    return may_hold_sales_before(
        instant,
        seen_at=till.last_seen_at,
        synced_at=till.last_synced_at,
        unsent=till.unsent,
        revoked_at=till.revoked_at,
    )
