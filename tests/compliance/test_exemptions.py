"""Exemptions and lowered months: proposed, decided, ended; never twice over, never in a closed month."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.audit.models import AuditEvent
from app.compliance import errors, services
from app.compliance.models import Exemption
from app.compliance.queries import list_standings
from app.directory.models import Posting, Unit
from app.extensions import db
from app.shared import clock
from app.shared.errors import ReasonMissing
from app.shared.period import Period
from tests.standing import FINANCE, NOVEMBER, OCTOBER, make_person

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
