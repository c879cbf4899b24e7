"""What a count of a shelf waits for: tills that may still bring sales from before it, and notes not counted in."""

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
    """A till that was let go from a count, and why."""

    name: str
    reason: str
    released_at: datetime


def get_last_instant(count_id: int) -> datetime | None:
    """When the last product was counted; None while nothing is."""
    return db.session.scalar(select(func.max(_LINE.c.counted_at)).where(_LINE.c.count_id == count_id))


def list_awaited_tills(count: StockCount) -> list[TillRow]:
    """Tills that have not synced past the count and were not let go. None once the count has ended."""
    if count.ended_at is not None:
        return []
    behind = list_tills_behind(count.booth_id, get_last_instant(count.id) or clock.now())
    released = _list_releases([till.id for till in behind])
    return [till for till in behind if not _is_released(till, released.get(till.id))]


def _is_released(till: TillRow, released_at: datetime | None) -> bool:
    """Whether it was let go and has not been heard since."""
    return released_at is not None and (till.last_seen_at is None or till.last_seen_at <= released_at)


def _list_releases(till_ids: list[int]) -> dict[int, datetime]:
    query = select(_RELEASE.c.till_id, func.max(_RELEASE.c.released_at)).where(
        _RELEASE.c.till_id.in_(till_ids)
    )
    return {row[0]: row[1] for row in db.session.execute(query.group_by(_RELEASE.c.till_id))}


def list_unchecked_notes(count: StockCount) -> list[NoteRow]:
    """Notes of goods that were handed over before the count and that nobody has counted in."""
    last = get_last_instant(count.id)
    notes = list_notes(booth_ids=[count.booth_id], states=("handed",))
    return [note for note in notes if last is None or note.moved_at <= last]


def list_released_tills(count_id: int) -> list[ReleasedTill]:
    """Tills that a manager let go from this count, by name."""
    query = (
        select(_TILL.c.name, _RELEASE.c.reason, _RELEASE.c.released_at)
        .join(_TILL, _TILL.c.id == _RELEASE.c.till_id)
        .where(_RELEASE.c.count_id == count_id)
        .order_by(_TILL.c.name)
    )
    return [ReleasedTill(*row) for row in db.session.execute(query)]
