"""Supply notes: what cannot be is refused, and nothing moves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from app.extensions import db
from app.makers.services import create_maker
from app.shared import clock
from app.shared.errors import DomainError
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
from app.stock.models import StockMove, SupplyNote
from app.stock.rules import MAX_PIECES
from app.stock.services import (
    LineCount,
    NoteLine,
    answer_note,
    check_note,
    hand_over,
    open_note,
    withdraw_note,
)
from tests.counter import Counter, make_counter


@pytest.fixture
def counter(session: Any) -> Counter:
    """A booth and a maker with goods."""
    return make_counter()


def lines(counter: Counter, pieces: int = 5) -> list[NoteLine]:
    return [NoteLine(counter.bagea, pieces, 25_000)]


def note_of(counter: Counter, **more: Any) -> SupplyNote:
    return open_note(counter.booth_id, counter.maker_id, "delivery", lines(counter), actor=SYSTEM, **more)


def moves() -> int:
    return db.session.scalar(select(func.count()).select_from(StockMove)) or 0


def test_an_id_names_one_note_with_its_booth_maker_and_kind(counter: Counter) -> None:
    uuid = str(uuid4())
    first = note_of(counter, uuid=uuid)
    assert note_of(counter, uuid=uuid).id == first.id
    booth, maker = create_booth("Pojok Lain", actor=SYSTEM), create_maker("Dapur Lain", actor=SYSTEM)
    for place in (
        (booth.id, counter.maker_id, "delivery"),
        (counter.booth_id, maker.id, "delivery"),
        (counter.booth_id, counter.maker_id, "return"),
    ):
        with pytest.raises(NoteIdTaken):
            open_note(*place, lines(counter), actor=SYSTEM, uuid=uuid)


def test_an_id_does_not_pass_other_figures_or_a_withdrawn_note_as_stored(counter: Counter) -> None:
    uuid = str(uuid4())
    note = note_of(counter, uuid=uuid)
    with pytest.raises(NoteIdTaken):
        open_note(counter.booth_id, counter.maker_id, "delivery", lines(counter, 6), actor=SYSTEM, uuid=uuid)
    withdraw_note(note.id, actor=SYSTEM)
    with pytest.raises(NoteIdTaken):
        note_of(counter, uuid=uuid)
    assert db.session.query(SupplyNote).count() == 1


def test_no_more_leaves_than_ever_came(counter: Counter) -> None:
    check_note(note_of(counter).id, [LineCount(5)], actor=SYSTEM)
    place = (counter.booth_id, counter.maker_id)
    with pytest.raises(MoreThanCame):
        open_note(*place, "return", lines(counter, 6), actor=SYSTEM)
    first, second = (open_note(*place, "return", lines(counter, 3), actor=SYSTEM) for _ in range(2))
    check_note(first.id, [LineCount(3)], actor=SYSTEM)
    with pytest.raises(MoreThanCame) as refused:
        check_note(second.id, [LineCount(3)], actor=SYSTEM)
    assert (refused.value.field, refused.value.facts["came"]) == ("pieces-1", 2)
    assert moves() == 2
    check_note(second.id, [LineCount(2, "kurang dari nota")], actor=SYSTEM)


def test_an_answer_given_twice_is_one(counter: Counter) -> None:
    note = check_note(note_of(counter).id, [LineCount(5)], actor=SYSTEM)
    for _ in range(2):
        answer_note(note.id, "agreed", actor=SYSTEM)
    assert db.session.query(AuditEvent).filter_by(action="stock.answer").count() == 1


@pytest.mark.parametrize(("minutes", "is_refused"), [(3, False), (5, True)])
def test_goods_do_not_come_tomorrow(counter: Counter, minutes: int, is_refused: bool) -> None:
    moved_at = clock.now() + timedelta(minutes=minutes)
    if not is_refused:
        assert note_of(counter, moved_at=moved_at).moved_at == moved_at
        return
    with pytest.raises(TimeAhead):
        note_of(counter, moved_at=moved_at)


@pytest.mark.parametrize("pieces", [-1, MAX_PIECES + 1])
def test_pieces_nobody_brings_are_refused(counter: Counter, pieces: int) -> None:
    with pytest.raises(PiecesUnusable):
        open_note(counter.booth_id, counter.maker_id, "delivery", lines(counter, pieces), actor=SYSTEM)
    note = note_of(counter)
    with pytest.raises(PiecesUnusable):
        check_note(note.id, [LineCount(pieces, "x")], actor=SYSTEM)
    with pytest.raises(PiecesUnusable):
        check_note(note.id, [], actor=SYSTEM)


def test_a_note_has_lines_and_they_are_the_maker_s_own_goods(counter: Counter) -> None:
    with pytest.raises(NoteEmpty):
        open_note(counter.booth_id, counter.maker_id, "delivery", [], actor=SYSTEM)
    other = create_maker("Dapur Lain", actor=SYSTEM)
    with pytest.raises(ProductOfOtherMaker):
        open_note(counter.booth_id, other.id, "delivery", lines(counter), actor=SYSTEM)


ACTS = {
    "check": lambda note: check_note(note, [LineCount(5)], actor=SYSTEM),
    "hand": lambda note: hand_over(note, actor=SYSTEM),
    "withdraw": lambda note: withdraw_note(note, actor=SYSTEM),
    "answer": lambda note: answer_note(note, "agreed", actor=SYSTEM),
}
REFUSED: list[tuple[str, str, type[DomainError]]] = [
    ("checked", "check", NoteAlreadyChecked),
    ("checked", "hand", NoteStateWrong),
    ("checked", "withdraw", NoteAlreadyChecked),
    ("withdrawn", "check", NoteStateWrong),
    ("withdrawn", "hand", NoteStateWrong),
    ("withdrawn", "answer", NoteStateWrong),
    ("announced", "answer", NoteStateWrong),
    ("handed", "answer", NoteStateWrong),
]


@pytest.mark.parametrize(("state", "act", "refusal"), REFUSED)
def test_an_act_is_refused_where_its_state_is_past(
    counter: Counter, state: str, act: str, refusal: type[DomainError]
) -> None:
    note = note_of(counter, state="announced" if state == "announced" else "handed")
    if state == "checked":
        ACTS["check"](note.id)
    if state == "withdrawn":
        ACTS["withdraw"](note.id)
    before = moves()
    with pytest.raises(refusal):
        ACTS[act](note.id)
    assert moves() == before == (state == "checked")
    assert (note.state, note.answer) == (state, "")


def test_goods_that_differ_or_are_gone_say_why(counter: Counter) -> None:
    note = note_of(counter)
    with pytest.raises(DifferenceUnexplained):
        check_note(note.id, [LineCount(4)], actor=SYSTEM)
    check_note(note_of(counter).id, [LineCount(5)], actor=SYSTEM)
    lost = open_note(counter.booth_id, counter.maker_id, "lost", lines(counter, 1), actor=SYSTEM)
    with pytest.raises(DifferenceUnexplained):
        check_note(lost.id, [LineCount(1)], actor=SYSTEM)
    assert moves() == 1
