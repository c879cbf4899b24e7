"""An offer from the first form to what comes of it: rounds, verdicts, silence, not yet, new versions."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.curation.errors import (
    NobodyHandledIt,
    NobodyLooked,
    StillPending,
)
from app.curation.models import ProductVersion, Submission
from app.curation.queries.agencies import list_pace
from app.curation.queries.offers import list_rounds
from app.curation.queries.products import list_curation
from app.curation.rules import OfferText
from app.curation.services import (
    change_offer,
    finish_due_rounds,
    finish_round,
    mark_read,
    offer_product,
    say_not_yet,
    send_offer,
)
from app.extensions import db
from app.makers.models import Product
from app.notices.models import Notice
from app.notices.registry import get_kind
from app.notices.rules import Message
from app.shared.clock import today
from app.shared.errors import ReasonMissing
from tests.offers import FIX, PHONE, SAMBAL, Panel


def product_of(offer: Submission) -> Product:
    return db.session.get_one(Product, offer.product_id)


def to_the_end_of_the_round(time: Any, offer: Submission) -> None:
    """The day after the round's last."""
    due = list_rounds(offer.id)[0].due_on
    time.shift(days=(due - today()).days + 1)


def test_a_new_product_is_sold_from_its_first_sending_on_and_not_before(panel: Panel) -> None:
    offer = panel.offer(is_sent=False)
    assert (offer.state, product_of(offer).is_active) == ("draft", False)
    send_offer(offer.id, actor=PHONE)
    assert (offer.state, product_of(offer).is_active) == ("sent", True)
    assert list_curation([offer.product_id])[offer.product_id].is_curated is False


def test_sending_freezes_the_version_and_asks_every_agency_until_a_working_day(panel: Panel) -> None:
    offer = panel.offer()
    (sent,) = list_rounds(offer.id)
    assert [(one.agency, one.answer) for one in sent.verdicts] == [("Dekranasda", None), ("TP-PKK", None)]
    assert sent.due_on.isoformat() == "2026-11-20"  # Saturday the 7th, then ten working days
    assert db.session.get_one(ProductVersion, offer.version_id).frozen_at is not None


def test_when_nobody_is_waited_for_and_nothing_is_to_fix_the_offer_is_accepted(panel: Panel) -> None:
    offer = panel.offer()
    panel.answer(offer, "Dekranasda", "good")
    assert offer.state == "sent"
    panel.answer(offer, "TP-PKK", "advice")
    assert (offer.state, offer.decided_by) == ("accepted", panel.curators["TP-PKK"].id)
    curation = list_curation([offer.product_id])[offer.product_id]
    assert (curation.is_curated, curation.accepted_version_id) == (True, offer.version_id)
    mark_read(offer.id, actor=PHONE)
    assert offer.read_at is not None


def test_one_thing_to_fix_brings_the_offer_back_and_it_goes_out_again_with_what_was_mended(
    panel: Panel,
) -> None:
    offer = panel.offer()
    panel.answer(offer, "Dekranasda", "fix")
    panel.answer(offer, "TP-PKK", "good")
    assert offer.state == "fixing"
    assert list_rounds(offer.id)[0].to_fix == [FIX]
    with pytest.raises(ReasonMissing):
        send_offer(offer.id, actor=PHONE)
    frozen = offer.version_id
    change_offer(offer.id, OfferText("Sambal roa", "cabai, roa, garam"), actor=PHONE)
    assert offer.version_id != frozen
    send_offer(offer.id, fixed="daftar bahan ditulis", actor=PHONE)
    again, first = list_rounds(offer.id)
    assert (again.number, again.version, again.fixed, first.version) == (2, 2, "daftar bahan ditulis", 1)
    panel.answer_all(offer, "good")
    assert offer.state == "accepted"


def test_the_maker_is_told_once_what_came_of_each_round(panel: Panel) -> None:
    offer = panel.offer()
    panel.answer_all(offer, "fix")
    send_offer(offer.id, fixed="kemasan lebih tebal", actor=PHONE)
    panel.answer_all(offer, "good")
    told = db.session.scalars(select(Notice).order_by(Notice.id)).all()
    assert [(one.reader, one.facts["state"]) for one in told] == [
        (f"maker:{panel.maker_id}", "fixing"),
        (f"maker:{panel.maker_id}", "accepted"),
    ]
    for one in told:
        text = get_kind(Message(one.reader, one.kind, one.event)).describe(one.facts)
        assert text.sentence % text.values and text.parameters == {"submission_id": offer.id}


