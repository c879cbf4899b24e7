"""Verbs on counts of a shelf (*hitung rak*): opened, pieces entered, final or dropped (makers 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import select, text

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.booths.queries import get_booth
from app.extensions import db
from app.shared import clock
from app.shared.transaction import lock_table
from app.stock.errors import CountEmpty, CountEnded, DifferenceUnexplained, NotesNotChecked, TillsNotSynced
from app.stock.models import CountLine, StockCount, StockMove
from app.stock.queries.counts import CountedLine, get_count, list_counted_lines
from app.stock.queries.notes import list_notes
from app.tills.queries.tills import list_tills

_LOCK = text("LOCK TABLE stock_count IN SHARE ROW EXCLUSIVE MODE")


@dataclass(frozen=True, slots=True)
class CountEntry:
    """The pieces of one product that stand there now, and why that is not what should."""

    product_id: int
    pieces: int
    reason: str = ""


def open_count(booth_id: int, *, actor: Actor) -> StockCount:
    """Begin a count at a booth; the one that is open, where there is one. NotFound."""
    booth = get_booth(booth_id)
    lock_table(_LOCK)
    running = db.session.scalar(select(StockCount).filter_by(booth_id=booth.id, state="open"))
    if running is not None:
        return running
    count = StockCount(
        uuid=str(uuid4()), booth_id=booth.id, state="open", opened_at=clock.now(), opened_by=actor.id
    )
    db.session.add(count)
    return _left(count, "stock.open_count", actor, booth=booth.id)


def enter_count(count_id: int, entries: Sequence[CountEntry], *, actor: Actor) -> StockCount:
    """Store what was counted, with the time of now for each figure that is new. NotFound, CountEnded."""
    count = _lock_open(count_id)
    now = clock.now()
    lines = {
        one.product_id: one for one in db.session.scalars(select(CountLine).filter_by(count_id=count.id))
    }
    for one in entries:
        line = lines.get(one.product_id)
        if line is None:
            db.session.add(
                CountLine(
                    count_id=count.id, product_id=one.product_id, counted=one.pieces, counted_at=now,
                    reason=one.reason,
                )
            )  # fmt: skip
            continue
        if line.counted != one.pieces:
            line.counted, line.counted_at = one.pieces, now
        line.reason = one.reason
    return _left(count, "stock.enter_count", actor, lines=len(entries))


def finish_count(count_id: int, *, actor: Actor) -> StockCount:
    """Make the counted figures the shelf: one move for each product that differs. Products not counted stay.

    NotFound, CountEnded, CountEmpty, DifferenceUnexplained, TillsNotSynced, NotesNotChecked.
    """
    count = _lock_open(count_id)
    lines = list_counted_lines(count)
    if not lines:
        raise CountEmpty()
    _ensure_all_known(count, lines)
    now = clock.now()
    for place, line in enumerate(lines, start=1):
        if line.difference and not line.reason:
            raise DifferenceUnexplained(f"reason-{line.product_id}", line=place)
        if line.difference:
            db.session.add(_move(count, line, actor))
    count.state, count.ended_at, count.ended_by = "final", now, actor.id
    return _left(count, "stock.finish_count", actor, lines=len(lines))


def drop_count(count_id: int, *, actor: Actor) -> StockCount:
    """End a count without changing the shelf. NotFound, CountEnded."""
    count = _lock_open(count_id)
    count.state, count.ended_at, count.ended_by = "dropped", clock.now(), actor.id
    return _left(count, "stock.drop_count", actor)


def _ensure_all_known(count: StockCount, lines: Sequence[CountedLine]) -> None:
    """Every sale and delivery before the count must be known, else it would count as lost, or twice."""
    last = max(line.counted_at for line in lines)
    behind = [
        till.name
        for till in list_tills([count.booth_id])
        if till.revoked_at is None
        and till.last_seen_at is not None
        and (till.unsent or till.last_synced_at is None or till.last_synced_at < last)
    ]
    if behind:
        raise TillsNotSynced(tills=", ".join(behind))
    handed = list_notes(booth_ids=[count.booth_id], states=("handed",))
    if handed:
        raise NotesNotChecked(notes=", ".join(note.number for note in handed))


def _move(count: StockCount, line: CountedLine, actor: Actor) -> StockMove:
    return StockMove(
        count_line_id=line.id, booth_id=count.booth_id, maker_id=line.maker_id, product_id=line.product_id,
        kind="count", quantity=line.difference, moved_at=line.counted_at,
        business_date=clock.local_date(line.counted_at), recorded_at=clock.now(), recorded_by=actor.id,
    )  # fmt: skip


def _lock_open(count_id: int) -> StockCount:
    get_count(count_id)
    count = db.session.get_one(StockCount, count_id, with_for_update=True, populate_existing=True)
    if count.state != "open":
        raise CountEnded()
    return count


def _left(count: StockCount, action: str, actor: Actor, **details: int) -> StockCount:
    """Write the count as this act left it."""
    db.session.flush()
    seal_states("stock_count", [count.id])
    record_event(action, actor=actor, subject="stock_count", subject_id=count.id, details=details)
    return count
