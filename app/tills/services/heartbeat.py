"""Records a till's reports about itself, without audit events, because they arrive all day."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from app.extensions import db
from app.shared import clock
from app.shared.columns import table
from app.shared.prepared_statements import PreparedStatement
from app.tills.models import Till
from app.tills.queries.tills import TillIdentity

_TILL = table(Till)
_SENT = PreparedStatement(
    update(_TILL)
    .where(_TILL.c.id == bindparam("till_id"))
    .values(
        last_seen_at=bindparam("seen_at"),
        last_synced_at=bindparam("synced_at"),
        unsent_count=bindparam("unsent"),
    )
)


_MINUTE = 60


def record_till_contact(till: TillIdentity, session: Session, *, unsent: int = 0) -> None:
    """Record that a till just sent sales, and its reported number of unsent ones.

    Writes at most once per minute of the clock, unless that number changed: pages show minutes.
    """
    now = clock.now()
    before = till.synced_at
    is_noted = before is not None and before.timestamp() // _MINUTE == now.timestamp() // _MINUTE
    if is_noted and till.unsent == unsent:
        return
    seen = {"till_id": till.till_id, "seen_at": now, "synced_at": now, "unsent": unsent}
    _SENT.write(session.connection(), [seen])


def record_till_heartbeat(
    till_id: int,
    *,
    unsent: int,
    oldest: datetime | None = None,
    version: str = "",
    clock_offset: int | None = None,
) -> None:
    """Record a till's report while it sends no sales. The till counts as synced only if it has none unsent.

    `oldest`: when the oldest unsent sale was made, by the till's clock; `clock_offset` in seconds.
    """
    now = clock.now()
    values: dict[str, Any] = {
        "last_seen_at": now,
        "unsent_count": unsent,
        "oldest_unsent_at": oldest if unsent else None,
        "version": version[:40],
        "clock_offset": clock_offset,
    }
    if unsent == 0:
        values["last_synced_at"] = now
    db.session.execute(update(_TILL).where(_TILL.c.id == till_id).values(values))


def record_till_sync(till_id: int) -> None:
    """Record that a till just sent something other than sales; its number of unsent sales stays as last reported.

    It does not count as synced: after hours without a network a till sends its shift first, then the shift's sales.
    """
    db.session.execute(update(_TILL).where(_TILL.c.id == till_id).values(last_seen_at=clock.now()))
