"""Disputes and their answers, on both engines: nothing changes by asking, and every answer leads somewhere."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.booths.models import Booth
from app.closing.queries import list_readiness
from app.disputes import services
from app.disputes.errors import (
    AlreadyDisputed,
    DisputeAnswered,
    NotYourSale,
    TooEarly,
    TooManyDisputes,
    WrongOutcome,
)
from app.disputes.queries import get_dispute, list_disputes_about
from app.disputes.services import MissingPurchase
from app.extensions import db
from app.sales.models import Sale
from app.sales.queries import bought_per_employee, get_sale
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from app.tills.services.tills import enrol_till
from tests.office import October, close, make_october, sell

OCTOBER = Period(2026, 10)


@pytest.fixture
def october(session: Any) -> October:
    found = make_october()
    commit()
    begin_writing()
    return found


def bought(employee_id: int) -> int:
    part = bought_per_employee(OCTOBER)
    return int(db.session.scalar(select(part.c.bought).where(part.c.employee_id == employee_id)) or 0)


def a_purchase(october: October, day: int = 20, **changes: Any) -> MissingPurchase:
    told = {
        "booth_id": october.booth,
        "bought_at": clock.at_local(date(2026, 10, day), 10, 0),
        "amount": 8_000,
        "receipt": "",
        "reason": "dua kopi",
    }
    return MissingPurchase(**(told | changes))


def first_sale_of(employee_id: int) -> int:
    return int(db.session.scalars(select(Sale.id).where(Sale.employee_id == employee_id)).first() or 0)


def test_asking_changes_nothing_and_a_granted_question_reverses_the_sale(october: October) -> None:
    sale_id = first_sale_of(october.ani)
    dispute = services.dispute_sale(october.ani, sale_id, "bukan saya", actor=SYSTEM)
    assert bought(october.ani) == 30_000
    services.resolve_as_not_mine(dispute.id, "salah pilih nama", actor=SYSTEM)
    assert bought(october.ani) == 0
    outcome = get_sale(get_dispute(dispute.id).outcome_id or 0)
    assert outcome.void_of == sale_id
    assert {row.id for rows in list_disputes_about([sale_id, outcome.id]).values() for row in rows} == {
        dispute.id
    }


def test_the_same_missing_purchase_is_asked_about_once_while_it_waits(october: October) -> None:
    services.report_missing(october.ani, a_purchase(october), actor=SYSTEM)
    with pytest.raises(AlreadyDisputed):
        services.report_missing(october.ani, a_purchase(october), actor=SYSTEM)
    services.report_missing(october.ani, a_purchase(october, amount=9_000), actor=SYSTEM)


@pytest.mark.both_engines
def test_somebody_else_s_sale_cannot_be_questioned(october: October) -> None:
    with pytest.raises(NotYourSale):
        services.dispute_sale(october.budi, first_sale_of(october.ani), "bukan saya", actor=SYSTEM)


def test_a_sale_is_questioned_once_at_a_time(october: October) -> None:
    sale_id = first_sale_of(october.ani)
    services.dispute_sale(october.ani, sale_id, "bukan saya", actor=SYSTEM)
    with pytest.raises(AlreadyDisputed):
        services.dispute_sale(october.ani, sale_id, "bukan saya", actor=SYSTEM)


@pytest.mark.both_engines
def test_a_person_has_ten_questions_open_at_most(october: October) -> None:
    for many in range(1, 11):
        services.report_missing(october.ani, a_purchase(october, amount=many * 1_000), actor=SYSTEM)
    with pytest.raises(TooManyDisputes):
        services.report_missing(october.ani, a_purchase(october, amount=11_000), actor=SYSTEM)


def test_what_may_still_be_on_its_way_is_not_missing_yet(october: October, app: Flask) -> None:
    enrol_till(october.booth, "Tablet 1", actor=SYSTEM)
    just_now = a_purchase(october, bought_at=clock.now())
    with pytest.raises(TooEarly):
        services.report_missing(october.ani, just_now, actor=SYSTEM)


@pytest.mark.both_engines
def test_a_missing_purchase_that_was_there_without_a_name_gets_its_name(october: October) -> None:
    dispute = services.report_missing(october.budi, a_purchase(october), actor=SYSTEM)
    services.resolve_as_found(dispute.id, october.unknown, "nota tanpa nama", actor=SYSTEM)
    assert bought(october.budi) == 23_000
    assert get_dispute(dispute.id).outcome_id == october.unknown


def test_a_sale_that_is_somebody_s_already_is_no_answer(october: October) -> None:
    dispute = services.report_missing(october.budi, a_purchase(october), actor=SYSTEM)
    with pytest.raises(WrongOutcome):
        services.resolve_as_found(dispute.id, first_sale_of(october.ani), "ini dia", actor=SYSTEM)


def test_what_never_came_is_recorded_on_its_own_date_and_waits_when_the_month_is_closed(
    october: October, cashier: str
) -> None:
    commit()
    close()
    commit()
    begin_writing()
    dispute = services.report_missing(october.budi, a_purchase(october), actor=SYSTEM)
    services.resolve_as_recorded(dispute.id, cashier, "ada notanya", actor=SYSTEM)
    outcome = get_sale(get_dispute(dispute.id).outcome_id or 0)
    assert (outcome.period, outcome.state, outcome.amount) == (OCTOBER, "waiting", 8_000)
    assert outcome.employee_id == october.budi


@pytest.fixture
def cashier(october: October) -> str:
    sell(october, october.ani, 1_000)  # makes the cashier
    return "rina"


@pytest.mark.both_engines
def test_an_answer_is_given_once(october: October) -> None:
    dispute = services.report_missing(october.ani, a_purchase(october), actor=SYSTEM)
    services.decline(dispute.id, "tidak ada bukti", actor=SYSTEM)
    with pytest.raises(DisputeAnswered):
        services.decline(dispute.id, "lagi", actor=SYSTEM)


def test_an_answer_of_the_other_kind_does_not_fit(october: October) -> None:
    dispute = services.report_missing(october.ani, a_purchase(october), actor=SYSTEM)
    with pytest.raises(NotFound):
        services.resolve_as_not_mine(dispute.id, "batalkan", actor=SYSTEM)


def test_an_open_question_stands_on_the_readiness_list_of_its_month(october: October) -> None:
    services.report_missing(october.ani, a_purchase(october), actor=SYSTEM)
    assert {point.code: point.count for point in list_readiness(OCTOBER)}["disputed"] == 1


def test_the_booth_named_must_be_there(october: October) -> None:
    assert db.session.get(Booth, 999) is None
    with pytest.raises(NotFound):
        services.report_missing(october.ani, a_purchase(october, booth_id=999), actor=SYSTEM)
