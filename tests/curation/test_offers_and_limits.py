"""Versions of an offer beside each other, what is refused, and what may be proven afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.audit.verify import catch_up, verify_chain
from app.curation.errors import (
    ConflictOfInterest,
    ForeignReason,
    HandledIncomplete,
    NoAgencies,
    NotACurator,
    OfferOpen,
    OfferStateWrong,
    ReasonsMissing,
    TooManyOffers,
    VerdictGiven,
)
from app.curation.queries.offers import list_offers, list_rounds
from app.curation.queries.products import list_curation, list_versions
from app.curation.queries.verdicts import list_to_judge
from app.curation.rules import MOST_OPEN, OfferText
from app.curation.services import (
    Handling,
    VerdictDraft,
    change_offer,
    declare_interest,
    finish_round,
    give_verdict,
    offer_product,
    save_reason,
    send_offer,
    withdraw_offer,
)
from app.extensions import db
from app.makers.members import bind_login
from app.makers.services import create_maker, create_product
from app.shared.clock import today
from app.shared.errors import NotFound
from app.shared.transaction import commit
from tests.curation.test_offers import product_of
from tests.offers import ADVICE, PHONE, SAMBAL, Panel


def test_the_accepted_version_stays_while_a_new_one_is_judged(panel: Panel) -> None:
    offer = panel.offer()
    panel.answer_all(offer, "good")
    accepted = offer.version_id
    renewed = offer_product(offer.product_id, OfferText("Sambal roa pedas", "cabai, roa"), actor=PHONE)
    send_offer(renewed.id, actor=PHONE)
    curation = list_curation([offer.product_id])[offer.product_id]
    assert (curation.accepted_version_id, curation.open_state) == (accepted, "sent")
    assert product_of(offer).name == "Sambal roa"
    panel.answer_all(renewed, "good")
    curation = list_curation([offer.product_id])[offer.product_id]
    assert list_versions([curation.accepted_version_id or 0]).popitem()[1].name == "Sambal roa pedas"
    assert product_of(offer).name == "Sambal roa pedas"


def test_a_product_has_one_open_offer(panel: Panel) -> None:
    offer = panel.offer()
    with pytest.raises(OfferOpen):
        offer_product(offer.product_id, SAMBAL, actor=PHONE)
    withdraw_offer(offer.id, actor=PHONE)
    assert offer_product(offer.product_id, SAMBAL, actor=PHONE).state == "draft"


def test_an_offer_withdrawn_as_a_draft_is_begun_again_and_then_sold(panel: Panel) -> None:
    offer = panel.offer(is_sent=False)
    withdraw_offer(offer.id, actor=PHONE)
    again = offer_product(offer.product_id, SAMBAL, actor=PHONE)
    send_offer(again.id, actor=PHONE)
    assert product_of(again).is_active


def test_offering_does_not_put_a_product_on_sale_that_somebody_took_off(panel: Panel) -> None:
    product = create_product(panel.maker_id, "Abon", unit_price=10_000, effective_from=today(), actor=SYSTEM)
    product.is_active = False
    send_offer(offer_product(product.id, OfferText("Abon"), actor=PHONE).id, actor=PHONE)
    assert not product.is_active


def test_what_is_sent_is_changed_no_more(panel: Panel) -> None:
    offer = panel.offer()
    with pytest.raises(OfferStateWrong):
        change_offer(offer.id, OfferText("Lain"), actor=PHONE)


def test_nobody_floods_the_agencies(panel: Panel) -> None:
    for number in range(MOST_OPEN):
        panel.offer(OfferText(f"Produk {number}"), is_sent=False)
    with pytest.raises(TooManyOffers):
        panel.offer(OfferText("Satu lagi"), is_sent=False)


def test_an_offer_waits_for_agencies_that_are_not_there(session: Any) -> None:
    panel = Panel(create_maker("Dapur Ina", actor=SYSTEM).id)
    with pytest.raises(NoAgencies):
        panel.offer()


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (VerdictDraft(), ReasonsMissing),
        (VerdictDraft("", [999_999]), ForeignReason),
        (VerdictDraft("good", handled=Handling(None, "Kantor")), HandledIncomplete),
    ],
)
def test_an_incomplete_verdict_is_refused(panel: Panel, draft: VerdictDraft, refusal: type) -> None:
    offer = panel.offer()
    with pytest.raises(refusal):
        give_verdict(panel.verdict(offer, "TP-PKK"), draft, actor=panel.curators["TP-PKK"])


def test_a_product_is_held_at_the_latest_today(panel: Panel) -> None:
    offer = panel.offer()
    tomorrow = Handling(today() + timedelta(days=1), "Kantor")
    with pytest.raises(HandledIncomplete):
        give_verdict(
            panel.verdict(offer, "TP-PKK"),
            VerdictDraft("good", handled=tomorrow),
            actor=panel.curators["TP-PKK"],
        )


def test_an_agency_answers_once_and_for_itself_alone(panel: Panel) -> None:
    offer = panel.offer()
    panel.answer(offer, "Dekranasda", "good")
    with pytest.raises(VerdictGiven):
        panel.answer(offer, "Dekranasda", "fix")
    with pytest.raises(NotFound):
        give_verdict(panel.verdict(offer, "TP-PKK"), VerdictDraft("good"), actor=panel.curators["Dekranasda"])
    with pytest.raises(NotACurator):
        give_verdict(panel.verdict(offer, "TP-PKK"), VerdictDraft("good"), actor=PHONE)


def test_whoever_is_bound_to_the_maker_decides_nothing_about_it(panel: Panel) -> None:
    member, friend = panel.curators["Dekranasda"], panel.curators["TP-PKK"]
    assert member.id is not None and friend.id is not None
    bind_login(panel.maker_id, member.id, actor=SYSTEM)
    offer = panel.offer()
    with pytest.raises(ConflictOfInterest):
        panel.answer(offer, "Dekranasda", "good")
    assert list_to_judge(panel.agencies["Dekranasda"], member.id) == []
    assert len(list_to_judge(panel.agencies["TP-PKK"], friend.id)) == 1
    declare_interest(panel.verdict(offer, "TP-PKK"), actor=friend)
    assert list_to_judge(panel.agencies["TP-PKK"], friend.id) == []
    with pytest.raises(ConflictOfInterest):
        panel.answer(offer, "TP-PKK", "good")
    with pytest.raises(ConflictOfInterest):
        finish_round(offer.id, actor=member)


def test_a_verdict_keeps_the_sentence_it_had(panel: Panel) -> None:
    offer = panel.offer()
    panel.answer(offer, "Dekranasda", "advice")
    save_reason("label", "advice", "Kalimat baru.", reason_id=panel.advice, actor=SYSTEM)
    (row,) = [one for one in list_rounds(offer.id)[0].verdicts if one.answer]
    assert row.points == (("advice", ADVICE),)


def test_what_waits_longest_stands_first(panel: Panel, clock: Any) -> None:
    first = panel.offer()
    clock.shift(hours=1)
    second = panel.offer(OfferText("Abon", "ikan"))
    ids = [one.submission_id for one in list_to_judge(panel.agencies["TP-PKK"], 0)]
    assert ids == [first.id, second.id] == [one.id for one in list_offers()]


def test_every_act_leaves_a_state_that_can_be_proven(panel: Panel) -> None:
    offer = panel.offer()
    panel.answer_all(offer, "fix")
    send_offer(offer.id, fixed="bahan ditulis", actor=PHONE)
    withdraw_offer(offer.id, actor=PHONE)
    commit()
    catch_up()
    assert verify_chain(db.session()).findings == []
