"""A maker's state is left only where it may be; a closed record stays closed, a joined one is joined no further."""

from __future__ import annotations

from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.extensions import db
from app.makers.errors import JoinRefused, MakerStateWrong
from app.makers.models import MakerProfile
from app.makers.profiles import close_maker, join_makers, pause_maker, resume_maker, see_maker
from app.makers.services import change_maker, create_maker
from app.makers.tokens import show_page, withdraw_page
from app.shared.errors import NotFound


@pytest.fixture
def maker_id(session: Any) -> int:
    return create_maker("Dapur Ina", actor=SYSTEM).id


def state(maker_id: int) -> str:
    return db.session.get_one(MakerProfile, maker_id).state


def test_a_closed_maker_is_neither_seen_paused_opened_nor_closed_again(maker_id: int) -> None:
    close_maker(maker_id, actor=SYSTEM)
    for act in (see_maker, pause_maker, resume_maker, close_maker):
        with pytest.raises(MakerStateWrong):
            act(maker_id, actor=SYSTEM)
    change_maker(maker_id, name="Dapur Ina", contact="", is_active=True, actor=SYSTEM)
    assert state(maker_id) == "closed"


def test_only_a_paused_maker_is_opened(maker_id: int) -> None:
    with pytest.raises(MakerStateWrong):
        resume_maker(maker_id, actor=SYSTEM)
    see_maker(maker_id, actor=SYSTEM)
    pause_maker(maker_id, actor=SYSTEM)
    resume_maker(maker_id, actor=SYSTEM)
    assert state(maker_id) == "active"


def test_a_record_is_joined_with_another_that_is_joined_with_none(maker_id: int) -> None:
    second, third = (create_maker(name, actor=SYSTEM).id for name in ("Dapur Ina Poka", "Dapur Ina Hila"))
    join_makers(second, maker_id, actor=SYSTEM)
    for record, into in ((maker_id, maker_id), (second, third), (third, second)):
        with pytest.raises(JoinRefused):
            join_makers(record, into, actor=SYSTEM)
    join_makers(maker_id, third, actor=SYSTEM)
    assert db.session.get_one(MakerProfile, second).joined_into_id == third, "one step always leads there"


def test_a_page_nobody_has_is_not_withdrawn(maker_id: int) -> None:
    for act in (withdraw_page, show_page):
        with pytest.raises(NotFound):
            act("maker", maker_id + 9, actor=SYSTEM)
