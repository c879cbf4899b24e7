"""Curation at the same moment: what was judged is what was sent, a round ends once, a product has one open offer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.audit.verify import catch_up, verify_chain
from app.curation.errors import OfferOpen, OfferStateWrong, VerdictGiven
from app.curation.models import ProductVersion, Submission, SubmissionRound, Verdict, VerdictPoint
from app.curation.queries.products import list_on_hold
from app.curation.rules import TEXT_FIELDS, OfferText
from app.curation.services import (
    VerdictDraft,
    change_offer,
    finish_due_rounds,
    give_verdict,
    hold_product,
    offer_product,
    send_offer,
    withdraw_offer,
)
from app.extensions import db
from app.shared.clock import today
from app.shared.transaction import begin_writing, commit, rollback
from tests.ledger import City, TillClient, a_sale
from tests.offers import PHONE, SAMBAL, Panel, make_panel

pytestmark = pytest.mark.real_clock
AtOnce = Callable[..., list[Any]]


@pytest.fixture
def panel(city: City) -> Panel:
    """Two agencies, committed."""
    begin_writing()
    made = make_panel()
    commit()
    return made


def acting(act: Callable[[], Any]) -> Callable[[], str]:
    """An act in a transaction of its own; afterwards the state it left."""

    def run() -> str:
        begin_writing()
        state = str(act().state)
        commit()
        return state

    return run


def new_offer(panel: Panel, *, is_sent: bool) -> int:
    begin_writing()
    offer = panel.offer(is_sent=is_sent)
    commit()
    return offer.id


def ensure_sound() -> None:
    rollback()
    catch_up()
    assert verify_chain(db.session()).findings == []


def test_sending_beside_a_change_freezes_one_whole_text(panel: Panel, at_once: AtOnce) -> None:
    before, after = (
        OfferText("Abon", "ikan", "100 gram"),
        OfferText("Abon pedas", "ikan, cabai", "150 gram"),
    )
    begin_writing()
    offer = panel.offer(before, is_sent=False)
    commit()
    offer_id, product_id = offer.id, offer.product_id
    answers = at_once(
        acting(lambda: send_offer(offer_id, actor=PHONE)),
        acting(lambda: change_offer(offer_id, after, actor=PHONE)),
    )
    assert answers[0] == "sent"
    assert answers[1] == "draft" or isinstance(answers[1], OfferStateWrong), answers
    rollback()
    version = db.session.scalars(select(ProductVersion).filter_by(product_id=product_id)).one()
    offered = after if answers[1] == "draft" else before
    assert all(getattr(version, name) == getattr(offered, name) for name in TEXT_FIELDS)
    assert version.frozen_at is not None
    ensure_sound()


def test_the_end_of_a_round_beside_a_late_verdict_has_one_order(panel: Panel, at_once: AtOnce) -> None:
    offer_id = new_offer(panel, is_sent=True)
    begin_writing()
    panel.answer(db.session.get_one(Submission, offer_id), "Dekranasda", "good")
    db.session.execute(update(SubmissionRound).values(due_on=date(2020, 1, 1)))
    commit()
    late = panel.verdict(db.session.get_one(Submission, offer_id), "TP-PKK")
    rollback()
    draft, curator = VerdictDraft("", [panel.fix]), panel.curators["TP-PKK"]

    def end() -> int:
        begin_writing()
        ended = finish_due_rounds()
        commit()
        return ended

    def judge() -> str | None:
        begin_writing()
        answer = give_verdict(late, draft, actor=curator).answer
        commit()
        return answer

    ended, answer = at_once(end, judge)
    assert answer == "fix", answer
    rollback()
    offer, verdict = db.session.get_one(Submission, offer_id), db.session.get_one(Verdict, late)
    assert (offer.state, ended, verdict.skipped_at is not None) in (
        ("accepted", 1, True),
        ("fixing", 0, False),
    )
    assert db.session.scalar(select(func.count()).where(SubmissionRound.ended_at.is_not(None))) == 1
    ensure_sound()


def test_an_agency_with_two_curators_answers_once(panel: Panel, at_once: AtOnce) -> None:
    offer_id = new_offer(panel, is_sent=True)
    verdict_id = panel.verdict(db.session.get_one(Submission, offer_id), "Dekranasda")
    rollback()
    curator = panel.curators["Dekranasda"]

    def judge(draft: VerdictDraft) -> Callable[[], str | None]:
        def run() -> str | None:
            begin_writing()
            answer = give_verdict(verdict_id, draft, actor=curator).answer
            commit()
            return answer

        return run

    answers = at_once(*[judge(VerdictDraft("good")), judge(VerdictDraft("", [panel.fix]))] * 2)
    given = [one for one in answers if isinstance(one, str)]
    assert len(given) == 1 and all(isinstance(one, (str, VerdictGiven)) for one in answers), answers
    rollback()
    verdict = db.session.get_one(Verdict, verdict_id)
    points = db.session.scalar(select(func.count()).where(VerdictPoint.verdict_id == verdict_id))
    assert (verdict.answer, points) == (given[0], int(given[0] == "fix"))
    ensure_sound()


def test_two_phones_that_offer_one_product_make_one_offer(panel: Panel, at_once: AtOnce) -> None:
    offer_id = new_offer(panel, is_sent=False)
    begin_writing()
    product_id = withdraw_offer(offer_id, actor=PHONE).product_id
    commit()
    answers = at_once(*[acting(lambda: offer_product(product_id, SAMBAL, actor=PHONE))] * 4)
    assert answers.count("draft") == 1
    assert all(one == "draft" or isinstance(one, OfferOpen) for one in answers), answers
    ensure_sound()


def test_withdrawing_beside_the_last_verdict_ends_the_offer_once(panel: Panel, at_once: AtOnce) -> None:
    offer_id = new_offer(panel, is_sent=True)
    begin_writing()
    panel.answer(db.session.get_one(Submission, offer_id), "Dekranasda", "good")
    commit()
    last = panel.verdict(db.session.get_one(Submission, offer_id), "TP-PKK")
    rollback()
    curator = panel.curators["TP-PKK"]

    def judge() -> str | None:
        begin_writing()
        answer = give_verdict(last, VerdictDraft("good"), actor=curator).answer
        commit()
        return answer

    withdrawn, answer = at_once(acting(lambda: withdraw_offer(offer_id, actor=PHONE)), judge)
    assert answer == "good", answer
    rollback()
    state = db.session.get_one(Submission, offer_id).state
    assert state == "withdrawn" if withdrawn == "withdrawn" else state == "accepted"
    assert withdrawn == "withdrawn" or isinstance(withdrawn, OfferStateWrong)
    ensure_sound()


def test_a_hold_beside_sales_stops_none_of_them(
    app: Flask, city: City, panel: Panel, at_once: AtOnce
) -> None:
    curator = panel.curators["Dekranasda"]

    def hold() -> int:
        begin_writing()
        held = hold_product(
            city.product_id, reason="hasil uji", letter_number="440/1", until=None, actor=curator
        ).id
        commit()
        return held

    def sell() -> list[str]:
        till = TillClient(app, city.token)
        return [one["result"] for _ in range(3) for one in till.send(a_sale(city))]

    held, *sold = at_once(hold, sell, sell)
    assert isinstance(held, int), held
    assert sold == [["recorded"] * 3] * 2
    rollback()
    assert city.product_id in list_on_hold(today())
    ensure_sound()
