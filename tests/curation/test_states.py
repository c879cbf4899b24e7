"""Every act from every state: possible is what the rule says, and no act refuses what nobody held in their hands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.curation.errors import NobodyHandledIt, OfferStateWrong
from app.curation.models import Submission, SubmissionRound, Verdict
from app.curation.rules import ACTS, STATES, OfferText
from app.curation.services import (
    change_offer,
    finish_round,
    mark_read,
    say_not_yet,
    send_offer,
    withdraw_offer,
)
from app.extensions import db
from app.shared.transaction import begin_writing, commit, rollback
from tests.offers import PHONE, Panel

Act = Callable[[Panel, Submission], object]


def _held_verdict(offer: Submission) -> int | None:
    """A verdict of this offer by somebody who held the product, None without one."""
    return db.session.scalar(
        select(Verdict.id)
        .join(SubmissionRound, SubmissionRound.id == Verdict.round_id)
        .where(SubmissionRound.submission_id == offer.id, Verdict.handled_on.is_not(None))
        .limit(1)
    )


def _not_yet(panel: Panel, offer: Submission) -> object:
    return say_not_yet(
        offer.id,
        seen_verdict_id=_held_verdict(offer),
        next_step="visit",
        advice="Kami bantu.",
        actor=panel.curators["TP-PKK"],
    )


DO: dict[str, Act] = {
    "edit": lambda _panel, offer: change_offer(offer.id, OfferText("Sambal roa", "cabai"), actor=PHONE),
    "send": lambda _panel, offer: send_offer(offer.id, fixed="sudah", actor=PHONE),
    "withdraw": lambda _panel, offer: withdraw_offer(offer.id, actor=PHONE),
    "finish": lambda _panel, offer: finish_round(offer.id),
    "not_yet": _not_yet,
    "read": lambda _panel, offer: mark_read(offer.id, actor=PHONE),
}


def reach(panel: Panel, state: str, *, is_held: bool) -> Submission:
    """An offer in this state, as acts lead there; `is_held`: somebody held the product on the way, where one can."""
    offer = panel.offer(is_sent=state != "draft")
    if state == "withdrawn":
        withdraw_offer(offer.id, actor=PHONE)
    if state in ("sent", "fixing", "accepted", "not_yet"):
        first = "good" if state == "accepted" else "fix"
        panel.answer(offer, "Dekranasda", first, is_held=is_held or state == "not_yet")
    if state in ("fixing", "accepted", "not_yet"):
        panel.answer(offer, "TP-PKK", "good")
    if state == "not_yet":
        _not_yet(panel, offer)
    assert offer.state == state
    return offer


def test_every_act_of_the_rule_is_walked() -> None:
    assert set(DO) == set(ACTS)


@pytest.mark.parametrize("is_held", [False, True], ids=["unseen", "seen"])
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", STATES)
def test_an_act_is_possible_exactly_where_the_rule_says(
    panel: Panel, clock: Any, state: str, act: str, is_held: bool
) -> None:
    offer = reach(panel, state, is_held=is_held)
    clock.shift(days=30)  # nobody is waited for any more
    if state not in ACTS[act]:
        with pytest.raises(OfferStateWrong):
            DO[act](panel, offer)
    elif act == "not_yet" and not is_held:
        with pytest.raises(NobodyHandledIt):
            DO[act](panel, offer)
    else:
        DO[act](panel, offer)
        assert offer.state != "not_yet" or is_held or state == "not_yet"
        return
    rollback()
    assert offer.state == state


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("start", "change"),
    [
        (
            "sent",
            "state = 'not_yet', next_step = 'visit', advice = 'x', decided_by = 1, decided_at = made_at, "
            "seen_verdict_id = {}",
        ),
        ("sent", "state = 'not_yet', decided_by = 1, decided_at = made_at"),
        ("sent", "state = 'draft'"),
        ("sent", "state = 'accepted'"),
        ("sent", "state = 'rejected'"),
        ("fixing", "state = 'accepted', decided_at = made_at"),
        ("draft", "state = 'accepted', decided_at = made_at"),
        ("accepted", "state = 'sent', decided_at = NULL, decided_by = NULL"),
        ("withdrawn", "state = 'sent', withdrawn_at = NULL"),
        ("withdrawn", "state = 'draft'"),
        ("accepted", "next_step = 'visit'"),
        ("draft", "read_at = made_at"),
        ("sent", "rounds = 0"),
    ],
)  # fmt: skip
def test_the_database_itself_refuses_a_state_nobody_may_reach(panel: Panel, start: str, change: str) -> None:
    offer = reach(panel, start, is_held=False)
    verdict_id = panel.verdict(offer, "Dekranasda") if "{}" in change else 0
    commit()
    begin_writing()
    statement = text(f"UPDATE submission SET {change.format(verdict_id)} WHERE id = :id")  # noqa: S608
    with pytest.raises(DBAPIError):
        db.session.execute(statement, {"id": offer.id})
    rollback()


@pytest.mark.both_engines
def test_the_database_keeps_what_was_frozen_given_and_lifted(panel: Panel) -> None:
    offer = reach(panel, "sent", is_held=True)
    commit()
    for statement in (
        "UPDATE product_version SET composition = 'lain'",
        "DELETE FROM product_version",
        "UPDATE verdict SET answer = 'good' WHERE answer = 'fix'",
        "DELETE FROM verdict",
        "UPDATE verdict_point SET sentence = 'lain'",
        "DELETE FROM submission",
        "INSERT INTO submission (product_id, maker_id, version_id, state, rounds, opens_product, made_at, next_step, "
        "advice) SELECT product_id, maker_id, version_id, 'sent', 1, opens_product, made_at, '', '' FROM submission",
    ):
        begin_writing()
        with pytest.raises(DBAPIError):
            db.session.execute(text(statement))
        rollback()
    assert offer.state == "sent"
