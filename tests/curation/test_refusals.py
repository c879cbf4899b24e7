"""What curation refuses: agencies and curators that cannot be, reasons of others, and whoever is bound to the maker."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from app.accounts.rules.identity import Grant
from app.accounts.services import create_user
from app.audit.rules import SYSTEM, Actor
from app.audit.state_seal import verify_states
from app.curation.errors import (
    AgencyNameTaken,
    AspectsMissing,
    ConflictOfInterest,
    CuratorElsewhere,
    CuratorUnknown,
    ForeignReason,
    OfferStateWrong,
)
from app.curation.models import Agency, AgencyMember, CurationInterest
from app.curation.rules import OfferText
from app.curation.services import (
    Handling,
    VerdictDraft,
    add_curator,
    change_offer,
    declare_interest,
    finish_due_rounds,
    give_verdict,
    mark_read,
    offer_product,
    save_agency,
    save_reason,
    say_not_yet,
    send_offer,
    take_back_verdict,
)
from app.extensions import db
from app.makers.errors import ProductNameTaken
from app.makers.members import bind_login, end_membership, list_members
from app.makers.models import Product
from app.makers.profiles import join_makers
from app.makers.services import create_maker, create_product
from app.shared.clock import today
from tests.offers import PHONE, SAMBAL, Panel


def _not_yet(panel: Panel, offer_id: int, verdict_id: int, actor: Actor) -> object:
    return say_not_yet(
        offer_id, seen_verdict_id=verdict_id, next_step="visit", advice="Kami bantu.", actor=actor
    )


def test_an_agency_has_a_name_of_its_own_and_looks_at_something(panel: Panel) -> None:
    with pytest.raises(AgencyNameTaken):
        save_agency("  dekranasda ", ["label"], actor=SYSTEM)
    with pytest.raises(AspectsMissing):
        save_agency("Baristand", ["rasa"], actor=SYSTEM)
    assert db.session.scalar(select(func.count()).select_from(Agency)) == 2


def test_a_curator_has_the_role_and_judges_for_one_agency(panel: Panel) -> None:
    create_user("kasir9", actor=SYSTEM, grants=[Grant("umkm")])
    curator, agency = panel.curators["Dekranasda"], panel.agencies["TP-PKK"]
    for username, refusal in (
        ("tidak-ada", CuratorUnknown),
        ("kasir9", CuratorUnknown),
        (curator.name, CuratorElsewhere),
    ):
        with pytest.raises(refusal):
            add_curator(agency, username, actor=SYSTEM)
    add_curator(panel.agencies["Dekranasda"], curator.name, actor=SYSTEM)
    assert db.session.scalar(select(func.count()).select_from(AgencyMember)) == 2, "twice changes nothing"


@pytest.mark.parametrize("aspect", ["market", "label"])
def test_reasons_of_other_aspects_and_those_put_aside_are_not_tapped(panel: Panel, aspect: str) -> None:
    is_own = aspect == "label"  # what both agencies look at; then the sentence itself is put aside
    reason = save_reason(aspect, "fix", "Harga belum jelas.", actor=SYSTEM, is_active=not is_own)
    offer = panel.offer()
    with pytest.raises(ForeignReason):
        give_verdict(
            panel.verdict(offer, "TP-PKK"), VerdictDraft("", [reason.id]), actor=panel.curators["TP-PKK"]
        )


def test_whoever_says_that_it_is_not_ours_held_nothing(panel: Panel) -> None:
    draft = VerdictDraft("not_ours", handled=Handling(today(), "Kantor"))
    verdict_id = panel.verdict(panel.offer(), "TP-PKK")
    assert give_verdict(verdict_id, draft, actor=panel.curators["TP-PKK"]).handled_on is None


def test_an_interest_is_noted_once(panel: Panel) -> None:
    verdict_id = panel.verdict(panel.offer(), "TP-PKK")
    for _time in range(2):
        declare_interest(verdict_id, actor=panel.curators["TP-PKK"])
    assert db.session.scalar(select(func.count()).select_from(CurationInterest)) == 1


def test_whoever_is_or_was_bound_to_the_maker_does_not_say_not_yet(panel: Panel) -> None:
    offer, curator = panel.offer(), panel.curators["Dekranasda"]
    held = panel.answer(offer, "TP-PKK", "fix", is_held=True).id
    bind_login(panel.maker_id, curator.id or 0, actor=SYSTEM)
    with pytest.raises(ConflictOfInterest):
        _not_yet(panel, offer.id, held, curator)
    (member,) = list_members(panel.maker_id)
    end_membership(panel.maker_id, member.id, actor=SYSTEM)
    with pytest.raises(ConflictOfInterest):
        panel.answer(offer, "Dekranasda", "good")
    with pytest.raises(OfferStateWrong):
        _not_yet(panel, offer.id, held, PHONE)  # nobody in person
    assert offer.state == "sent"


@pytest.mark.parametrize("is_survivor", [False, True])
def test_who_is_bound_to_a_joined_record_is_bound_to_the_maker(panel: Panel, is_survivor: bool) -> None:
    other = create_maker("Dapur Ina Poka", actor=SYSTEM).id
    curator = panel.curators["Dekranasda"]
    bind_login(other, curator.id or 0, actor=SYSTEM)
    offer = panel.offer()
    join_makers(*((panel.maker_id, other) if is_survivor else (other, panel.maker_id)), actor=SYSTEM)
    with pytest.raises(ConflictOfInterest):
        panel.answer(offer, "Dekranasda", "good")


def test_a_round_at_which_nobody_looked_does_not_stop_the_others(panel: Panel, clock: Any) -> None:
    silent, looked = panel.offer(), panel.offer(OfferText("Abon", "ikan"))
    panel.answer(looked, "TP-PKK", "good")
    clock.shift(days=30)
    assert finish_due_rounds() == 1
    assert (silent.state, looked.state) == ("sent", "accepted")


def test_taking_back_and_skipping_leave_rows_that_can_be_proven(panel: Panel, clock: Any) -> None:
    offer = panel.offer()
    verdict = panel.answer(offer, "Dekranasda", "good")
    take_back_verdict(verdict.id, actor=panel.curators["Dekranasda"])
    verify_states(db.session(), pytest.fail)
    panel.answer(offer, "Dekranasda", "good")
    clock.shift(days=30)
    finish_due_rounds()
    verify_states(db.session(), pytest.fail)


def test_the_maker_read_it_when_it_first_said_so(panel: Panel, clock: Any) -> None:
    offer = panel.offer()
    panel.answer_all(offer, "good")
    first = mark_read(offer.id, actor=PHONE).read_at
    clock.shift(hours=1)
    assert mark_read(offer.id, actor=PHONE).read_at == first


def test_a_name_of_another_product_is_refused_and_one_taken_meanwhile_stays(panel: Panel) -> None:
    abon = create_product(panel.maker_id, "Abon", unit_price=9_000, effective_from=today(), actor=SYSTEM)
    offer = panel.offer(is_sent=False)
    with pytest.raises(ProductNameTaken):
        change_offer(offer.id, OfferText("abon"), actor=PHONE)
    with pytest.raises(ProductNameTaken):
        offer_product(abon.id, SAMBAL, actor=PHONE)
    renamed = offer_product(abon.id, OfferText("Abon pedas"), actor=PHONE)
    send_offer(renamed.id, actor=PHONE)
    create_product(panel.maker_id, "Abon pedas", unit_price=9_000, effective_from=today(), actor=SYSTEM)
    panel.answer_all(renamed, "good")
    assert (renamed.state, db.session.get_one(Product, abon.id).name) == ("accepted", "Abon")
