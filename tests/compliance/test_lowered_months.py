"""Reduced months; the list of exemptions; what one would do before it is decided."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.compliance import errors, exemptions, services
from app.compliance.effects import list_effects
from app.compliance.models import MinimumReduction
from app.compliance.queries import list_standings
from app.extensions import db
from app.months.services import set_closed
from app.shared.errors import ReasonMissing
from app.shared.period import Period
from tests.compliance.test_exemptions import DECEMBER, LETTER, approved, load_unit, propose
from tests.standing import FINANCE, NOVEMBER, OCTOBER, make_person, make_sale


def lower(period: Period = NOVEMBER, percent: int = 50, **facts: Any) -> MinimumReduction:
    return services.set_lowered_month(
        period, percent, actor=FINANCE, **({"reason": "habis"} | LETTER | facts)
    )


@pytest.mark.both_engines
def test_a_lowered_month_can_be_set_again_and_lifted(person):
    lower(percent=50)
    lower(percent=75)
    assert [row.minimum for row in list_standings(NOVEMBER)] == [5_000]
    services.lift_lowered_month(NOVEMBER, actor=FINANCE)
    assert [row.minimum for row in list_standings(NOVEMBER)] == [20_000]
    with pytest.raises(errors.LoweredMonthNotFound):
        services.lift_lowered_month(NOVEMBER, actor=FINANCE)


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"percent": 0}, errors.PercentOutOfRange),
        ({"percent": 101}, errors.PercentOutOfRange),
        ({"reason": " "}, ReasonMissing),
        ({"letter_number": ""}, errors.LetterMissing),
        ({"letter_date": date(2026, 11, 8)}, errors.LetterMissing),
    ],
)
def test_a_lowered_month_wants_percent_reason_and_letter(person, facts, error):
    with pytest.raises(error):
        lower(**facts)
    assert db.session.scalars(select(MinimumReduction)).all() == []


def test_a_closed_month_is_neither_lowered_nor_lifted(person):
    lower(OCTOBER)
    set_closed(OCTOBER)
    with pytest.raises(errors.MonthClosedForTerms):
        lower(OCTOBER, 75)
    with pytest.raises(errors.MonthClosedForTerms):
        services.lift_lowered_month(OCTOBER, actor=FINANCE)


def test_the_list_names_the_subject_and_counts_the_states(person):
    approved(scope="person", employee_id=person.id)
    propose(scope="tier", tier_code="eselon-iii")
    (row,) = exemptions.list_exemptions(state="approved")
    assert (row.subject, row.value.employee_id) == ("Ani Contoh", person.id)
    assert exemptions.count_exemptions() == {"proposed": 1, "approved": 1, "rejected": 0, "revoked": 0}
    assert exemptions.list_exemptions(employee_ids=[person.id]) == [row]


def test_an_exemption_that_does_not_exist_is_not_found(person):
    with pytest.raises(errors.ExemptionNotFound):
        exemptions.get_exemption(99)
    with pytest.raises(errors.ExemptionNotFound):
        services.approve_exemption(99, actor=FINANCE)


@pytest.mark.both_engines
def test_the_effect_counts_who_would_leave_the_denominator(person):
    make_person(load_unit(person), service="pension")
    make_person(load_unit(person), status="PPPK", echelon="")
    teacher = make_person(load_unit(person), echelon="", position_kind="Fungsional")
    make_sale(None, 1_000, "2026-10-01")
    set_closed(OCTOBER)
    values = [
        exemptions.get_exemption(propose(**facts).id).value
        for facts in (
            {"from_period": OCTOBER, "until_period": None},
            {"scope": "tier", "tier_code": "eselon-iii"},
            {"scope": "person", "employee_id": teacher.id},
            {"scope": "unit", "unit_id": load_unit(person).id},
            {"scope": "person", "employee_id": person.id, "from_period": DECEMBER, "until_period": DECEMBER},
        )
    ]
    effects = list_effects(values)
    assert [effects[one.id].months for one in values] == [
        ((NOVEMBER, 2),), ((NOVEMBER, 0),), ((NOVEMBER, 1),), ((NOVEMBER, 2),), (),
    ]  # fmt: skip
    assert effects[values[0].id].closed == (OCTOBER,)


def test_the_effect_of_many_takes_as_many_statements_as_of_one(person, count_queries):
    values = [exemptions.get_exemption(propose(scope="person", employee_id=person.id).id).value]
    for _number in range(5):
        other = make_person(load_unit(person))
        values.append(exemptions.get_exemption(propose(scope="person", employee_id=other.id).id).value)
    list_effects(values)  # the first look of all asks once more
    with count_queries() as one:
        list_effects(values[:1])
    with count_queries() as many:
        list_effects(values)
    assert len(many) == len(one)


def test_a_withdrawn_proposal_is_decided_and_never_held(person):
    one = propose(scope="person", employee_id=person.id)
    services.withdraw_exemption(one.id, actor=FINANCE)
    assert exemptions.get_exemption(one.id).is_withdrawn
    with pytest.raises(errors.ExemptionDecided):
        services.approve_exemption(one.id, actor=FINANCE)
    propose(scope="person", employee_id=person.id)  # its months are free again
