"""Reads of supply notes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.booths.models import Booth
from app.extensions import db
from app.makers.models import Maker
from app.shared.columns import table
from app.shared.errors import NotFound
from app.stock.models import SupplyLine, SupplyNote
from app.stock.rules import note_number

_NOTE, _LINE = table(SupplyNote), table(SupplyLine)
_MAKER, _BOOTH = table(Maker), table(Booth)


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A supply note in a list; `pieces` as counted by the booth, else as stated by the maker."""

    id: int
    number: str
    booth_id: int
    booth: str
    maker_id: int
    maker: str
    kind: str
    state: str
    moved_at: datetime
    pieces: int
    lines: int
    has_difference: bool
    answer: str


def list_notes(
    *,
    booth_ids: Collection[int] | None = None,
    maker_ids: Collection[int] | None = None,
    states: Collection[str] | None = None,
    ids: Collection[int] | None = None,
    limit: int = 200,
) -> list[NoteRow]:
    """Supply notes, newest first, in one statement."""
    pieces = func.sum(func.coalesce(_LINE.c.counted_quantity, _LINE.c.stated_quantity))
    differing = func.count().filter(_LINE.c.counted_quantity != _LINE.c.stated_quantity)
    query = (
        select(
            _NOTE.c.id, _NOTE.c.booth_id, _NOTE.c.year, _NOTE.c.sequence, _BOOTH.c.name, _NOTE.c.maker_id,
            _MAKER.c.name, _NOTE.c.kind, _NOTE.c.state, _NOTE.c.moved_at, pieces, func.count(), differing,
            _NOTE.c.answer,
        )
        .join(_LINE, _LINE.c.note_id == _NOTE.c.id)
        .join(_BOOTH, _BOOTH.c.id == _NOTE.c.booth_id)
        .join(_MAKER, _MAKER.c.id == _NOTE.c.maker_id)
        .group_by(_NOTE.c.id, _BOOTH.c.id, _MAKER.c.id)
        .order_by(_NOTE.c.id.desc())
        .limit(limit)
    )  # fmt: skip
    for column, among in (
        (_NOTE.c.booth_id, booth_ids),
        (_NOTE.c.maker_id, maker_ids),
        (_NOTE.c.state, states),
        (_NOTE.c.id, ids),
    ):
        if among is not None:
            query = query.where(column.in_(among))
    return [
        NoteRow(
            one[0], note_number(one[1], one[2], one[3]), one[1], one[4], one[5], one[6], one[7], one[8],
            one[9], int(one[10]), int(one[11]), bool(one[12]), one[13],
        )
        for one in db.session.execute(query)
    ]  # fmt: skip


def list_unanswered(maker_ids: Collection[int]) -> list[int]:
    """Ids of checked notes that these makers have not answered, without those from handwritten books."""
    is_unanswered = (_NOTE.c.state == "checked", _NOTE.c.answer == "", _NOTE.c.source != "book")
    return list(db.session.scalars(select(_NOTE.c.id).where(_NOTE.c.maker_id.in_(maker_ids), *is_unanswered)))


def get_note(note_id: int) -> SupplyNote:
    """One supply note. NotFound."""
    note = db.session.get(SupplyNote, note_id)
    if note is None:
        raise NotFound()
    return note


def find_note(uuid: str) -> SupplyNote | None:
    """The note with this id, or None."""
    return db.session.scalar(select(SupplyNote).where(SupplyNote.uuid == uuid))


def find_note_by_number(booth_id: int, year: int, sequence: int) -> SupplyNote | None:
    """The note with this number, or None."""
    return db.session.scalar(select(SupplyNote).filter_by(booth_id=booth_id, year=year, sequence=sequence))


def list_lines(note_id: int) -> list[SupplyLine]:
    """The lines of a note, in order."""
    return list(
        db.session.scalars(select(SupplyLine).filter_by(note_id=note_id).order_by(SupplyLine.position))
    )
