"""An offer from the first form to what comes of it: rounds, verdicts, silence, not yet, new versions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.audit.verify import catch_up, verify_chain
from app.curation.errors import (
    ConflictOfInterest,
    ForeignReason,
    HandledIncomplete,
    NoAgencies,
    NobodyHandledIt,
    NobodyLooked,
    NotACurator,
    OfferOpen,
    OfferStateWrong,
    ReasonsMissing,
    StillPending,
    TooManyOffers,
    VerdictGiven,
)
from app.curation.models import ProductVersion, Submission
from app.curation.queries.agencies import list_pace
from app.curation.queries.offers import list_offers, list_rounds
from app.curation.queries.products import list_curation, list_versions
from app.curation.queries.verdicts import list_to_judge
from app.curation.rules import MOST_OPEN, OfferText
from app.curation.services import (
    Handled,
    VerdictDraft,
    change_offer,
    declare_interest,
    finish_due_rounds,
    finish_round,
    give_verdict,
    mark_read,
    offer_product,
    save_reason,
    say_not_yet,
    send_offer,
    withdraw_offer,
)
from app.extensions import db
from app.makers.members import bind_login
from app.makers.models import Product
from app.makers.services import create_maker, create_product
from app.notices.models import Notice
from app.notices.registry import get_kind
from app.notices.rules import Message
from app.shared.clock import today
from app.shared.errors import NotFound, ReasonMissing
from app.shared.transaction import commit
from tests.offers import ADVICE, FIX, PHONE, SAMBAL, Panel, make_panel


@pytest.fixture
def panel(session: Any) -> Panel:
    """Two agencies."""
    return make_panel()


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
    pace = {one.name: (one.asked, one.answered, one.late, one.skipped) for one in list_pace()}
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


def test_a_verdict_of_another_offer_is_no_look(panel: Panel) -> None:
    one, other = panel.offer(), panel.offer(OfferText("Abon", "ikan", "100 gram"))
    held = panel.answer(other, "Dekranasda", "fix", is_held=True)
    with pytest.raises(NobodyHandledIt):
        say_not_yet(
            one.id, seen_verdict_id=held.id, next_step="visit", advice="x", actor=panel.curators["TP-PKK"]
        )


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
        (VerdictDraft("good", handled=Handled(None, "Kantor")), HandledIncomplete),
    ],
)
def test_an_incomplete_verdict_is_refused(panel: Panel, draft: VerdictDraft, refusal: type) -> None:
    offer = panel.offer()
    with pytest.raises(refusal):
        give_verdict(panel.verdict(offer, "TP-PKK"), draft, actor=panel.curators["TP-PKK"])


def test_a_product_is_held_at_the_latest_today(panel: Panel) -> None:
    offer = panel.offer()
    tomorrow = Handled(today() + timedelta(days=1), "Kantor")
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
