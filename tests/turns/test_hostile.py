"""Invitations answered twice, cards that are dead, makers that are closed, and stories that are markup."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.booths.services import get_or_create_booth
from app.makers.errors import MakerClosed
from app.makers.members import issue_maker_card
from app.makers.profiles import close_maker
from app.makers.services import create_maker
from app.shared.transaction import commit
from app.turns.errors import NotAMakersCard, PlaceTaken
from app.turns.queries import list_turns
from app.turns.services import (
    answer_turn,
    fill_turns,
    record_presence,
    record_presence_by_card,
    tell_story,
)
from tests.pages import PageClient

pytestmark = pytest.mark.both_engines
TODAY, NEXT = date(2026, 11, 7), date(2026, 12, 7)
MARKUP = "<script>alert(1)</script>"


@pytest.fixture
def booth(session: Any) -> int:
    return get_or_create_booth("Balai Kota", actor=SYSTEM).id


def maker(name: str) -> int:
    return create_maker(name, actor=SYSTEM).id


def answer(turn_id: int, maker_id: int, word: str) -> None:
    answer_turn(turn_id, word, maker_ids=[maker_id], actor=SYSTEM)


def standing(day: date) -> int:
    """How many of the day's turns nobody passed on."""
    return sum(one.answer != "passed" for one in list_turns(day))


def test_a_place_passed_on_comes_back_only_while_nobody_else_was_asked(booth: int) -> None:
    for name in ("A", "B", "C"):
        maker(name)
    fill_turns(NEXT, booth, 1, actor=SYSTEM)
    (first,) = list_turns(NEXT)
    for word in ("accepted", "accepted", "passed", "accepted", "passed", "passed"):
        answer(first.id, first.maker_id, word)
    (asked,) = fill_turns(NEXT, booth, 1, actor=SYSTEM)
    with pytest.raises(PlaceTaken):
        answer(first.id, first.maker_id, "accepted")
    assert standing(NEXT) == 1
    second = next(one for one in list_turns(NEXT) if one.maker_id == asked)
    answer(second.id, asked, "passed")
    answer(first.id, first.maker_id, "accepted")
    assert standing(NEXT) == 1 and fill_turns(NEXT, booth, 1, actor=SYSTEM) == []


def test_a_closed_maker_and_a_replaced_card_are_not_noted(booth: int) -> None:
    own, closed = maker("A"), maker("B")
    old, new = (issue_maker_card(own, actor=SYSTEM) for _time in range(2))
    ended = issue_maker_card(closed, actor=SYSTEM)
    close_maker(closed, actor=SYSTEM)
    with pytest.raises(MakerClosed):
        record_presence(booth, closed, source="clerk", actor=SYSTEM)
    for code, error in ((old, NotAMakersCard), ("", NotAMakersCard), (ended, MakerClosed)):
        with pytest.raises(error):
            record_presence_by_card(booth, code, actor=SYSTEM)
    assert list_turns(TODAY) == []
    assert record_presence_by_card(booth, new, actor=SYSTEM).maker_id == own


def test_a_story_of_markup_is_text_wherever_it_stands(booth: int, as_role: Any) -> None:
    turn = record_presence(booth, maker(f"Dapur {MARKUP}"), source="clerk", actor=SYSTEM)
    tell_story(turn.id, MARKUP, actor=SYSTEM)
    commit()
    dinas: PageClient = as_role("umkm")
    finance: PageClient = as_role("finance", username="bendahara")
    report = "/keuangan/laporan/lihat/event-day?hari=2026-11-07&lembar=5"
    for client, path in ((dinas, "/dinas/giliran?hari=2026-11-07"), (finance, report)):
        page = client.get(path)
        assert MARKUP not in page.body and "&lt;script&gt;" in page.body, path
