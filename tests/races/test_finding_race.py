"""A finding that ends while somebody else writes it: an end stays, and what a later visit found is not lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.extensions import db
from app.shared import clock
from app.shared.transaction import begin_writing, commit, rollback
from app.visits.errors import FindingClosed
from app.visits.models import Finding
from app.visits.rules import Answer
from app.visits.services import VisitDraft, drop_finding, record_visit, say_done
from tests.ledger import City
from tests.training.course import make_makers

pytestmark = [pytest.mark.real_clock, pytest.mark.postgresql]
Beside = Callable[[Callable[[], Any]], Callable[[], Any]]


def _visit(maker_id: int, answer: Answer, uuid: str = "") -> int:
    draft = VisitDraft(
        maker_id, uuid or str(uuid4()), clock.today(), "Dinas", {"segel": answer}, {"segel": "Segel"}
    )
    return record_visit(draft, actor=SYSTEM)


@pytest.fixture
def open_finding(app: Flask, city: City) -> tuple[int, int]:
    """(maker, finding)."""
    begin_writing()
    (maker_id,) = make_makers(1)
    _visit(maker_id, "fix")
    commit()
    found = maker_id, db.session.scalars(select(Finding.id)).one()
    db.session.remove()
    return found


def _states() -> list[str]:
    rollback()
    return list(db.session.scalars(select(Finding.state).order_by(Finding.id)))


def test_what_a_visit_found_mended_is_not_said_to_be_done_afterwards(
    open_finding: tuple[int, int], beside: Beside
) -> None:
    maker_id, finding_id = open_finding
    begin_writing()
    _visit(maker_id, "good")
    other = beside(lambda: say_done(finding_id, [maker_id], actor=SYSTEM))
    commit()
    assert isinstance(other(), FindingClosed), other()
    assert _states() == ["verified"]


def test_a_finding_dropped_beside_a_visit_that_finds_it_again_is_a_new_one(
    open_finding: tuple[int, int], beside: Beside
) -> None:
    maker_id, finding_id = open_finding
    begin_writing()
    drop_finding(finding_id, "sudah tidak perlu", actor=SYSTEM)
    other = beside(lambda: _visit(maker_id, "fix"))
    commit()
    assert isinstance(other(), int), other()
    assert _states() == ["dropped", "open"]


@pytest.mark.parametrize(("uuids", "visits"), [(("a", "b"), 2), (("a", "a"), 1)])
def test_two_visits_at_once_leave_one_finding_of_a_point(
    app: Flask, city: City, beside: Beside, uuids: tuple[str, str], visits: int
) -> None:
    begin_writing()
    (maker_id,) = make_makers(1)
    commit()
    begin_writing()
    first = _visit(maker_id, "fix", uuids[0])
    other = beside(lambda: _visit(maker_id, "fix", uuids[1]))
    commit()
    assert isinstance(other(), int), other()
    assert (len({first, other()}), _states()) == (visits, ["open"])
