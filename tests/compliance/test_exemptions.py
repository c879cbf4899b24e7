"""Exemptions and lowered months: proposed, decided, ended; never twice over, never in a closed month."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.audit.models import AuditEvent
from app.compliance import errors, exemptions, services
from app.compliance.effects import list_effects
from app.compliance.models import Exemption, MinimumReduction
from app.compliance.queries import list_standings
from app.directory.models import Posting, Unit
from app.extensions import db
from app.months.services import set_closed
from app.shared import clock
from app.shared.errors import ReasonMissing
from app.shared.period import Period
from tests.standing import FINANCE, NOVEMBER, OCTOBER, make_decree, make_person, make_sale, make_tree

DECEMBER = Period(2026, 12)
LETTER = {"letter_number": "800/12", "letter_date": date(2026, 11, 3)}


def draft(scope: str = "everyone", **facts: Any) -> services.ExemptionDraft:
    values: dict[str, Any] = {
        "scope": scope,
        "from_period": NOVEMBER,
        "until_period": NOVEMBER,
        "kind": "cuti",
    }
    return services.ExemptionDraft(**(values | LETTER | facts))


def propose(**facts: Any) -> Exemption:
    return services.propose_exemption(draft(**facts), actor=FINANCE)


def approved(**facts: Any) -> Exemption:
    return services.approve_exemption(propose(**facts).id, actor=FINANCE)


@pytest.fixture
def person(session):
    """Somebody at a school, who owes 20.000 and was recorded in October and November."""
    _city, _opd, school = make_tree()
    make_decree()
    make_sale(None, 1_000, "2026-10-01")
    return make_person(school)


def statuses(period: Period = NOVEMBER) -> list[str | None]:
    return [row.status for row in list_standings(period)]


def test_a_proposal_counts_only_once_approved(person):
    proposal = propose(scope="person", employee_id=person.id)
    assert statuses() == ["short"]
    services.approve_exemption(proposal.id, actor=FINANCE)
    assert statuses() == ["exempt"]
    assert (proposal.state, proposal.decided_by, proposal.proposed_by) == ("approved", 7, 7)


def test_a_rejected_proposal_keeps_its_reason_and_counts_never(person):
    proposal = propose(scope="person", employee_id=person.id)
    services.reject_exemption(proposal.id, reason=" surat belum ada ", actor=FINANCE)
    assert (proposal.state, proposal.decision_reason) == ("rejected", "surat belum ada")
    assert statuses() == ["short"]


@pytest.mark.parametrize("act", ["approve", "reject"])
def test_what_is_decided_stays_decided(person, act):
    decided = approved()
    with pytest.raises(errors.ExemptionDecided):
        if act == "approve":
            services.approve_exemption(decided.id, actor=FINANCE)
        else:
            services.reject_exemption(decided.id, reason="x", actor=FINANCE)


def test_only_an_approved_exemption_can_end(person):
    with pytest.raises(errors.ExemptionNotApproved):
        services.revoke_exemption(propose().id, reason="x", actor=FINANCE)


@pytest.mark.parametrize(
    ("ends", "state", "until", "november", "december"),
    [
        (None, "revoked", "2026-12", "short", "short"),
        ("2026-11", "revoked", "2026-12", "short", "short"),
        ("2026-12", "approved", "2026-11", "exempt", "short"),
        ("2027-06", "approved", "2026-12", "exempt", "exempt"),
    ],
)
@pytest.mark.both_engines
def test_an_exemption_ends_from_a_month_on_and_the_months_before_stay(
    person, ends, state, until, november, december
):
    one = approved(until_period=DECEMBER)
    services.revoke_exemption(
        one.id, reason="kembali", from_period=Period.parse(ends) if ends else None, actor=FINANCE
    )
    assert (one.state, str(one.until_period)) == (state, until)
    assert statuses() == [november]
    assert statuses(DECEMBER) == [december]


@pytest.mark.parametrize("verb", ["reject", "revoke"])
def test_a_decision_against_somebody_wants_its_reason(person, verb):
    one = propose() if verb == "reject" else approved()
    with pytest.raises(ReasonMissing):
        getattr(services, f"{verb}_exemption")(one.id, reason="  ", actor=FINANCE)


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"until_period": OCTOBER}, errors.ExemptionSpanReversed),
        ({"letter_number": " "}, errors.LetterMissing),
        ({"letter_date": date(2026, 11, 8)}, errors.LetterMissing),
        ({"kind": "malas"}, errors.ExemptionScopeIncomplete),
        ({"scope": "person"}, errors.ExemptionScopeIncomplete),
        ({"scope": "person", "employee_id": 999}, errors.ExemptionScopeIncomplete),
        ({"scope": "unit"}, errors.ExemptionScopeIncomplete),
        ({"scope": "unit", "unit_id": 999}, errors.ExemptionScopeIncomplete),
        ({"scope": "tier", "tier_code": "tidak-ada"}, errors.ExemptionScopeIncomplete),
    ],
)
def test_an_incomplete_proposal_is_refused_and_nothing_is_stored(person, facts, error):
    with pytest.raises(error):
        propose(**facts)
    assert db.session.scalars(select(Exemption)).all() == []


@pytest.mark.parametrize(
    ("start", "until", "overlaps"),
    [
        ("2026-09", "2026-10", False),
        ("2026-10", "2026-11", True),
        ("2026-11", "2026-12", True),
        ("2026-12", "2026-12", True),
        ("2026-12", None, True),
        ("2027-01", None, False),
        ("2026-01", None, True),
    ],
)
def test_the_same_subject_is_not_exempt_twice_in_a_month(person, start, until, overlaps):
    approved(scope="person", employee_id=person.id, until_period=DECEMBER)
    again = {"from_period": Period.parse(start), "until_period": Period.parse(until) if until else None}
    if overlaps:
        with pytest.raises(errors.ExemptionOverlaps) as refused:
            propose(scope="person", employee_id=person.id, **again)
        assert refused.value.facts == {"number": "800/12"}
    else:
        assert propose(scope="person", employee_id=person.id, **again).state == "proposed"


@pytest.mark.both_engines
def test_other_subjects_and_ended_exemptions_do_not_stand_in_the_way(person):
    other = make_person(load_unit(person))
    approved(scope="person", employee_id=person.id)
    assert propose(scope="person", employee_id=other.id)
    assert propose(scope="everyone")
    assert propose(scope="tier", tier_code="eselon-iv")
    rejected = propose(scope="tier", tier_code="pppk")
    services.reject_exemption(rejected.id, reason="x", actor=FINANCE)
    assert propose(scope="tier", tier_code="pppk")


def load_unit(person):
    """The unit the person is posted at."""
    posting = db.session.scalars(select(Posting).where(Posting.employee_id == person.id)).one()
    return db.session.get(Unit, posting.unit_id)


def test_two_proposals_cannot_both_be_approved(person):
    first = propose()
    second = Exemption(
        scope="everyone",
        from_period=NOVEMBER,
        until_period=NOVEMBER,
        kind="cuti",
        state="proposed",
        created_at=clock.now(),
        **LETTER,
    )
    db.session.add(second)
    services.approve_exemption(first.id, actor=FINANCE)
    with pytest.raises(errors.ExemptionOverlaps):
        services.approve_exemption(second.id, actor=FINANCE)


@pytest.mark.parametrize(
    "values",
    [
        {"scope": "person"},
        {"scope": "unit"},
        {"scope": "tier"},
        {"scope": "planet"},
        {"state": "perhaps"},
        {"until_period": OCTOBER},
    ],
)
@pytest.mark.both_engines
def test_the_database_itself_refuses_what_no_exemption_is(person, values):
    facts = {"scope": "everyone", "from_period": NOVEMBER, "until_period": None, "state": "approved"}
    db.session.add(Exemption(kind="cuti", created_at=clock.now(), **(facts | LETTER | values)))
    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.both_engines
def test_every_act_leaves_a_trail_of_ids_and_months_only(person):
    one = approved(scope="person", employee_id=person.id)
    services.revoke_exemption(one.id, reason="kembali bertugas", actor=FINANCE)
    events = db.session.scalars(
        select(AuditEvent).where(AuditEvent.subject == "exemption").order_by(AuditEvent.id)
    ).all()
    assert [event.action.removeprefix("compliance.") for event in events] == [
        "propose_exemption",
        "approve_exemption",
        "revoke_exemption",
    ]
    assert {event.subject_id for event in events} == {one.id}
    assert events[-1].details == {
        "scope": "person",
        "state": "revoked",
        "from_period": "2026-11",
        "until_period": "2026-11",
    }


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
