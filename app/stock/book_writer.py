"""Writes the accepted rows of a book as notes, lines and moves, with a constant number of statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import func, insert, select, text

from app.audit.rules import Actor
from app.audit.state_seal import seal_states
from app.extensions import db
from app.shared import clock
from app.shared.columns import table
from app.shared.transaction import lock_table
from app.stock.models import StockMove, SupplyLine, SupplyNote
from app.stock.queries.book import StoredLine, list_last_numbers
from app.stock.rules import signed_pieces

_NOTE, _LINE, _MOVE = table(SupplyNote), table(SupplyLine), table(StockMove)
_LOCK = text("LOCK TABLE supply_note IN SHARE ROW EXCLUSIVE MODE")


@dataclass(frozen=True, slots=True)
class BookLine:
    """A row to write: booth, maker, number in the book, and content."""

    booth_id: int
    maker_id: int
    note: str
    line: int
    content: StoredLine
    reason: str
    best_before: date | None
    remark: str

    @property
    def note_key(self) -> tuple[Any, ...]:
        """The key shared by the rows of one supply note: the book's number, maker, kind and instant."""
        return self.booth_id, self.maker_id, self.note, self.content.kind, self.content.moved_at


def write_book(lines: Sequence[BookLine], *, actor: Actor) -> None:
    """Write the rows as checked notes. PostgreSQL: locks, so that two books cannot use the same note number."""
    if not lines:
        return
    lock_table(_LOCK)
    now = clock.now()
    by_note: dict[tuple[Any, ...], list[BookLine]] = defaultdict(list)
    for line in lines:
        by_note[line.note_key].append(line)
    note_ids = _insert_notes([group[0] for group in by_note.values()], now, actor)
    rows = {
        (note_id, position): line
        for note_id, group in zip(note_ids, by_note.values(), strict=True)
        for position, line in enumerate(group, start=1)
    }
    db.session.execute(insert(_LINE), [_line_values(line, *place) for place, line in rows.items()])
    line_ids = _list_line_ids(min(note_ids), max(note_ids))
    moves = [
        _move_values(line, line_ids[place], now, actor)
        for place, line in rows.items()
        if line.content.counted
    ]
    if moves:
        db.session.execute(insert(_MOVE), moves)
    seal_states("supply_note", note_ids)
    seal_states("supply_line", note_ids)


def _insert_notes(firsts: Sequence[BookLine], now: datetime, actor: Actor) -> list[int]:
    """Insert the notes and return their ids, read afterwards because RETURNING on SQLite takes a statement per row."""
    numbers = defaultdict(int, list_last_numbers({one.booth_id for one in firsts}))
    values = []
    for one in firsts:
        year = clock.local_date(one.content.moved_at).year
        numbers[one.booth_id, year] += 1
        values.append(
            {
                "uuid": str(uuid4()),
                "booth_id": one.booth_id,
                "maker_id": one.maker_id,
                "year": year,
                "sequence": numbers[one.booth_id, year],
                "kind": one.content.kind,
                "state": "checked",
                "source": "book",
                "book_note": one.note,
                "moved_at": one.content.moved_at,
                "handed_at": one.content.moved_at,
                "checked_at": now,
                "checked_by": actor.id,
                "answer": "",
                "remark": "",
            }
        )
    last = db.session.scalar(select(func.max(_NOTE.c.id))) or 0
    db.session.execute(insert(_NOTE), values)
    written = db.session.execute(select(_NOTE.c.uuid, _NOTE.c.id).where(_NOTE.c.id > last))
    ids = {uuid: note_id for uuid, note_id in written}
    return [ids[str(value["uuid"])] for value in values]


def _list_line_ids(first: int, last: int) -> dict[tuple[int, int], int]:
    """(note id, position) → line id, for the notes with ids from `first` to `last`."""
    query = select(_LINE.c.note_id, _LINE.c.position, _LINE.c.id).where(_LINE.c.note_id.between(first, last))
    return {(note_id, position): line_id for note_id, position, line_id in db.session.execute(query)}


def _line_values(line: BookLine, note_id: int, position: int) -> dict[str, Any]:
    return {
        "note_id": note_id,
        "position": position,
        "booth_id": line.booth_id,
        "product_id": line.content.product_id,
        "stated_quantity": line.content.stated,
        "counted_quantity": line.content.counted,
        "reason": line.reason,
        "unit_price": line.content.unit_price,
        "best_before": line.best_before,
        "book_note": line.note,
        "book_line": line.line,
        "remark": line.remark,
    }


def _move_values(line: BookLine, line_id: int, now: datetime, actor: Actor) -> dict[str, Any]:
    return {
        "line_id": line_id,
        "count_line_id": None,
        "booth_id": line.booth_id,
        "maker_id": line.maker_id,
        "product_id": line.content.product_id,
        "kind": line.content.kind,
        "quantity": signed_pieces(line.content.kind, line.content.counted),
        "moved_at": line.content.moved_at,
        "business_date": clock.local_date(line.content.moved_at),
        "recorded_at": now,
        "recorded_by": actor.id,
    }
