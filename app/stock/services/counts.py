"""Services for counts of a shelf (*hitung rak*): open, enter pieces, explain, finish, drop (makers 8)."""

from collections.abc import Mapping, Sequence
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
from app.stock.errors import CountEmpty, CountEnded, CountWaits, DifferenceUnexplained, NotesNotChecked
from app.stock.models import CountLine, StockCount, StockMove
from app.stock.queries.count_waits import get_last_instant, list_awaited_tills, list_unchecked_notes
from app.stock.queries.counts import CountedLine, find_unfinished, get_count, list_counted_lines

_LOCK = text("LOCK TABLE stock_count IN SHARE ROW EXCLUSIVE MODE")
UNFINISHED = ("open", "waiting")


@dataclass(frozen=True, slots=True)
class CountEntry:
    """The counted pieces of one product, and the reason for a difference."""

    product_id: int
    pieces: int
    reason: str = ""


def open_count(booth_id: int, *, actor: Actor) -> StockCount:
    """Begin a count at a booth, or return the open or waiting one. NotFound."""
    booth = get_booth(booth_id)
    lock_table(_LOCK)
    running = find_unfinished(booth.id)
    if running is not None:
        return running
    count = StockCount(
        uuid=str(uuid4()), booth_id=booth.id, state="open", opened_at=clock.now(), opened_by=actor.id
    )
    db.session.add(count)
    return _record_change(count, "stock.open_count", actor, booth=booth.id)


def enter_count(count_id: int, entries: Sequence[CountEntry], *, actor: Actor) -> StockCount:
    """Store the counted pieces, each new figure with the present time. NotFound, CountEnded, CountWaits."""
    count = lock_unfinished(count_id)
    if count.state != "open":
        raise CountWaits()
    now, lines = clock.now(), _lines_of(count)
    for entry in entries:
        line = lines.get(entry.product_id)
        if line is None:
            line = CountLine(
                count_id=count.id, product_id=entry.product_id, counted=entry.pieces, counted_at=now
            )
            db.session.add(line)
        elif line.counted != entry.pieces:
            line.counted, line.counted_at = entry.pieces, now
        line.reason = entry.reason
    return _record_change(count, "stock.enter_count", actor, lines=len(entries))


def explain_count(count_id: int, reasons: Mapping[int, str], *, actor: Actor) -> StockCount:
    """Store the reasons for differences by product; pieces and their times do not change. NotFound, CountEnded."""
    count = lock_unfinished(count_id)
    for product_id, line in _lines_of(count).items():
        line.reason = reasons.get(product_id, line.reason)
    return _record_change(count, "stock.enter_count", actor, lines=len(reasons))


def finish_count(count_id: int, *, actor: Actor) -> StockCount:
    """Set the shelf to the counted figures, with one move per differing product. Uncounted products do not change.

    While a till may still send sales made before the count, its state is `waiting`; it becomes final once every till
    has synced (`finish_if_ready`). NotFound, CountEnded, CountEmpty, NotesNotChecked, DifferenceUnexplained.
    """
    count = lock_unfinished(count_id)
    if get_last_instant(count.id) is None:
        raise CountEmpty()
    notes = list_unchecked_notes(count)
    if notes:
        raise NotesNotChecked(notes=", ".join(note.number for note in notes))
    if list_awaited_tills(count):
        if count.state == "open":
            count.state = "waiting"
            _record_change(count, "stock.count_waits", actor)
        return count
    lines = list_counted_lines(count)  # after the tills, so that all sales they have sent are included
    for place, line in enumerate(lines, start=1):
        if line.difference and not line.reason:
            raise DifferenceUnexplained(f"reason-{line.product_id}", line=place)
    return _finish(count, lines, actor)


def finish_if_ready(count_id: int, *, actor: Actor) -> bool:
    """Make a waiting count final if no tills, notes or reasons are missing. Returns whether it is final now."""
    count = _lock(count_id)
    if count.state != "waiting" or list_awaited_tills(count) or list_unchecked_notes(count):
        return False
    lines = list_counted_lines(count)
    if any(line.difference and not line.reason for line in lines):
        return False
    _finish(count, lines, actor)
    return True


def drop_count(count_id: int, *, actor: Actor) -> StockCount:
    """End a count without changing the shelf. NotFound, CountEnded."""
    count = lock_unfinished(count_id)
    count.state, count.ended_at, count.ended_by = "dropped", clock.now(), actor.id
    return _record_change(count, "stock.drop_count", actor)


def _finish(count: StockCount, lines: Sequence[CountedLine], actor: Actor) -> StockCount:
    db.session.add_all(_move(count, line, actor) for line in lines if line.difference)
    count.state, count.ended_at, count.ended_by = "final", clock.now(), actor.id
    return _record_change(count, "stock.finish_count", actor, lines=len(lines))


def _move(count: StockCount, line: CountedLine, actor: Actor) -> StockMove:
    return StockMove(
        count_line_id=line.id, booth_id=count.booth_id, maker_id=line.maker_id, product_id=line.product_id,
        kind="count", quantity=line.difference, moved_at=line.counted_at,
        business_date=clock.local_date(line.counted_at), recorded_at=clock.now(), recorded_by=actor.id,
    )  # fmt: skip


def _lines_of(count: StockCount) -> dict[int, CountLine]:
    lines = db.session.scalars(select(CountLine).filter_by(count_id=count.id))
    return {one.product_id: one for one in lines}


def lock_unfinished(count_id: int) -> StockCount:
    """The count under lock. NotFound, CountEnded."""
    count = _lock(count_id)
    if count.state not in UNFINISHED:
        raise CountEnded()
    return count


def _lock(count_id: int) -> StockCount:
    get_count(count_id)
    return db.session.get_one(StockCount, count_id, with_for_update=True, populate_existing=True)


def _record_change(count: StockCount, action: str, actor: Actor, **details: int) -> StockCount:
    """Flush the count and record the audit event and state seal of this act."""
    db.session.flush()
    seal_states("stock_count", [count.id])
    seal_states("count_line", [count.id])
    record_event(action, actor=actor, subject="stock_count", subject_id=count.id, details=details)
    return count
