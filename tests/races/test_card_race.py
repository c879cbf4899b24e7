"""A card replaced, or a right ended, while its holder signs in: whatever comes last, the old card opens nothing."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.errors import CardRefused
from app.accounts.models import AccessCard, LoginSession
from app.accounts.queries import find_identity
from app.accounts.services import NewSession, cards, set_card_pin, sign_in_by_card
from app.audit.rules import SYSTEM
from app.extensions import db
from app.makers.members import (
    bind_login,
    end_membership,
    issue_maker_card,
    list_bound_makers,
    list_members,
    revoke_maker_card,
)
from app.makers.models import MakerMember
from app.makers.services import create_maker
from app.shared.errors import NotFound
from app.shared.transaction import begin_writing, commit
from tests.ledger import City

pytestmark = pytest.mark.real_clock
AtOnce = Callable[..., list[Any]]
Beside = Callable[[Callable[[], Any]], Callable[[], Any]]
PIN = "407921"


def _card() -> tuple[int, str]:
    begin_writing()
    maker = create_maker("Dapur Titip", actor=SYSTEM)
    code = issue_maker_card(maker.id, actor=SYSTEM)
    commit()
    set_card_pin(code, PIN)
    commit()
    db.session.remove()
    return maker.id, code


def _sign_in(code: str) -> Callable[[], NewSession]:
    def act() -> NewSession:
        found = sign_in_by_card(code, PIN)
        commit()
        return found

    return act


def _live(model: Any, *conditions: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def test_a_card_reissued_while_its_holder_signs_in_leaves_no_session(
    app: Flask, city: City, at_once: AtOnce
) -> None:
    maker_id, code = _card()

    def reissue() -> str:
        begin_writing()
        found = issue_maker_card(maker_id, actor=SYSTEM)
        commit()
        return found

    answers = at_once(_sign_in(code), reissue, _sign_in(code))
    assert isinstance(answers[1], str), answers
    assert all(isinstance(one, NewSession | CardRefused) for one in (answers[0], answers[2])), answers
    assert all(find_identity(one.key) is None for one in answers if isinstance(one, NewSession))
    assert _live(LoginSession, LoginSession.ended_at.is_(None)) == 0
    assert _live(AccessCard, AccessCard.revoked_at.is_(None)) == 1


@pytest.mark.postgresql
def test_who_signs_in_while_the_card_is_being_replaced_waits_and_is_refused(
    app: Flask, city: City, at_once: AtOnce, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker_id, code = _card()
    is_replaced, is_in = Event(), Event()
    clear = cards.clear_attempts

    def signed_in(counted: Any) -> None:
        is_in.set()
        clear(counted)

    def reissue() -> str:
        begin_writing()
        found = issue_maker_card(maker_id, actor=SYSTEM)
        is_replaced.set()
        is_in.wait(0.5)  # nobody gets in meanwhile: whoever signs in waits for this commit
        commit()
        return found

    def sign_in() -> NewSession:
        is_replaced.wait(10)
        return _sign_in(code)()

    monkeypatch.setattr(cards, "clear_attempts", signed_in)
    new, answer = at_once(reissue, sign_in)
    assert isinstance(new, str) and isinstance(answer, CardRefused), (new, answer)
    assert _live(LoginSession, LoginSession.ended_at.is_(None)) == 0


def test_two_booths_that_reissue_at_once_leave_one_card(app: Flask, city: City, at_once: AtOnce) -> None:
    maker_id, _code = _card()

    def reissue() -> str:
        begin_writing()
        found = issue_maker_card(maker_id, actor=SYSTEM)
        commit()
        return found

    answers = at_once(reissue, reissue, reissue)
    assert len(set(answers)) == 3 and all(isinstance(one, str) for one in answers), answers
    assert _live(AccessCard, AccessCard.revoked_at.is_(None)) == 1


def test_a_right_ended_while_its_holder_signs_in_leaves_no_session(
    app: Flask, city: City, at_once: AtOnce
) -> None:
    maker_id, code = _card()
    (member,) = list_members(maker_id)
    db.session.remove()

    def end() -> str:
        begin_writing()
        end_membership(maker_id, member.id, actor=SYSTEM)
        commit()
        return "ended"

    answers = at_once(_sign_in(code), end, _sign_in(code))
    assert answers[1] == "ended", answers
    assert all(isinstance(one, NewSession | CardRefused) for one in (answers[0], answers[2])), answers
    assert all(find_identity(one.key) is None for one in answers if isinstance(one, NewSession))
    users = list(db.session.scalars(select(LoginSession.user_id)))
    assert all(list_bound_makers(one) == [] for one in users)


def _two_makers_of_one() -> tuple[list[int], list[int]]:
    """(makers, members): one login with a card acts for two makers."""
    first, _code = _card()
    begin_writing()
    second = create_maker("Dapur Kedua", actor=SYSTEM).id
    bind_login(second, db.session.scalars(select(MakerMember.user_id)).one(), actor=SYSTEM)
    commit()
    makers = [first, second]
    members = [list_members(one)[0].id for one in makers]
    db.session.remove()
    return makers, members


def _live_cards_of_nobody() -> int:
    acting = select(MakerMember.user_id).where(MakerMember.until.is_(None))
    return _live(AccessCard, AccessCard.revoked_at.is_(None), AccessCard.user_id.not_in(acting))


@pytest.mark.postgresql
def test_the_first_card_issued_twice_at_once_makes_one_login(app: Flask, city: City, beside: Beside) -> None:
    begin_writing()
    maker_id = create_maker("Dapur Baru", actor=SYSTEM).id
    commit()
    begin_writing()
    issue_maker_card(maker_id, actor=SYSTEM)
    other = beside(lambda: issue_maker_card(maker_id, actor=SYSTEM))
    commit()
    assert isinstance(other(), str), other()
    assert (_live(MakerMember), _live(AccessCard, AccessCard.revoked_at.is_(None))) == (1, 1)


@pytest.mark.postgresql
def test_cards_issued_at_once_to_one_who_acts_for_two_makers_leave_one(
    app: Flask, city: City, beside: Beside
) -> None:
    (first, second), _members = _two_makers_of_one()
    begin_writing()
    issue_maker_card(first, actor=SYSTEM)
    other = beside(lambda: issue_maker_card(second, actor=SYSTEM))
    commit()
    assert isinstance(other(), str), other()
    assert _live(AccessCard, AccessCard.revoked_at.is_(None)) == 1


@pytest.mark.postgresql
def test_both_rights_of_one_login_ended_at_once_end_its_card(app: Flask, city: City, beside: Beside) -> None:
    (first, second), members = _two_makers_of_one()
    begin_writing()
    end_membership(first, members[0], actor=SYSTEM)
    other = beside(lambda: end_membership(second, members[1], actor=SYSTEM))
    commit()
    assert (other(), _live(AccessCard, AccessCard.revoked_at.is_(None))) == (None, 0)


@pytest.mark.postgresql
@pytest.mark.parametrize("is_ended_first", [True, False])
def test_a_right_ended_beside_a_new_card_leaves_no_card_of_one_who_acts_for_nobody(
    app: Flask, city: City, beside: Beside, is_ended_first: bool
) -> None:
    maker_id, _code = _card()
    (member,) = list_members(maker_id)
    end = lambda: end_membership(maker_id, member.id, actor=SYSTEM)  # noqa: E731
    issue = lambda: issue_maker_card(maker_id, actor=SYSTEM)  # noqa: E731
    first, second = (end, issue) if is_ended_first else (issue, end)
    begin_writing()
    first()
    other = beside(second)
    commit()
    assert not isinstance(other(), BaseException), other()
    assert _live_cards_of_nobody() == 0


@pytest.mark.postgresql
@pytest.mark.parametrize("verb", [end_membership, revoke_maker_card])
def test_a_right_that_ends_meanwhile_ends_once(
    app: Flask, city: City, beside: Beside, verb: Callable[..., Any]
) -> None:
    maker_id, _code = _card()
    (member,) = list_members(maker_id)
    begin_writing()
    end_membership(maker_id, member.id, actor=SYSTEM)
    other = beside(lambda: verb(maker_id, member.id, actor=SYSTEM))
    commit()
    assert isinstance(other(), NotFound), other()
