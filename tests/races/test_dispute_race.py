"""Two people answer the same dispute at once: one does, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.disputes import services
from app.disputes.errors import DisputeAnswered
from app.extensions import db
from app.sales.models import Sale
from app.sales.queries import bought_per_employee
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit, rollback
from tests.office import make_october

OCTOBER = Period(2026, 10)


def test_two_answers_at_the_same_moment_reverse_once(app: Flask, at_once: Callable[..., list[Any]]) -> None:
    begin_writing()
    october = make_october()
    sale_id = db.session.scalars(select(Sale.id).where(Sale.employee_id == october.ani)).one()
    dispute_id = services.dispute_sale(october.ani, sale_id, "bukan saya", actor=SYSTEM).id
    commit()
    rollback()

    def grant() -> str:
        begin_writing()
        try:
            services.resolve_as_not_mine(dispute_id, "benar", actor=SYSTEM)
            commit()
        except Exception:
            rollback()
            raise
        return "granted"

    answers = at_once(grant, grant)
    assert answers.count("granted") == 1
    assert any(isinstance(one, DisputeAnswered) for one in answers)
    part = bought_per_employee(OCTOBER)
    bought = db.session.execute(select(part.c.bought).where(part.c.employee_id == october.ani)).scalar_one()
    assert bought == 0
