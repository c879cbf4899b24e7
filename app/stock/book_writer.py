"""Writes the accepted rows of a book: notes, lines and moves, a few statements for any number of rows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, text

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
    """A row to write: where, whose, its number in the book, and what it said."""

    booth_id: int
    maker_id: int
    note: str
    line: int
    said: StoredLine
    reason: str
    best_before: date | None
    remark: str

    @property
    def note_key(self) -> tuple[Any, ...]:
        """What makes rows one supply note: a number of the book, one maker, one kind, one instant."""
        return self.booth_id, self.maker_id, self.note, self.said.kind, self.said.moved_at


def write_book(lines: Sequence[BookLine], *, actor: Actor) -> None:
    """Write the rows as checked notes. PostgreSQL: one book at a time, so that no number is given twice."""
    if not lines:
        return
    lock_table(_LOCK)
    now = clock.now()
    by_note: dict[tuple[Any, ...], list[BookLine]] = defaultdict(list)
    for line in lines:
        by_note[line.note_key].append(line)
    note_ids = _insert_notes([group[0] for group in by_note.values()], now, actor)
    rows = [
        (line, _line_values(line, note_id, position))
        for note_id, group in zip(note_ids, by_note.values(), strict=True)
        for position, line in enumerate(group, start=1)
    ]
    returning = insert(_LINE).returning(_LINE.c.id, sort_by_parameter_order=True)
    line_ids = db.session.scalars(returning, [values for _, values in rows]).all()
    moves = [
        _move_values(line, line_id, now, actor)
        for line_id, (line, _) in zip(line_ids, rows, strict=True)
        if line.said.counted
    ]
    if moves:
        db.session.execute(insert(_MOVE), moves)
    seal_states("supply_note", note_ids)
    seal_states("supply_line", note_ids)


def _insert_notes(firsts: Sequence[BookLine], now: datetime, actor: Actor) -> Sequence[int]:
    numbers = defaultdict(int, list_last_numbers({one.booth_id for one in firsts}))
    values = []
    for one in firsts:
        year = clock.local_date(one.said.moved_at).year
        numbers[one.booth_id, year] += 1
        values.append(
            {
                "uuid": str(uuid4()),
                "booth_id": one.booth_id,
                "maker_id": one.maker_id,
                "year": year,
                "sequence": numbers[one.booth_id, year],
                "kind": one.said.kind,
                "state": "checked",
                "source": "book",
                "book_note": one.note,
                "moved_at": one.said.moved_at,
                "handed_at": one.said.moved_at,
                "checked_at": now,
                "checked_by": actor.id,
                "answer": "",
                "remark": "",
            }
        )
    returning = insert(_NOTE).returning(_NOTE.c.id, sort_by_parameter_order=True)
    return db.session.scalars(returning, values).all()


def _line_values(line: BookLine, note_id: int, position: int) -> dict[str, Any]:
    return {
        "note_id": note_id,
        "position": position,
        "booth_id": line.booth_id,
        "product_id": line.said.product_id,
        "stated_quantity": line.said.stated,
        "counted_quantity": line.said.counted,
        "reason": line.reason,
        "unit_price": line.said.unit_price,
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
        "product_id": line.said.product_id,
        "kind": line.said.kind,
        "quantity": signed_pieces(line.said.kind, line.said.counted),
        "moved_at": line.said.moved_at,
        "business_date": clock.local_date(line.said.moved_at),
        "recorded_at": now,
        "recorded_by": actor.id,
    }