def test_what_cannot_be_seen_in_the_text_is_sent_again_as_the_same_version(panel: Panel) -> None:
    offer = panel.offer()
    panel.answer_all(offer, "fix")
    send_offer(offer.id, fixed="kemasan lebih tebal", actor=PHONE)
    assert [one.version for one in list_rounds(offer.id)] == [1, 1]


def test_an_agency_silent_beyond_its_days_is_skipped_by_name_and_blocks_nothing(
    panel: Panel, clock: Any
) -> None:
    offer = panel.offer()
    panel.answer(offer, "Dekranasda", "good")
    with pytest.raises(StillPending) as refused:
        finish_round(offer.id)
    assert refused.value.facts == {"agencies": "TP-PKK"}
    assert finish_due_rounds() == 0
    to_the_end_of_the_round(clock, offer)
    assert finish_due_rounds() == 1
    assert (offer.state, offer.decided_by) == ("accepted", None)
    assert list_rounds(offer.id)[0].skipped == ["TP-PKK"]


def test_a_late_verdict_is_recorded_and_changes_nothing(panel: Panel, clock: Any) -> None:
    offer = panel.offer()
    panel.answer(offer, "Dekranasda", "good")
    to_the_end_of_the_round(clock, offer)
    finish_due_rounds()
    panel.answer(offer, "TP-PKK", "fix")
    (done,) = list_rounds(offer.id)
    (late,) = [one for one in done.verdicts if one.agency == "TP-PKK"]
    assert (offer.state, late.answer, late.is_late, done.to_fix) == ("accepted", "fix", True, [])
    pace = {one.name: (one.requested, one.answered, one.late, one.skipped) for one in list_pace()}
    assert pace == {"Dekranasda": (1, 1, 0, 0), "TP-PKK": (1, 1, 1, 0)}


def test_nobody_is_accepted_whom_nobody_looked_at(panel: Panel, clock: Any) -> None:
    offer = panel.offer()
    panel.answer(offer, "Dekranasda", "not_ours")
    to_the_end_of_the_round(clock, offer)
    assert finish_due_rounds() == 0
    with pytest.raises(NobodyLooked):
        finish_round(offer.id)
    panel.answer(offer, "TP-PKK", "good")  # after its days, and yet the first who looked
    assert offer.state == "accepted"


def test_not_yet_needs_somebody_who_held_the_product_and_names_the_next_step(panel: Panel) -> None:
    offer = panel.offer()
    seen = panel.answer(offer, "Dekranasda", "fix")
    with pytest.raises(NobodyHandledIt):
        say_not_yet(
            offer.id, seen_verdict_id=seen.id, next_step="visit", advice="x", actor=panel.curators["TP-PKK"]
        )
    held = panel.answer(offer, "TP-PKK", "fix", is_held=True)
    assert offer.state == "fixing"
    officer = panel.curators["TP-PKK"]
    with pytest.raises(ReasonMissing):
        say_not_yet(offer.id, seen_verdict_id=held.id, next_step="visit", advice=" ", actor=officer)
    say_not_yet(
        offer.id, seen_verdict_id=held.id, next_step="visit", advice="Kami bantu kemasannya.", actor=officer
    )
    assert (offer.state, offer.next_step, offer.decided_by) == ("not_yet", "visit", officer.id)
    again = offer_product(offer.product_id, SAMBAL, actor=PHONE)  # it may be offered again
    assert again.state == "draft"


def test_not_yet_before_the_last_day_calls_no_agency_silent(panel: Panel) -> None:
    offer = panel.offer()
    held = panel.answer(offer, "TP-PKK", "fix", is_held=True)
    say_not_yet(
        offer.id, seen_verdict_id=held.id, next_step="visit", advice="x", actor=panel.curators["TP-PKK"]
    )
    panel.answer(offer, "Dekranasda", "good")  # said after all: it is read, and decides nothing
    (ended,) = list_rounds(offer.id)
    assert (offer.state, ended.skipped) == ("not_yet", [])


def test_a_verdict_of_another_offer_is_no_look(panel: Panel) -> None:
    one, other = panel.offer(), panel.offer(OfferText("Abon", "ikan", "100 gram"))
    held = panel.answer(other, "Dekranasda", "fix", is_held=True)
    with pytest.raises(NobodyHandledIt):
        say_not_yet(
            one.id, seen_verdict_id=held.id, next_step="visit", advice="x", actor=panel.curators["TP-PKK"]
        )
