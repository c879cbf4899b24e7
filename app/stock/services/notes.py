"""Services for supply notes: open, hand over, check, answer, withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select, text

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.booths.errors import BoothNotInUse
from app.booths.models import Booth
from app.booths.queries import get_booth
from app.extensions import db
from app.makers.queries import get_maker, list_makers_of_products
from app.notices.rules import Message, maker
from app.notices.services import send_notices
from app.shared import clock
from app.shared.columns import table
from app.shared.transaction import lock_table
from app.stock.errors import (
    DifferenceUnexplained,
    MoreThanCame,
    NoteAlreadyChecked,
    NoteEmpty,
    NoteIdTaken,
    NoteStateWrong,
    PiecesUnusable,
    ProductOfOtherMaker,
    TimeAhead,
)
from app.stock.models import StockMove, SupplyLine, SupplyNote
from app.stock.queries.book import sum_moved
from app.stock.queries.notes import find_note, get_note, list_lines
from app.stock.rules import INCOMING, LOSSES, MAX_PIECES, note_number, signed_pieces

_LOCK = text("LOCK TABLE supply_note IN SHARE ROW EXCLUSIVE MODE")
_NOTE = table(SupplyNote)
FOUR_MINUTES_AHEAD = 240
"""Seconds: so far ahead of the server a tablet's clock may be."""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line as a person enters it: the maker's figure in pieces, price in whole rupiah."""

    product_id: int
    stated: int
    unit_price: int
    best_before: date | None = None
    counted: int | None = None
    reason: str = ""


def open_note(
    booth_id: int,
    maker_id: int,
    kind: str,
    lines: Sequence[NoteLine],
    *,
    actor: Actor,
    state: str = "handed",
    source: str = "booth",
    moved_at: datetime | None = None,
    uuid: str | None = None,
    remark: str = "",
) -> SupplyNote:
    """Store an unchecked note: `announced` by a maker or `handed` over. The same uuid returns the same note.

    NotFound, BoothNotInUse, NoteEmpty, NoteIdTaken, PiecesUnusable, ProductOfOtherMaker, MoreThanCame, TimeAhead.
    """
    lock_table(_LOCK)  # before the lookup, so that a form sent twice at the same time stores one note
    before = find_note(uuid := uuid or str(uuid4()))
    if before is not None:
        _ensure_same(before, (booth_id, maker_id, kind), lines)
        return before
    booth, business = _get_booth_for(kind, booth_id), get_maker(maker_id)
    now = clock.now()
    moved_at = moved_at or now
    if (moved_at - now).total_seconds() > FOUR_MINUTES_AHEAD:
        raise TimeAhead("moved_at")
    _ensure_lines(business.id, lines)
    _ensure_came(kind, booth.id, [(f"pieces-{x.product_id}", x.product_id, x.stated) for x in lines])
    year = clock.local_date(moved_at).year
    note = SupplyNote(
        uuid=uuid, booth_id=booth.id, maker_id=business.id, year=year, sequence=next_sequence(booth.id, year),
        kind=kind, state=state, source=source, moved_at=moved_at, remark=remark.strip(), answer="",
        announced_at=now if state == "announced" else None, handed_at=now if state == "handed" else None,
    )  # fmt: skip
    db.session.add(note)
    db.session.flush()
    _add_lines(note, lines)
    for kind_of_row in ("supply_note", "supply_line"):
        seal_states(kind_of_row, [note.id])
    details = {"booth": booth.id, "maker": business.id, "kind": kind, "lines": len(lines)}
    action = "stock.announced" if state == "announced" else "stock.handed"
    record_event(action, actor=actor, subject="supply_note", subject_id=note.id, details=details)
    return note


def _ensure_same(before: SupplyNote, place: tuple[int, int, str], lines: Sequence[NoteLine]) -> None:
    """Raise NoteIdTaken unless the stored note has the same content."""
    stored = [(line.product_id, line.stated_quantity) for line in list_lines(before.id)]
    is_same = (before.booth_id, before.maker_id, before.kind) == place and before.state != "withdrawn"
    if not is_same or stored != [(line.product_id, line.stated) for line in lines]:
        raise NoteIdTaken("uuid", number=note_number(before.booth_id, before.year, before.sequence))


def _get_booth_for(kind: str, booth_id: int) -> Booth:
    """The booth. BoothNotInUse for a delivery to an inactive one; goods may still leave it."""
    booth = get_booth(booth_id)
    if kind == "delivery" and not booth.is_active:
        raise BoothNotInUse("booth_id")
    return booth


def _add_lines(note: SupplyNote, lines: Sequence[NoteLine]) -> None:
    for position, one in enumerate(lines, start=1):
        db.session.add(
            SupplyLine(
                note_id=note.id, position=position, booth_id=note.booth_id, product_id=one.product_id,
                stated_quantity=one.stated, unit_price=one.unit_price, best_before=one.best_before,
                reason=one.reason.strip() if note.kind != "delivery" else "", remark="",
            )
        )  # fmt: skip


def hand_over(note_id: int, *, actor: Actor) -> SupplyNote:
    """Record that the maker handed announced goods over. NotFound, NoteStateWrong."""
    note = _lock_note(note_id)
    if note.state == "handed":
        return note
    if note.state != "announced":
        raise NoteStateWrong()
    return _take_over(note, actor)


def _take_over(note: SupplyNote, actor: Actor) -> SupplyNote:
    """Mark announced goods as handed over now. BoothNotInUse."""
    _get_booth_for(note.kind, note.booth_id)
    note.state, note.handed_at = "handed", clock.now()
    note.moved_at = note.handed_at
    return _record_change(note, "stock.handed", actor)


def withdraw_note(note_id: int, *, actor: Actor) -> SupplyNote:
    """Withdraw an unchecked note. NotFound, NoteAlreadyChecked."""
    note = _lock_note(note_id)
    if note.state == "checked":
        raise NoteAlreadyChecked()
    note.state = "withdrawn"
    return _record_change(note, "stock.withdraw", actor)


@dataclass(frozen=True, slots=True)
class LineCount:
    """The booth's count of one line, and the reason for a difference from the maker's figure.

    `best_before`: as printed on the goods; None keeps the note's date.
    """

    pieces: int
    reason: str = ""
    best_before: date | None = None


def check_note(note_id: int, counted: Sequence[LineCount], *, actor: Actor) -> SupplyNote:
    """Store the booth's figures, which count from now on, and move the goods line by line. Possible once.

    An announced note is handed over in the same act. NotFound, NoteAlreadyChecked, NoteStateWrong, BoothNotInUse,
    PiecesUnusable, DifferenceUnexplained, MoreThanCame.
    """
    note = _lock_unchecked(note_id)
    if note.state == "announced":
        _take_over(note, actor)
    lines = list_lines(note.id)
    if len(counted) != len(lines):
        raise PiecesUnusable("counted", line=len(counted))
    leaving = [
        (f"pieces-{line.position}", line.product_id, one.pieces)
        for line, one in zip(lines, counted, strict=True)
    ]
    _ensure_came(note.kind, note.booth_id, leaving)
    now = clock.now()
    for line, one in zip(lines, counted, strict=True):
        _ensure_pieces(one.pieces, line.position)
        reason = one.reason.strip() or line.reason
        if (one.pieces != line.stated_quantity or note.kind in LOSSES) and not reason:
            raise DifferenceUnexplained(f"reason-{line.position}", line=line.position)
        line.counted_quantity, line.reason = one.pieces, reason
        line.best_before = one.best_before or line.best_before
        if one.pieces:
            db.session.add(_move(note, line, one.pieces, now, actor))
    note.state, note.checked_at, note.checked_by = "checked", now, actor.id
    seal_states("supply_line", [note.id])
    if note.source != "book":  # handwritten books are signed on paper
        _tell_checked(note, lines)
    return _record_change(note, "stock.check", actor)


def _tell_checked(note: SupplyNote, lines: Sequence[SupplyLine]) -> None:
    """Notify the maker that the booth has checked the note, and whether its figures differ."""
    facts = {
        "note": note.id, "number": note_number(note.booth_id, note.year, note.sequence),
        "differs": any(line.counted_quantity != line.stated_quantity for line in lines),
    }  # fmt: skip
    send_notices([Message(maker(note.maker_id), "note_checked", f"note:{note.id}:checked", facts)])


def _move(note: SupplyNote, line: SupplyLine, pieces: int, now: datetime, actor: Actor) -> StockMove:
    return StockMove(
        line_id=line.id, booth_id=note.booth_id, maker_id=note.maker_id, product_id=line.product_id, kind=note.kind,
        quantity=signed_pieces(note.kind, pieces), moved_at=note.moved_at,
        business_date=clock.local_date(note.moved_at), recorded_at=now, recorded_by=actor.id,
    )  # fmt: skip


def answer_note(note_id: int, answer: str, *, actor: Actor) -> SupplyNote:
    """Store the maker's answer to the booth's figures: `agreed` or `objected`. The same answer again changes nothing.

    NotFound, NoteStateWrong.
    """
    note = _lock_note(note_id)
    if note.state != "checked":
        raise NoteStateWrong()
    if note.answer == answer:
        return note
    note.answer, note.answered_at, note.answered_by = answer, clock.now(), actor.id
    return _record_change(note, "stock.answer", actor)


def _record_change(note: SupplyNote, action: str, actor: Actor) -> SupplyNote:
    """Flush the note and record the audit event and state seal of this act."""
    db.session.flush()
    seal_states("supply_note", [note.id])
    details: dict[str, Any] = {"state": note.state, "answer": note.answer}
    record_event(action, actor=actor, subject="supply_note", subject_id=note.id, details=details)
    return note


def _lock_unchecked(note_id: int) -> SupplyNote:
    """The note, locked. NotFound, NoteAlreadyChecked, NoteStateWrong."""
    if get_note(note_id).kind not in INCOMING:
        lock_table(_LOCK)  # so that two notes cannot take out the same pieces
    note = _lock_note(note_id)
    if note.state == "checked":
        raise NoteAlreadyChecked()
    if note.state == "withdrawn":
        raise NoteStateWrong()
    return note


def _lock_note(note_id: int) -> SupplyNote:
    get_note(note_id)
    note = db.session.get(SupplyNote, note_id, with_for_update=True, populate_existing=True)
    assert note is not None  # noqa: S101  (notes are never deleted)
    return note


def next_sequence(booth_id: int, year: int) -> int:
    """The next number of a note at a booth in a year. The caller has locked the table of notes."""
    last = select(func.coalesce(func.max(_NOTE.c.sequence), 0)).where(
        _NOTE.c.booth_id == booth_id, _NOTE.c.year == year
    )
    return int(db.session.scalar(last) or 0) + 1


def _ensure_lines(maker_id: int, lines: Sequence[NoteLine]) -> None:
    if not lines:
        raise NoteEmpty("lines")
    owners = list_makers_of_products([line.product_id for line in lines])
    for position, one in enumerate(lines, start=1):
        _ensure_pieces(one.stated, position)
        if owners.get(one.product_id) != maker_id:
            raise ProductOfOtherMaker(f"product-{position}", line=position)


def _ensure_came(kind: str, booth_id: int, leaving: Sequence[tuple[str, int, int]]) -> None:
    """Raise MoreThanCame if more goods leave than came; sales are not considered, as for handwritten books.

    `leaving`: field, product, pieces.
    """
    if kind in INCOMING:
        return
    moved = sum_moved([booth_id])
    for position, (field, product_id, pieces) in enumerate(leaving, start=1):
        came = max(moved.get((booth_id, product_id), 0), 0)
        if pieces > came:
            raise MoreThanCame(field, line=position, came=came)
        moved[booth_id, product_id] = came - pieces


def _ensure_pieces(pieces: int, line: int) -> None:
    if not 0 <= pieces <= MAX_PIECES:
        raise PiecesUnusable(f"pieces-{line}", line=line)
