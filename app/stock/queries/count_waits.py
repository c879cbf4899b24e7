"""Lists what a count of a shelf waits for: tills that may still send earlier sales, and unchecked notes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.extensions import db
from app.shared import clock
from app.shared.columns import table
from app.stock.models import CountLine, CountRelease, StockCount
from app.stock.queries.notes import NoteRow, list_notes
from app.tills.models import Till
from app.tills.queries.behind import list_tills_behind
from app.tills.queries.tills import TillRow

_LINE, _RELEASE, _TILL = table(CountLine), table(CountRelease), table(Till)


@dataclass(frozen=True, slots=True)
class ReleasedTill:
    """A till that a count was released from waiting for, with the reason."""

    name: str
    reason: str
    released_at: datetime


def get_last_instant(count_id: int) -> datetime | None:
    """When the last product was counted; None if none is counted yet."""
    return db.session.scalar(select(func.max(_LINE.c.counted_at)).where(_LINE.c.count_id == count_id))


def list_awaited_tills(count: StockCount) -> list[TillRow]:
    """Tills that have not synced since the count and were not released; empty once the count has ended."""
    if count.ended_at is not None:
        return []
    behind = list_tills_behind(count.booth_id, get_last_instant(count.id) or clock.now())
    released = _list_releases([till.id for till in behind])
    return [till for till in behind if not _is_released(till, released.get(till.id))]


def _is_released(till: TillRow, released_at: datetime | None) -> bool:
    """Whether the till was released and has made no contact since."""
    return released_at is not None and (till.last_seen_at is None or till.last_seen_at <= released_at)


def _list_releases(till_ids: list[int]) -> dict[int, datetime]:
    query = select(_RELEASE.c.till_id, func.max(_RELEASE.c.released_at)).where(
        _RELEASE.c.till_id.in_(till_ids)
    )
    return {row[0]: row[1] for row in db.session.execute(query.group_by(_RELEASE.c.till_id))}


def list_unchecked_notes(count: StockCount) -> list[NoteRow]:
    """Unchecked notes of goods handed over before the count."""
    last = get_last_instant(count.id)
    notes = list_notes(booth_ids=[count.booth_id], states=("handed",))
    return [note for note in notes if last is None or note.moved_at <= last]


def list_released_tills(count_id: int) -> list[ReleasedTill]:
    """Tills that a manager released for this count, by name."""
    query = (
        select(_TILL.c.name, _RELEASE.c.reason, _RELEASE.c.released_at)
        .join(_TILL, _TILL.c.id == _RELEASE.c.till_id)
        .where(_RELEASE.c.count_id == count_id)
        .order_by(_TILL.c.name)
    )
    return [ReleasedTill(*row) for row in db.session.execute(query)]
