"""Holds: only an agency with that right, only its own, once, and nobody who is bound to the maker."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from app.audit.rules import SYSTEM
from app.audit.verify import verify_chain
from app.curation.errors import ConflictOfInterest, HoldDaysWrong, HoldEnded, MayNotHold, NotACurator
from app.curation.models import ProductHold, Submission
from app.curation.queries.products import list_on_hold
from app.curation.services import hold_product, lift_hold, save_agency
from app.extensions import db
from app.makers.members import bind_login
from app.shared import clock as shared_clock
from app.shared.errors import NotFound, ReasonMissing
from app.shared.transaction import begin_writing, commit
from tests.offers import PHONE, Panel, make_panel


@pytest.fixture
def panel(session: Any) -> Panel:
    """Two agencies; Dekranasda may hold."""
    return make_panel()


def product_of(panel: Panel) -> int:
    """The product that the maker offered, offered now the first time."""
    known = db.session.scalar(select(Submission.product_id).where(Submission.maker_id == panel.maker_id))
    return known or panel.offer().product_id


def held(panel: Panel, agency: str = "Dekranasda", **more: Any) -> ProductHold:
    """A hold of this agency on the maker's one product."""
    values: dict[str, Any] = {"reason": "berjamur", "letter_number": "7/2026", "until": None, **more}
    return hold_product(product_of(panel), actor=panel.curators[agency], **values)


def test_an_agency_with_the_right_holds_and_lifts_once(panel: Panel) -> None:
    hold, curator = held(panel), panel.curators["Dekranasda"]
    assert list_on_hold(shared_clock.today()) == {hold.product_id}
    with pytest.raises(ReasonMissing):
        lift_hold(hold.id, reason=" ", actor=curator)
    lift_hold(hold.id, reason="sudah bersih", actor=curator)
    assert list_on_hold(shared_clock.today()) == set()
    with pytest.raises(HoldEnded):
        lift_hold(hold.id, reason="lagi", actor=curator)


def test_a_hold_that_ran_out_is_not_lifted(panel: Panel, clock: Any) -> None:
    hold = held(panel, until=shared_clock.today() + timedelta(days=2))
    clock.shift(days=2)
    with pytest.raises(HoldEnded):
        lift_hold(hold.id, reason="habis", actor=panel.curators["Dekranasda"])


def test_who_has_no_right_holds_nothing(panel: Panel) -> None:
    with pytest.raises(MayNotHold):
        held(panel, "TP-PKK")
    with pytest.raises(NotACurator):
        hold_product(product_of(panel), reason="x", letter_number="1", until=None, actor=PHONE)


def test_another_agency_s_hold_is_not_there(panel: Panel) -> None:
    hold = held(panel)
    other = panel.agencies["TP-PKK"]
    save_agency("TP-PKK", ["label", "quality"], agency_id=other, may_hold=True, actor=SYSTEM)
    with pytest.raises(NotFound):
        lift_hold(hold.id, reason="bukan kami", actor=panel.curators["TP-PKK"])


def test_whoever_is_bound_to_the_maker_holds_nothing_of_it(panel: Panel) -> None:
    bind_login(panel.maker_id, panel.curators["Dekranasda"].id or 0, actor=SYSTEM)
    with pytest.raises(ConflictOfInterest):
        held(panel)


def test_whoever_became_bound_to_the_maker_lifts_no_hold_of_it(panel: Panel) -> None:
    hold, curator = held(panel), panel.curators["Dekranasda"]
    bind_login(panel.maker_id, curator.id or 0, actor=SYSTEM)
    with pytest.raises(ConflictOfInterest):
        lift_hold(hold.id, reason="sudah bersih", actor=curator)
    assert list_on_hold(shared_clock.today()) == {hold.product_id}


def test_a_hold_that_somebody_changed_is_found(panel: Panel) -> None:
    hold, curator = held(panel), panel.curators["Dekranasda"]
    commit()
    assert verify_chain(db.session()).findings == []
    begin_writing()
    db.session.execute(update(ProductHold).values(reason="lain"))
    commit()
    assert any("product_hold" in one for one in verify_chain(db.session()).findings)
    begin_writing()
    lift_hold(hold.id, reason="sudah bersih", actor=curator)
    commit()
    assert verify_chain(db.session()).findings == []


def test_a_hold_ends_after_today_and_says_why(panel: Panel) -> None:
    with pytest.raises(HoldDaysWrong):
        held(panel, until=shared_clock.today())
    for missing in ("reason", "letter_number"):
        with pytest.raises(ReasonMissing):
            held(panel, **{missing: " "})
