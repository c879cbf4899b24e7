"""A proposal approved and withdrawn, and a month exempted twice, at the same moment: one holds, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.compliance import services
from app.compliance.errors import ExemptionDecided, ExemptionOverlaps
from app.compliance.models import Exemption
from app.extensions import db
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit, rollback
from tests.standing import make_person, make_tree


def saved(act: Callable[[], Any]) -> Callable[[], Any]:
    """The act in a transaction of its own."""

    def run() -> Any:
        begin_writing()
        try:
            done = act().state
            commit()
        except Exception:
            rollback()
            raise
        return done

    return run


def test_approving_beside_withdrawing_and_proposing_twice(
    app: Flask, at_once: Callable[..., list[Any]]
) -> None:
    begin_writing()
    employee_id = make_person(make_tree()[2]).id
    commit()
    rollback()

    def propose() -> Exemption:
        draft = services.ExemptionDraft(
            "person", Period(2026, 11), None, "cuti", "9", clock.today(), employee_id=employee_id
        )
        return services.propose_exemption(draft, actor=SYSTEM)

    answers = at_once(saved(propose), saved(propose))
    assert answers.count("proposed") == 1
    assert any(isinstance(one, ExemptionOverlaps) for one in answers)
    exemption_id = db.session.scalars(select(Exemption.id)).one()
    rollback()
    answers = at_once(
        saved(lambda: services.approve_exemptions([exemption_id], actor=SYSTEM)[0]),
        saved(lambda: services.withdraw_exemption(exemption_id, actor=SYSTEM)),
    )
    assert sum(one in ("approved", "revoked") for one in answers) == 1
    assert any(isinstance(one, ExemptionDecided) for one in answers)
